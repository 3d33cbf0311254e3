import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MINUTE } from '../../../base/time.ts';
import { instantAt } from '../../../domain/scheduling/zoned-time.ts';
import { dayOf } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './booking-panel.module.css';
import { type Draft, parseClock } from './draft.ts';
import type { BookingFacts } from './use-booking-facts.ts';

/**
 * When it begins, and of blocked time whose and how long. Arrow keys step by a quarter, with Shift by five minutes. Of
 * a visit the end and the price of all its services stand below.
 */
export function TimeFields({
  draft,
  facts,
  change,
  timeZone,
  day,
  today,
  tried,
}: {
  readonly draft: Draft;
  readonly facts: BookingFacts;
  readonly change: (change: (draft: Draft) => Draft) => void;
  readonly timeZone: string;
  /** Day that a typed time falls on while the draft has none. */
  readonly day: string;
  readonly today: string;
  readonly tried: boolean;
}) {
  const { t } = useTranslation('booking');
  const { t: calendar } = useTranslation('calendar');
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const [typedMinutes, setTypedMinutes] = useState<string | null>(null);
  const { span, lines, totalCents } = facts;
  const isBlock = draft.mode === 'block';
  const onDay = span === null ? day : dayOf(span.from, timeZone);
  const startText = typed ?? (span === null ? '' : format.time(span.from, timeZone));
  const startWrong = typed !== null && parseClock(typed) === null;

  const setStart = (startsAt: number): void => {
    setTyped(null);
    change((now) => ({ ...now, startsAt, timeChosen: true }));
  };
  const takeTyped = (): void => {
    if (typed === null) return;
    const minute = parseClock(typed);
    if (minute !== null) setStart(instantAt(onDay, minute, timeZone));
    else if (typed.trim() === '') setTyped(null);
  };
  const step = (minutes: number): void => {
    if (span !== null) setStart(span.from + minutes * MINUTE);
  };
  const onArrows = (event: KeyboardEvent): void => {
    const sign = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (sign === 0) return;
    event.preventDefault();
    takeTyped();
    step(sign * (event.shiftKey ? 5 : 15));
  };

  const minutes = span === null ? draft.minutes : (span.to - span.from) / MINUTE;
  const setMinutes = (text: string): void => {
    setTypedMinutes(text);
    const value = Number(text);
    if (Number.isInteger(value) && value >= 5 && value <= 720) {
      change((now) => ({ ...now, minutes: value, minutesChosen: true }));
    }
  };

  return (
    <>
      {isBlock ? (
        <Select
          label={t('personBlock')}
          value={draft.staffId}
          data={(facts.board?.columns ?? []).map((column) => ({
            value: column.staffId,
            label: [
              column.name,
              ...(column.leave !== null
                ? [calendar('board.onLeave')]
                : column.shifts.length === 0
                  ? [calendar('board.notRostered')]
                  : []),
            ].join(' · '),
          }))}
          allowDeselect={false}
          searchable
          onChange={(staffId) => change((now) => ({ ...now, staffId, personChosen: true }))}
          error={tried && draft.staffId === null ? t('personMissing') : null}
        />
      ) : null}
      <div className={css.timeRow}>
        <TextInput
          className={css.start ?? ''}
          label={t('start')}
          value={startText}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={takeTyped}
          onKeyDown={(event) => {
            if (event.key === 'Enter') takeTyped();
            onArrows(event);
          }}
          error={startWrong || (tried && span === null) ? t('startWrong') : null}
        />
        <div className={css.steps}>
          <Tooltip label={t('earlier')}>
            <ActionIcon
              size={36}
              variant="default"
              aria-label={t('earlier')}
              onClick={() => step(-15)}
              tabIndex={-1}
            >
              <IconMinus size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('later')}>
            <ActionIcon
              size={36}
              variant="default"
              aria-label={t('later')}
              onClick={() => step(15)}
              tabIndex={-1}
            >
              <IconPlus size={16} />
            </ActionIcon>
          </Tooltip>
        </div>
        {isBlock ? (
          <TextInput
            className={css.length ?? ''}
            label={t('length')}
            value={typedMinutes ?? (minutes === null ? '' : String(minutes))}
            inputMode="numeric"
            onChange={(event) => setMinutes(event.currentTarget.value)}
            onBlur={() => setTypedMinutes(null)}
          />
        ) : (
          <p className={css.sum}>
            {span === null ? null : (
              <span>
                {onDay === today ? null : <strong>{format.day(onDay, today)} </strong>}
                {t('until', { time: format.time(span.to, timeZone) })}
              </span>
            )}
            {lines.length > 1 && totalCents !== null ? (
              <strong className="number">{t('total', { amount: format.money(totalCents) })}</strong>
            ) : null}
          </p>
        )}
      </div>
      {isBlock && span !== null ? (
        <p className={css.until}>
          {onDay === today ? null : <strong>{format.day(onDay, today)} </strong>}
          {t('until', { time: format.time(span.to, timeZone) })}
        </p>
      ) : null}
    </>
  );
}
