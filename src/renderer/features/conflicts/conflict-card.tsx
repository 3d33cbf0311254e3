import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MINUTE } from '../../../base/time.ts';
import type { ConflictItem } from '../../../contracts/queries.ts';
import type { FoundSlot } from '../../../contracts/queries/slots.ts';
import { newId, useNow } from '../../data/clock.ts';
import { useExecute } from '../../data/use-execute.ts';
import { runCommand } from '../../ui/commands.ts';
import { dayOf } from '../../ui/format.ts';
import notice from '../../ui/notices.module.css';
import { useFormat } from '../../ui/use-format.ts';
import { SlotFinder } from '../booking/slot-finder.tsx';
import { type SlotWish, useSlotSearch } from '../booking/use-slot-search.ts';
import css from './conflicts-tray.module.css';
import { Dependents } from './dependents.tsx';
import { Dismiss } from './dismiss.tsx';
import { canTakeSlot, commandForSlot, wishOf } from './resolve-conflict.ts';
import { useHeadline } from './use-headline.ts';

/** A refused booking, move or other deed: both versions, a way out, and what rested on it. */
export function ConflictCard({
  conflict,
  today,
  timeZone,
  first,
}: {
  readonly conflict: ConflictItem;
  readonly today: string;
  readonly timeZone: string;
  readonly first: boolean;
}) {
  const { t } = useTranslation('conflicts');
  const format = useFormat();
  const now = useNow(MINUTE);
  const execute = useExecute();
  const [sending, setSending] = useState(false);
  const [dismissing, setDismissing] = useState(false);
  const [searching, setSearching] = useState(false);
  const { mine, theirs, slots } = conflict;
  const headline = useHeadline(conflict);
  const zone = mine?.timeZone ?? timeZone;
  const when = (from: number, to: number): string => {
    const day = dayOf(from, zone);
    const time = format.timeRange(from, to, zone);
    return day === today ? time : `${format.day(day, today)} ${time}`;
  };
  const slotTime = (slot: FoundSlot): string => {
    const day = dayOf(slot.startsAt, zone);
    const time = format.time(slot.startsAt, zone);
    return day === today ? time : `${format.day(day, today)} ${time}`;
  };
  // Another time helps only against a time that was taken, or a row that has moved on.
  const offersTime = canTakeSlot(conflict) && (conflict.code === 'overlap' || conflict.code === 'stale');
  const namesOf = (slot: FoundSlot): string =>
    [...new Set(slot.lines.map(({ staffName }) => staffName.split(' ')[0] ?? staffName))].join(', ');
  const wish = offersTime ? wishOf(conflict) : null;
  const ago = format.ago(conflict.at, now);
  const todo =
    conflict.command === 'conflict.dismiss'
      ? 'todo.putAwayLate'
      : conflict.code === 'resolved'
        ? 'todo.resolved'
        : conflict.command === 'appointment.book'
          ? 'todo.book'
          : 'todo.other';

  const take = async (slot: FoundSlot): Promise<void> => {
    const command = commandForSlot(conflict, slot, newId);
    if (command === null || sending) return;
    setSending(true);
    const answer = await execute([command]);
    setSending(false);
    if (!answer.ok) return;
    const done = command.name === 'appointment.book' ? 'booked' : 'moved';
    // No undo: the conflict is closed with it, and taking the booking back would lose the client's wish.
    notifications.show({
      message: t(done, { time: slotTime(slot), name: namesOf(slot) }),
      autoClose: 8_000,
      classNames: { root: notice.notice ?? '', description: notice.body ?? '' },
    });
  };

  return (
    <li className={css.conflict}>
      <h3 className={css.headline}>{headline}</h3>
      <div className={css.versions}>
        <div className={`${css.version ?? ''} hatch`}>
          <h4>{t('yours')}</h4>
          {mine ? (
            <>
              <p className={css.client}>{mine.clientName ?? t('noName')}</p>
              <p>{mine.serviceName}</p>
              <p>{when(mine.startsAt, mine.endsAt)}</p>
              <p>{mine.staffName}</p>
            </>
          ) : null}
          <p className={css.quiet}>
            {conflict.actor === null
              ? t('askedUnknown', { ago })
              : conflict.device === null
                ? t('askedActor', { actor: conflict.actor, ago })
                : t('asked', { actor: conflict.actor, device: conflict.device, ago })}
          </p>
        </div>
        <div className={css.version}>
          <h4>{t('theirs')}</h4>
          {theirs ? (
            <>
              <p className={css.client}>{theirs.clientName ?? t('noName')}</p>
              <p>{theirs.serviceName}</p>
              <p>{when(theirs.startsAt, theirs.endsAt)}</p>
              <p>{theirs.staffName}</p>
              <p className={css.quiet}>
                {theirs.bookedBy === null
                  ? null
                  : theirs.bookedAt === null
                    ? t('byActor', { actor: theirs.bookedBy })
                    : t('by', { actor: theirs.bookedBy, device: theirs.bookedAt })}
              </p>
              <button
                type="button"
                className={css.link}
                onClick={() => runCommand('open-appointment', { appointmentId: theirs.appointmentId })}
              >
                {t('open')}
              </button>
            </>
          ) : (
            <p className={css.quiet}>{t('theirsUnknown')}</p>
          )}
        </div>
      </div>
      {!offersTime ? (
        <p>{t(todo)}</p>
      ) : slots.length === 0 ? (
        <p className={css.quiet}>{t('noSlots')}</p>
      ) : (
        <div className={css.slots} role="group" aria-label={t('slots')}>
          <span className={css.label}>
            {t(conflict.command === 'appointment.move' ? 'slotsMove' : 'slots')}
          </span>
          {slots.map((slot, index) => (
            <Button
              key={slot.startsAt}
              variant={index === 0 ? 'filled' : 'default'}
              autoFocus={first && index === 0}
              disabled={sending}
              onClick={() => void take(slot)}
            >
              {t('slot', {
                time: slotTime(slot),
                name: namesOf(slot),
              })}
            </Button>
          ))}
        </div>
      )}
      {wish === null ? null : searching ? (
        <MoreTimes wish={wish} timeZone={zone} today={today} onTake={(slot) => void take(slot)} />
      ) : (
        <button type="button" className={css.link} onClick={() => setSearching(true)}>
          {t('moreTimes')}
        </button>
      )}
      <Dependents conflict={conflict} timeZone={zone} today={today} />
      {dismissing ? (
        <Dismiss conflictId={conflict.id} onDone={() => setDismissing(false)} />
      ) : (
        <button type="button" className={css.link} onClick={() => setDismissing(true)}>
          {t('dismiss')}
        </button>
      )}
      <span className={css.code}>{t('code', { code: conflict.code })}</span>
    </li>
  );
}

/** The search with its filters, where the offered times do not suit. */
function MoreTimes({
  wish,
  timeZone,
  today,
  onTake,
}: {
  readonly wish: SlotWish;
  readonly timeZone: string;
  readonly today: string;
  readonly onTake: (slot: FoundSlot) => void;
}) {
  const search = useSlotSearch(wish, timeZone, today);
  return <SlotFinder search={search} timeZone={timeZone} today={today} selected={null} onTake={onTake} />;
}
