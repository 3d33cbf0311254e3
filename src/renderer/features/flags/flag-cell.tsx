import { useTranslation } from 'react-i18next';
import { useNow } from '../../data/clock.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './flags-screen.module.css';
import type { FlagState } from './flag-states.ts';

/** One flag of one business: hollow by default, filled by an override, with who and when beside it. */
export function FlagCell({
  label,
  state,
  position,
  isStop,
  isChosen,
  onEnter,
  onChoose,
}: {
  readonly label: string;
  readonly state: FlagState;
  readonly position: string;
  readonly isStop: boolean;
  readonly isChosen: boolean;
  readonly onEnter: () => void;
  readonly onChoose: () => void;
}) {
  const { t } = useTranslation('flags');
  const format = useFormat();
  const now = useNow(60_000);
  const { isOn, override } = state;
  const word = t(isOn ? 'state.on' : 'state.off');
  return (
    <button
      type="button"
      className={css.cell}
      data-cell={position}
      data-override={override !== null}
      data-on={isOn}
      data-chosen={isChosen}
      tabIndex={isStop || isChosen ? 0 : -1}
      aria-label={`${label}: ${override ? word : t(isOn ? 'state.defaultOn' : 'state.defaultOff')}`}
      aria-pressed={isChosen}
      onMouseEnter={onEnter}
      onFocus={onEnter}
      onClick={onChoose}
    >
      <i className={css.sign} aria-hidden />
      <span className={css.word}>{word}</span>
      {override ? (
        <span className={css.by}>
          {t('changed', { who: override.changedBy, when: format.ago(override.changedAt, now) })}
        </span>
      ) : null}
    </button>
  );
}
