import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCard } from '../../../contracts/queries.ts';
import type { AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { newId } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSession } from '../../data/use-session.ts';
import { type CommandPayloads, useCommand } from '../../ui/commands.ts';
import { dayOf } from '../../ui/format.ts';
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
import { useBoardPlace } from '../frame/board-place.tsx';
import { AppointmentPanel } from './appointment-panel.tsx';
import type { DraftPlace } from './board-column.tsx';
import type { BoardCursor } from './board-cursor.ts';
import {
  BoardEmpty,
  BoardFailed,
  BoardNotHere,
  BoardNotLoaded,
  BoardSkeleton,
  OccasionBanner,
} from './board-states.tsx';
import css from './calendar-screen.module.css';
import { type BoardHandle, DayBoardView } from './day-board.tsx';
import { useDensity } from './density.ts';
import { SoftDialog } from './soft-dialog.tsx';
import { StatusLegend } from './status-legend.tsx';
import { useBoardActions } from './use-board-actions.tsx';
import type { MoveTarget } from './visit-move.ts';

type Panel =
  | { readonly kind: 'booking'; readonly restored: boolean }
  | { readonly kind: 'appointment'; readonly appointmentId: string }
  | { readonly kind: 'conflicts' };

/** The day of one location, and what is done to it. */
export function CalendarScreen() {
  const { t } = useTranslation('calendar');
  const { location, day, today, timeZone, goToDay, goToLocation } = useBoardPlace();
  const {
    data: board,
    error,
    refetch,
  } = useDeskQuery('dayBoard', { locationId: location?.id ?? '', day }, { enabled: location !== null });
  const locationId = location?.id ?? null;
  const resources = useDeskQuery(
    'resources',
    { locationId: locationId ?? '' },
    { enabled: locationId !== null },
  ).data;
  const services = useDeskQuery('services', {}, { enabled: locationId !== null }).data;
  const density = useDensity();
  const [filter, setFilter] = useState<AppointmentStatus | null>(null);
  const [panel, setPanel] = useState<Panel | null>(null);
  const [walkIn, setWalkIn] = useState(false);
  const handle = useRef<BoardHandle>(null);
  const draft = useDraft();
  const actions = useBoardActions(board, resources, services);
  useForgetDraftOnSignOut();

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

  const openCard = useCallback((card: BoardCard) => {
    setPanel({ kind: 'appointment', appointmentId: card.appointmentId });
  }, []);
  const onSlot = useCallback(
    (staffId: string, startsAt: number) => openBooking({ staffId, startsAt, minutes: null }),
    [openBooking],
  );
  const onStretch = useCallback(
    ({ staffId, startsAt, endsAt }: MoveTarget) =>
      openBooking({ staffId, startsAt, minutes: Math.round((endsAt - startsAt) / 60_000) }),
    [openBooking],
  );

  /** The free time that the keyboard stands on; null when it is elsewhere, and the next free one is offered. */
  const slotInFocus = (): DraftStart | null => {
    const cursor = handle.current?.cursor();
    const onSlot = document.activeElement?.hasAttribute('data-slot') === true;
    return onSlot && cursor ? { staffId: cursor.staffId, startsAt: cursor.at, minutes: null } : null;
  };
  const bookFor = (client: CommandPayloads['new-booking']): void =>
    openBooking(slotInFocus(), (draft) =>
      client?.clientId === undefined
        ? draft
        : {
            ...draft,
            clientText: client.clientName ?? '',
            client: {
              kind: 'known',
              id: client.clientId,
              name: client.clientName ?? '',
              phone: null,
              noShows: 0,
              doNotBook: false,
              hasAlert: false,
            },
          },
    );
  // Before the location is read the command waits.
  useCommand('new-booking', locationId === null ? null : bookFor);
  useCommand('walk-in', () => setWalkIn(true));
  useCommand('open-conflicts', () => setPanel({ kind: 'conflicts' }));
  const show = useShowAppointment(setPanel, goToDay, goToLocation);
  useCommand('open-appointment', (target) => {
    if (target) show(target.appointmentId);
  });

  /** The card that keys mean: the open one, else the one under the cursor. */
  const meant = (): BoardCard | undefined => {
    if (panel?.kind === 'appointment') {
      const at = handle.current?.cursor()?.itemId;
      const under = at ? handle.current?.card(at) : undefined;
      if (under?.appointmentId === panel.appointmentId) return under;
      return board?.cards.find((card) => card.appointmentId === panel.appointmentId);
    }
    const at = handle.current?.cursor()?.itemId;
    return at ? handle.current?.card(at) : undefined;
  };
  const liftMeant = (): void => {
    const card = meant();
    if (card) handle.current?.lift(card.lineId);
  };
  useShortcuts([
    {
      keys: 'S',
      label: t('key.next'),
      group: 'board',
      run: () => {
        const card = meant();
        if (card) actions.next(card);
      },
    },
    { keys: 'M', label: t('key.move'), group: 'board', run: liftMeant },
    {
      keys: 'B',
      label: t('key.block'),
      group: 'board',
      run: () => {
        const cursor = handle.current?.cursor();
        const card = cursor?.itemId ? handle.current?.card(cursor.itemId) : undefined;
        openBooking(
          cursor ? { staffId: cursor.staffId, startsAt: card?.endsAt ?? cursor.at, minutes: null } : null,
          (draft) => ({ ...draft, mode: 'block' }),
        );
      },
    },
  ]);

  const draftPlace = useDraftPlace(panel?.kind === 'booking' ? draft : null, day, timeZone);
  const openVisit = panel?.kind === 'appointment' ? panel.appointmentId : null;
  const showStaffId =
    draftPlace?.staffId ?? board?.cards.find((card) => card.appointmentId === openVisit)?.staffId ?? null;

  return (
    <div className={css.screen}>
      {error && !board ? <BoardFailed failure={failureOf(error)} onAgain={() => void refetch()} /> : null}
      {!board && !error ? <BoardSkeleton density={density} /> : null}
      {board?.cover === 'not_loaded' ? <BoardNotLoaded /> : null}
      {board?.cover === 'not_here' ? <BoardNotHere /> : null}
      {board?.cover === 'complete' ? (
        <>
          <OccasionBanner board={board} />
          {board.columns.length === 0 ? (
            <BoardEmpty />
          ) : (
            <DayBoardView
              ref={handle}
              board={board}
              density={density}
              filter={filter}
              draft={draftPlace}
              openVisitId={openVisit}
              panelOpen={panel !== null}
              showStaffId={showStaffId}
              mayMove={actions.mayMove}
              judge={actions.judge}
              onOpen={openCard}
              onNext={actions.next}
              onSlot={onSlot}
              onStretch={onStretch}
              onDrop={actions.move}
              onRemoveBlock={actions.removeBlock}
            />
          )}
          <StatusLegend counts={board.counts} filter={filter} onFilter={setFilter} density={density} />
        </>
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
          onShowDay={goToDay}
        />
      ) : null}
      {panel?.kind === 'appointment' ? (
        <AppointmentPanel
          appointmentId={panel.appointmentId}
          today={today}
          onClose={closePanel}
          onMove={liftMeant}
        />
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
      {actions.question ? <SoftDialog question={actions.question} timeZone={timeZone} /> : null}
    </div>
  );
}

/** Where the draft stands on the day that is shown. */
function useDraftPlace(draft: Draft | null, day: string, timeZone: string): DraftPlace | null {
  const span = draft === null ? null : draftSpan(draft);
  if (draft === null || span === null || draft.staffId === null || dayOf(span.from, timeZone) !== day)
    return null;
  return { ...span, staffId: draft.staffId, kind: draft.mode };
}

/** Opens a visit and turns the board to its day and location as soon as both are known. */
function useShowAppointment(
  setPanel: (panel: Panel) => void,
  goToDay: (day: string) => void,
  goToLocation: (id: string) => void,
): (appointmentId: string) => void {
  const [wanted, setWanted] = useState<string | null>(null);
  const { data } = useDeskQuery('appointment', { id: wanted ?? '' }, { enabled: wanted !== null });
  useEffect(() => {
    if (!data || data.id !== wanted) return;
    goToLocation(data.locationId);
    goToDay(dayOf(data.startsAt, data.timeZone));
    setWanted(null);
  }, [data, wanted, goToDay, goToLocation]);
  return (appointmentId) => {
    setPanel({ kind: 'appointment', appointmentId });
    setWanted(appointmentId);
  };
}

/** A draft belongs to the person who wrote it: it goes when nobody is signed in any more. */
function useForgetDraftOnSignOut(): void {
  const { person } = useSession();
  const memberId = person?.memberId ?? null;
  const author = useRef(memberId);
  useEffect(() => {
    if (author.current !== null && memberId !== null && author.current !== memberId) setDraft(null);
    if (memberId !== null) author.current = memberId;
  }, [memberId]);
}
