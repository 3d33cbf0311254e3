import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/use-format.ts';
import { dayOf } from '../../ui/format.ts';
import css from './booking-panel.module.css';
import { holdOf } from './clashes.ts';
import type { Draft } from './draft.ts';
import { changeDraft } from './draft-store.ts';
import { useSoftWords } from './soft-words.ts';
import type { BookingFacts } from './use-booking-facts.ts';

/** What stands in the way (no booking), and what speaks against it (a reason, then a booking). */
export function BookingProblems({
  draft,
  facts,
  timeZone,
  refused,
  tried,
}: {
  readonly draft: Draft;
  readonly facts: BookingFacts;
  readonly timeZone: string;
  /** The desk itself said that the time is taken. */
  readonly refused: boolean;
  readonly tried: boolean;
}) {
  const { t } = useTranslation('booking');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const words = useSoftWords(timeZone);
  const { clash, room, soft, person, span } = facts;
  const touching =
    clash !== null && span !== null && clash.card.startsAt < span.to && span.from < clash.card.endsAt;
  const held =
    clash === null
      ? null
      : touching
        ? { from: clash.card.startsAt, to: clash.card.endsAt }
        : holdOf(clash.card);
  const hard =
    clash && held
      ? t(clash.on === 'resource' ? 'clashRoom' : touching ? 'clash' : 'clashBuffer', {
          name: person?.name ?? '',
          room: clash.card.resourceName ?? t('room'),
          client: clash.card.clientName ?? common(clash.card.clientId === null ? 'walkIn' : 'nobody'),
          time: format.timeRange(held.from, held.to, timeZone),
        })
      : room === 'taken'
        ? t('roomTaken')
        : room === 'missing'
          ? t('roomMissing')
          : refused
            ? t('clashUnknown')
            : null;
  if (hard !== null && draft.mode === 'booking') {
    return (
      <p className={css.hard} role="alert">
        {hard}
      </p>
    );
  }
  if (soft.length === 0) return null;
  return (
    <div className={css.soft} role="group" aria-label={t('soft')}>
      <ul>
        {soft.map((conflict) => (
          <li key={`${conflict.kind} ${String(conflict.from)}`}>{words(conflict, person?.name ?? '')}</li>
        ))}
      </ul>
      <TextInput
        label={t('softReason')}
        value={draft.reason}
        onChange={(event) => {
          const reason = event.currentTarget.value;
          changeDraft((now) => ({ ...now, reason }));
        }}
        error={tried && draft.reason.trim() === '' ? t('softReasonMissing') : null}
      />
    </div>
  );
}

/** The next free times for the service: the same person first. */
export function FreeSlots({
  facts,
  timeZone,
  today,
}: {
  readonly facts: BookingFacts;
  readonly timeZone: string;
  readonly today: string;
}) {
  const { t } = useTranslation('booking');
  const format = useFormat();
  const { slots, span } = facts;
  if (slots === undefined) return null;
  if (slots.length === 0) return <p className={css.quiet}>{t('freeNone')}</p>;
  return (
    <div className={css.slots} role="group" aria-label={t('free')}>
      <span className={css.slotsLabel}>{t('free')}</span>
      {slots.map((slot) => {
        const day = dayOf(slot.startsAt, timeZone);
        const time = format.time(slot.startsAt, timeZone);
        return (
          <Button
            key={`${slot.staffId} ${String(slot.startsAt)}`}
            variant="default"
            size="compact-sm"
            aria-pressed={span?.from === slot.startsAt && facts.person?.staffId === slot.staffId}
            onClick={() =>
              changeDraft((now) => ({
                ...now,
                staffId: slot.staffId,
                startsAt: slot.startsAt,
                timeChosen: true,
              }))
            }
          >
            {t('freeSlot', {
              time: day === today ? time : `${format.day(day, today)} ${time}`,
              name: slot.staffName.split(' ')[0] ?? slot.staffName,
            })}
          </Button>
        );
      })}
    </div>
  );
}
