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
import { changeDraft } from './draft-store.ts';
import type { BookingFacts } from './use-booking-facts.ts';

/** Who does it, when it begins, how long it takes and what it costs. Arrow keys step by a quarter, with Shift by five minutes. */
export function TimeFields({
  draft,
  facts,
  timeZone,
  day,
  today,
  tried,
}: {
  readonly draft: Draft;
  readonly facts: BookingFacts;
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
  const { span } = facts;
  const room = typeof facts.room === 'string' ? null : facts.room.resource;
  const onDay = span === null ? day : dayOf(span.from, timeZone);
  const startText = typed ?? (span === null ? '' : format.time(span.from, timeZone));
  const startWrong = typed !== null && parseClock(typed) === null;

  const setStart = (startsAt: number): void => {
    setTyped(null);
    changeDraft((now) => ({ ...now, startsAt, timeChosen: true }));
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
      changeDraft((now) => ({ ...now, minutes: value, minutesChosen: true }));
    }
  };

  const people = (facts.board?.columns ?? [])
    .map((column) => ({ column, offers: facts.service?.staffIds.includes(column.staffId) ?? true }))
    .toSorted((a, b) => Number(b.offers) - Number(a.offers));

  return (
    <>
      <Select
        label={t(draft.mode === 'block' ? 'personBlock' : 'person')}
        value={draft.staffId}
        data={people.map(({ column, offers }) => ({
          value: column.staffId,
          label: [
            column.name,
            ...(column.leave !== null
              ? [calendar('board.onLeave')]
              : column.shifts.length === 0
                ? [calendar('board.notRostered')]
                : []),
            ...(offers ? [] : ['—']),
          ].join(' · '),
        }))}
        allowDeselect={false}
        searchable
        onChange={(staffId) => changeDraft((now) => ({ ...now, staffId, personChosen: true }))}
        error={tried && draft.staffId === null ? t('personMissing') : null}
      />
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
        <TextInput
          className={css.length ?? ''}
          label={t('length')}
          value={typedMinutes ?? (minutes === null ? '' : String(minutes))}
          inputMode="numeric"
          onChange={(event) => setMinutes(event.currentTarget.value)}
          onBlur={() => setTypedMinutes(null)}
        />
        {draft.mode === 'booking' ? (
          <TextInput
            className={css.price ?? ''}
            label={t('price')}
            value={draft.priceText ?? (facts.service === null ? '' : format.money(facts.service.priceCents))}
            onChange={(event) => {
              const priceText = event.currentTarget.value;
              changeDraft((now) => ({ ...now, priceText }));
            }}
            error={facts.priceCents === null ? t('priceWrong') : null}
          />
        ) : null}
      </div>
      {span === null ? null : (
        <p className={css.until}>
          {onDay === today ? null : <strong>{format.day(onDay, today)} </strong>}
          {t('until', { time: format.time(span.to, timeZone) })}
          {room === null ? '' : ` · ${t('roomHeld', { room: room.name })}`}
        </p>
      )}
    </>
  );
}
