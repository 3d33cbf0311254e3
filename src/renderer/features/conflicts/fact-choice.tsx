import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import css from './conflicts-tray.module.css';

/** One clashing fact: theirs until somebody says that mine is right. */
export function FactChoice({
  what,
  mine,
  theirs,
  isMine,
  onChoose,
}: {
  readonly what: string;
  readonly mine: string;
  readonly theirs: string;
  readonly isMine: boolean;
  readonly onChoose: (isMine: boolean) => void;
}) {
  const { t } = useTranslation('conflicts');
  const name = useId();
  return (
    <fieldset className={css.fact}>
      <legend>{what}</legend>
      <label>
        <input type="radio" name={name} checked={!isMine} onChange={() => onChoose(false)} />
        {t('factTheirs', { value: theirs })}
      </label>
      <label>
        <input type="radio" name={name} checked={isMine} onChange={() => onChoose(true)} />
        {t('factMine', { value: mine })}
      </label>
    </fieldset>
  );
}
