import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MINUTE } from '../../../base/time.ts';
import type { ConflictItem } from '../../../contracts/queries.ts';
import type { FoundSlot } from '../../../contracts/queries/slots.ts';
import { newId, useNow } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { runCommand } from '../../ui/commands.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { dayOf } from '../../ui/format.ts';
import notice from '../../ui/notices.module.css';
import { useFormat } from '../../ui/use-format.ts';
import { SlotFinder } from '../booking/slot-finder.tsx';
import { type SlotWish, useSlotSearch } from '../booking/use-slot-search.ts';
import { SidePanel } from '../calendar/side-panel.tsx';
import { ChangedConflict } from './changed-conflict.tsx';
import css from './conflicts-tray.module.css';
import { canTakeSlot, commandForSlot, wishOf } from './resolve-conflict.ts';

/** What the cloud did not accept: both versions in words, and a way out of each. */
export function ConflictsTray({
  today,
  timeZone,
  onClose,
}: {
  readonly today: string;
  /** Of the location on the screen, for conflicts that have none of their own. */
  readonly timeZone: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('conflicts');
  const { data, error } = useDeskQuery('conflicts', {});
  return (
    <SidePanel label={t('title')} onClose={onClose}>
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {data?.length === 0 ? <EmptyState title={t('empty')} text={t('emptyText')} /> : null}
      {data && data.length > 0 ? <p className={css.intro}>{t('intro', { count: data.length })}</p> : null}
      <ul className={css.list}>
        {data?.map((conflict, index) =>
          conflict.changed ? (
            <ChangedConflict key={conflict.id} conflict={conflict} changed={conflict.changed} />
          ) : (
            <Conflict
              key={conflict.id}
              conflict={conflict}
              today={today}
              timeZone={timeZone}
              first={index === 0}
            />
          ),
        )}
      </ul>
    </SidePanel>
  );
}

function Conflict({
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
        <p>{t(conflict.command === 'appointment.book' ? 'todo.book' : 'todo.other')}</p>
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

/** Putting it away needs a reason: one of three by a click, or another in words. */
function Dismiss({ conflictId, onDone }: { readonly conflictId: string; readonly onDone: () => void }) {
  const { t } = useTranslation('conflicts');
  const execute = useExecute();
  const [reason, setReason] = useState('');
  const dismiss = async (text: string): Promise<void> => {
    if (text.trim() === '') return;
    await execute([{ name: 'conflict.dismiss', args: { id: conflictId, reason: text.trim() } }]);
    onDone();
  };
  return (
    <form
      className={css.dismiss}
      onSubmit={(event) => {
        event.preventDefault();
        void dismiss(reason);
      }}
    >
      <div className={css.slots} role="group" aria-label={t('dismissReason')}>
        <span className={css.label}>{t('dismissReason')}</span>
        {(['told', 'twice', 'other_time'] as const).map((one) => (
          <Button key={one} variant="default" onClick={() => void dismiss(t(`dismissReasons.${one}`))}>
            {t(`dismissReasons.${one}`)}
          </Button>
        ))}
      </div>
      <div className={css.other}>
        <TextInput
          label={t('dismissOther')}
          value={reason}
          autoFocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={reason.trim() === ''}>
          {t('dismissConfirm')}
        </Button>
      </div>
    </form>
  );
}

/** "Not booked: 10:00 was taken by Ana at Desk 2". */
function useHeadline({ command, code, args, mine, theirs }: ConflictItem): string {
  const { t } = useTranslation('conflicts');
  const format = useFormat();
  if (code === 'overlap' && mine !== null) {
    const time = format.time(mine.startsAt, mine.timeZone);
    const actor = theirs?.bookedBy ?? null;
    const device = theirs?.bookedAt ?? null;
    const verb = command === 'appointment.book' ? 'book' : 'move';
    if (actor !== null && device !== null) return t(`what.${verb}OverlapBy`, { time, actor, device });
    return actor === null
      ? t(`what.${verb}Overlap`, { time })
      : t(`what.${verb}OverlapActor`, { time, actor });
  }
  if (command.startsWith('roster.')) {
    const day = args['day'] ?? args['validFrom'] ?? args['from'];
    const key = code === 'stale' || code === 'overlap' ? (`what.roster_${code}` as const) : 'what.roster';
    return t(key, { day: typeof day === 'string' ? format.dayLong(day) : '' });
  }
  switch (code) {
    case 'stale':
    case 'transition':
    case 'paid':
    case 'not_found':
      return t(`what.${code}`);
    default:
      return t('what.other');
  }
}
