import { type Instant, MINUTE } from '../../../base/time.ts';
import type { BoardCard, BoardColumn, DayBoard } from '../../../contracts/queries.ts';
import { isHolding } from '../../../domain/scheduling/status.ts';

/** From this many minutes after the start, a client who is only confirmed counts as late. */
export const LATE_AFTER_MINUTES = 10;

export type Load = {
  readonly column: BoardColumn;
  readonly bookedMinutes: number;
  readonly freeMinutes: number;
};

/** What the sentences of the glance say; everything comes from the day board. */
export type GlanceFacts = {
  readonly visits: number;
  readonly late: readonly { readonly card: BoardCard; readonly minutes: number }[];
  readonly withAlert: number;
  readonly worthCents: number;
  readonly paidCents: number;
  readonly away: readonly BoardColumn[];
  readonly busiest: Load | null;
  readonly freest: Load | null;
};

/** Free minutes are counted from `now` on, and only within shifts and outside breaks. */
export function glanceFacts(board: DayBoard, now: Instant): GlanceFacts {
  const standing = board.cards.filter(({ status }) => isHolding(status));
  const visits = new Map(standing.map((card) => [card.appointmentId, card]));
  const late = [...visits.values()]
    .filter(({ status }) => status === 'confirmed' || status === 'requested')
    .map((card) => ({ card, minutes: Math.floor((now - card.startsAt) / MINUTE) }))
    .filter(({ card, minutes }) => minutes >= LATE_AFTER_MINUTES && now < card.endsAt)
    .toSorted((a, b) => b.minutes - a.minutes);
  const loads = board.columns
    .filter(({ shifts }) => shifts.length > 0)
    .map((column) => loadOf(column, standing, now));
  const byBooked = loads.toSorted((a, b) => b.bookedMinutes - a.bookedMinutes);
  const byFree = loads.toSorted((a, b) => b.freeMinutes - a.freeMinutes);
  return {
    visits: visits.size,
    late,
    withAlert: [...visits.values()].filter(({ hasAlert }) => hasAlert).length,
    worthCents: standing.reduce((sum, { priceCents }) => sum + priceCents, 0),
    // Paid cents are of the whole visit, prices of one line.
    paidCents: [...visits.values()].reduce((sum, { paidCents }) => sum + paidCents, 0),
    away: board.columns.filter(({ leave }) => leave !== null),
    busiest: byBooked[0] && byBooked[0].bookedMinutes > 0 ? byBooked[0] : null,
    freest: byFree[0] && byFree[0].freeMinutes > 0 ? byFree[0] : null,
  };
}

function loadOf(column: BoardColumn, cards: readonly BoardCard[], now: Instant): Load {
  const own = cards.filter(({ staffId }) => staffId === column.staffId);
  const minutes = (from: Instant, to: Instant): number => Math.max(0, to - from) / MINUTE;
  const rest = (from: Instant, to: Instant): number => minutes(Math.max(from, now), to);
  const booked = own.reduce((sum, { startsAt, endsAt }) => sum + minutes(startsAt, endsAt), 0);
  const worked = column.shifts.reduce((sum, { from, to }) => sum + rest(from, to), 0);
  const breaks = column.breaks.reduce((sum, { from, to }) => sum + rest(from, to), 0);
  const taken = own.reduce((sum, { startsAt, endsAt }) => sum + rest(startsAt, endsAt), 0);
  return { column, bookedMinutes: booked, freeMinutes: Math.max(0, Math.round(worked - breaks - taken)) };
}
