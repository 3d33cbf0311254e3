import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBarDown } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readStretches, type Weekday, WEEKDAYS, writeStretches } from '../../../domain/business/stretches.ts';
import { useFormat } from '../use-format.ts';
import { WithKeys } from '../with-keys.tsx';
import { HoursBar } from './hours-bar.tsx';
import css from './hours.module.css';
import { useProblemWords } from './problem-words.ts';
import { copyDown, problemOf, type WeekDraft } from './week-draft.ts';

/**
 * A week of hours, typed as people say them: '8-12 13-17:30'. A day that cannot be read says why in words, once it is
 * left. ↑ and ↓ go from day to day, Ctrl+D gives a day's hours to the days below.
 */
export function WeekHoursEditor({
  label,
  draft,
  onChange,
  onEnter,
}: {
  readonly label: string;
  readonly draft: WeekDraft;
  readonly onChange: (next: WeekDraft) => void;
  /** Enter in a day's field. */
  readonly onEnter?: () => void;
}) {
  const { t } = useTranslation(['hours', 'common']);
  const format = useFormat();
  const words = useProblemWords();
  const helpId = useId();
  const fields = useRef(new Map<Weekday, HTMLInputElement>());
  const [typing, setTyping] = useState<Weekday | null>(null);

  const set = (day: Weekday, text: string): void => onChange({ ...draft, [day]: text });
  /** What was read is written in one way, so that the eye can compare the days. */
  const settle = (day: Weekday): void => {
    setTyping(null);
    const hours = readStretches(draft[day]);
    if (hours.ok && writeStretches(hours.value) !== draft[day]) set(day, writeStretches(hours.value));
  };
  const onKeyDown = (day: Weekday, event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const next = WEEKDAYS[WEEKDAYS.indexOf(day) + (event.key === 'ArrowDown' ? 1 : -1)];
      const field = next === undefined ? undefined : fields.current.get(next);
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      settle(day);
      onEnter?.();
    } else if (event.key.toLowerCase() === 'd' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      if (problemOf(draft[day]) === null) onChange(copyDown(draft, day));
    }
  };

  return (
    <div role="group" aria-label={label} aria-describedby={helpId}>
      {WEEKDAYS.map((day) => {
        const name = t(`common:weekdayLong.${day}`);
        const hours = readStretches(draft[day]);
        const problem = typing === day || hours.ok ? null : words(hours.error);
        const open = hours.ok ? hours.value.reduce((sum, [from, to]) => sum + to - from, 0) : 0;
        return (
          <div key={day} className={css.day}>
            <span className={css.name} aria-hidden>
              {name}
            </span>
            <TextInput
              ref={(field) => {
                if (field) fields.current.set(day, field);
                else fields.current.delete(day);
              }}
              className={css.field ?? ''}
              aria-label={t('field', { day: name })}
              value={draft[day]}
              placeholder={t('placeholder')}
              error={problem}
              onFocus={() => setTyping(day)}
              onBlur={() => settle(day)}
              onChange={({ currentTarget }) => set(day, currentTarget.value)}
              onKeyDown={(event) => onKeyDown(day, event)}
            />
            <HoursBar stretches={hours.ok ? hours.value : []} />
            <span className={css.total}>
              {!hours.ok ? null : open > 0 ? format.duration(open) : t('closed')}
            </span>
            {day === '7' ? (
              <span />
            ) : (
              <Tooltip label={<WithKeys text={t('copyDown')} keys="Ctrl+D" />}>
                <ActionIcon
                  aria-label={t('copyDownOf', { day: name })}
                  disabled={!hours.ok}
                  onClick={() => onChange(copyDown(draft, day))}
                >
                  <IconArrowBarDown size={16} stroke={1.8} />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
        );
      })}
      <p className={css.help} id={helpId}>
        {t('help')}
      </p>
    </div>
  );
}
