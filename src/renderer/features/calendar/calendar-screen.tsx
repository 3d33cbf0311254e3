import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant, PlainDate } from '../../../base/time.ts';
import type { BoardCard } from '../../../contracts/queries.ts';
import { type AppointmentStatus, nextStatus } from '../../../domain/scheduling/status.ts';
import { newId } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSyncStatus } from '../../data/use-sync-status.ts';
import { type CommandPayloads, runCommand, useCommand } from '../../ui/commands.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { BookingPanel } from '../booking/booking-panel.tsx';
import {
  type Draft,
  draftSpan,
  type DraftStart,
  isUntouched,
  newDraft,
  placeDraft,
} from '../booking/draft.ts';
import { currentDraft, setDraft, useDraft } from '../booking/draft-store.ts';
import { WalkInDialog } from '../booking/walk-in-dialog.tsx';
import { ConflictsTray } from '../conflicts/conflicts-tray.tsx';
import { RehearsalPanel } from '../conflicts/rehearsal-panel.tsx';
import { useBoardPlace } from '../frame/board-place.tsx';
import { SetupGate } from '../setup/setup-gate.tsx';
import { AgendaBoard } from './agenda-board.tsx';
import { AppointmentPanel } from './appointment-panel.tsx';
import type { BoardCursor } from './board-cursor.ts';
import { BoardEmpty, BoardFailed, BoardSkeleton } from './board-states.tsx';
import { type BoardView, isShown, setBoardView, stepDay, useBoardView } from './board-view.ts';
import css from './calendar-screen.module.css';
import { LaneBoard, type WrittenPlace } from './lane-board.tsx';
import type { Lane } from './lanes.ts';
import { MonthView } from './month-view.tsx';
import { PushBackHost } from './push-back-dialog.tsx';
import { mayPushBack } from './push-back-lines.ts';
import type { BoardHandle, BoardItem } from './time-board.tsx';
import { useBoardDays } from './use-board-days.ts';
import { useForgetDraftOnSignOut } from './use-forget-draft.ts';
import { useShowAppointment } from './use-show-appointment.ts';
import { useStatusStep } from './use-status-step.ts';

type Panel =
  | { readonly kind: 'booking'; readonly restored: boolean }
  | { readonly kind: 'appointment'; readonly appointmentId: string }
  | { readonly kind: 'block'; readonly blockId: string }
  | { readonly kind: 'conflicts' }
  | { readonly kind: 'rehearsal' };

/** The diary of one location in the view that was chosen, and what is done in it; for a new business, what it takes to get there. */
export function CalendarScreen() {
  return (
    <SetupGate>
      <Calendar />
    </SetupGate>
  );
}

function Calendar() {
  const { t } = useTranslation('calendar');
  const { location, day, today, timeZone, goToDay, goToLocation } = useBoardPlace();
  const view = useBoardView();
  const locationId = location?.id ?? null;
  const { shown, isNobody, error, refetch } = useBoardDays(view, locationId, day);
  const resources = useDeskQuery(
    'resources',
    { locationId: locationId ?? '' },
    { enabled: locationId !== null },
  ).data;
  const services = useDeskQuery('services', {}, { enabled: locationId !== null }).data;
  const [filter, setFilter] = useState<AppointmentStatus | null>(null);
  const [panel, setPanel] = useState<Panel | null>(null);
  // What the calendar opens is not to lie under a panel of the frame.
  useEffect(() => {
    if (panel !== null) runCommand('close-trays');
  }, [panel]);
  const [walkIn, setWalkIn] = useState(false);
  const handle = useRef<BoardHandle>(null);
  const draft = useDraft();
  const step = useStatusStep();
  useForgetDraftOnSignOut();
  useSteps(view, day, goToDay);

  const closePanel = useCallback(() => {
    const left = currentDraft();
    if (left && isUntouched(left)) setDraft(null);
    setPanel(null);
    handle.current?.focus();
  }, []);

  const goTo = useCallback((place: BoardCursor) => handle.current?.goTo(place), []);

  const openBooking = useCallback(
    (start: DraftStart | null, change: (draft: Draft) => Draft = (same) => same): void => {
      if (locationId === null) return;
      const kept = currentDraft();
      const usable = kept !== null && kept.locationId === locationId ? kept : null;
      const service = services?.find(({ id }) => id === usable?.serviceId) ?? null;
      const base =
        usable === null
          ? newDraft(locationId, newId, start)
          : start === null
            ? usable
            : placeDraft(usable, start, service);
      setDraft(change(base));
      setPanel((open) => ({
        kind: 'booking',
        restored: open?.kind === 'booking' ? open.restored : usable !== null && !isUntouched(usable),
      }));
    },
    [locationId, services],
  );

  const openVisit = useCallback(
    (appointmentId: string) => setPanel({ kind: 'appointment', appointmentId }),
    [],
  );
  const openItem = useCallback(
    (item: BoardItem) =>
      item.kind === 'card'
        ? openVisit(item.card.appointmentId)
        : setPanel({ kind: 'block', blockId: item.block.id }),
    [openVisit],
  );
  const next = useCallback(
    (card: BoardCard): void => {
      const to = nextStatus(card.status);
      if (to !== null && to !== 'cancelled') void step(card, to);
    },
    [step],
  );

  /** The free time that the keyboard stands on; null when it is elsewhere, and the next free one is offered. */
  const slotInFocus = (): DraftStart | null => {
    const cursor = handle.current?.cursor();
    const onSlot = document.activeElement?.hasAttribute('data-slot') === true;
    return onSlot && cursor ? startOf(cursor.lane, cursor.at) : null;
  };
  const bookFor = (client: CommandPayloads['new-booking']): void =>
    openBooking(slotInFocus(), (written) =>
      client?.clientId === undefined
        ? written
        : {
            ...written,
            clientText: client.clientName ?? '',
            client: {
              kind: 'known',
              id: client.clientId,
              name: client.clientName ?? '',
              phone: null,
              noShows: 0,
              doNotBook: client.doNotBook ?? false,
              hasAlert: false,
            },
          },
    );
  // Before the location is read the command waits.
  useCommand('new-booking', locationId === null ? null : bookFor);
  useCommand('walk-in', () => setWalkIn(true));
  useCommand('open-conflicts', () => setPanel({ kind: 'conflicts' }));
  useCommand('open-rehearsal', () => setPanel({ kind: 'rehearsal' }));
  const isHeld = useSyncStatus()?.hold != null;
  useEffect(() => {
    // Shown by itself where nothing else is open; the status bar names it in any case.
    if (isHeld) setPanel((open) => open ?? { kind: 'rehearsal' });
  }, [isHeld]);
  const show = useShowAppointment(openVisit, goToDay, goToLocation);
  useCommand('open-appointment', (target) => {
    if (target) show(target.appointmentId);
  });

  /** What keys mean: the item under the cursor, but the open visit where its panel shows another one. */
  const meant = (): BoardItem | null => {
    const under = handle.current?.cursor()?.item ?? null;
    if (panel?.kind !== 'appointment') return under;
    return under?.kind === 'card' && under.card.appointmentId === panel.appointmentId ? under : null;
  };
  /** The card of the open visit, or the one under the cursor. */
  const meantCard = (): BoardCard | null => {
    const item = meant();
    if (item?.kind === 'card') return item.card;
    if (panel?.kind !== 'appointment') return null;
    const cards = shown.days?.flatMap((one) => one.cards);
    return cards?.find((card) => card.appointmentId === panel.appointmentId) ?? null;
  };
  const liftMeant = (): void => {
    const item = meant();
    const id = item?.kind === 'block' ? item.block.id : meantCard()?.lineId;
    if (id !== undefined) handle.current?.lift(id);
  };
  useShortcuts([
    {
      keys: 'S',
      label: t('key.next'),
      group: 'board',
      run: () => {
        const card = meantCard();
        if (card) next(card);
      },
    },
    { keys: 'M', label: t('key.move'), group: 'board', run: liftMeant },
    {
      keys: 'P',
      label: t('key.pushBack'),
      group: 'board',
      run: () => {
        const card = meantCard();
        if (!card || !mayPushBack(card.status) || locationId === null) return;
        runCommand('push-back', { locationId, timeZone, lineId: card.lineId, at: card.startsAt });
      },
    },
    {
      keys: 'B',
      label: t('key.block'),
      group: 'board',
      run: () => {
        const cursor = handle.current?.cursor();
        const at = cursor?.item?.kind === 'card' ? cursor.item.card.endsAt : cursor?.at;
        openBooking(cursor && at !== undefined ? startOf(cursor.lane, at) : null, asBlock);
      },
    },
  ]);

  /** A day that the view shows already is not turned to. */
  const showDay = (wanted: PlainDate): void => {
    if (!isShown(view, day, wanted)) goToDay(wanted);
  };

  const isReady = shown.view === 'month' ? shown.month !== undefined : shown.days !== undefined;
  return (
    <div className={css.screen}>
      {isNobody ? (
        <BoardEmpty />
      ) : !isReady ? (
        error ? (
          <BoardFailed failure={failureOf(error)} onAgain={refetch} />
        ) : (
          <BoardSkeleton />
        )
      ) : null}
      {shown.view === 'month' && shown.month ? (
        <MonthView
          board={shown.month}
          day={shown.day}
          keyedDay={day}
          today={today}
          onDay={goToDay}
          onOpen={(one) => {
            goToDay(one);
            setBoardView('day');
          }}
        />
      ) : null}
      {shown.view === 'agenda' && shown.days ? (
        <AgendaBoard
          days={shown.days}
          today={today}
          filter={filter}
          onFilter={setFilter}
          openVisitId={panel?.kind === 'appointment' ? panel.appointmentId : null}
          onOpen={openVisit}
        />
      ) : null}
      {shown.view !== 'month' && shown.view !== 'agenda' && shown.days ? (
        <LaneBoard
          ref={handle}
          view={shown.view}
          days={shown.days}
          people={shown.people}
          resources={resources}
          services={services}
          filter={filter}
          onFilter={setFilter}
          written={panel?.kind === 'booking' ? writtenPlace(draft) : null}
          openVisitId={panel?.kind === 'appointment' ? panel.appointmentId : null}
          openBlockId={panel?.kind === 'block' ? panel.blockId : null}
          panelOpen={panel !== null}
          onOpen={openItem}
          onNext={next}
          onClose={closePanel}
          onBook={openBooking}
          onBlock={(place) => openBooking(place, asBlock)}
        />
      ) : null}
      {panel?.kind === 'booking' && draft ? (
        <BookingPanel
          draft={draft}
          restored={panel.restored}
          timeZone={timeZone}
          day={day}
          today={today}
          onClose={closePanel}
          onBooked={goTo}
          onShowDay={showDay}
        />
      ) : null}
      {panel?.kind === 'appointment' ? (
        <AppointmentPanel
          appointmentId={panel.appointmentId}
          today={today}
          onClose={closePanel}
          onMove={liftMeant}
          onShowDay={showDay}
        />
      ) : null}
      {panel?.kind === 'rehearsal' ? (
        <RehearsalPanel today={today} timeZone={timeZone} onClose={closePanel} />
      ) : null}
      {panel?.kind === 'conflicts' ? (
        <ConflictsTray today={today} timeZone={timeZone} onClose={closePanel} />
      ) : null}
      {walkIn && locationId !== null ? (
        <WalkInDialog
          locationId={locationId}
          today={today}
          timeZone={timeZone}
          onSeated={(place) => {
            goToDay(today);
            goTo(place);
          }}
          onClose={() => setWalkIn(false)}
        />
      ) : null}
      <PushBackHost />
    </div>
  );
}

const startOf = (lane: Lane, startsAt: Instant): DraftStart => ({
  staffId: lane.staffId,
  roomId: lane.room?.id ?? null,
  startsAt,
  minutes: null,
});

const asBlock = (draft: Draft): Draft => ({ ...draft, mode: 'block' });

/** Where the draft stands; null while it has no time. */
function writtenPlace(draft: Draft | null): WrittenPlace | null {
  const span = draft === null ? null : draftSpan(draft);
  return draft === null || span === null
    ? null
    : { ...span, staffId: draft.staffId, roomId: draft.roomId, kind: draft.mode };
}

/** One page further or back, as the view has pages; the frame's own step is a day. */
function useSteps(view: BoardView, day: PlainDate, goToDay: (day: PlainDate) => void): void {
  useCommand('previous-day', () => goToDay(stepDay(view, day, -1)));
  useCommand('next-day', () => goToDay(stepDay(view, day, 1)));
}
