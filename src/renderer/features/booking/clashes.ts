import { type Instant, type Interval, MINUTE, overlaps } from '../../../base/time.ts';
import type {
  BoardCard,
  BoardColumn,
  DayBoard,
  ResourceItem,
  ServiceItem,
} from '../../../contracts/queries.ts';
import { type SoftConflict, softConflicts } from '../../../domain/scheduling/soft-conflicts.ts';
import { isHolding } from '../../../domain/scheduling/status.ts';

/**
 * What the board on the screen knows of a wanted time, before anything is sent. The desk's command decides with the
 * holds themselves; this only lets the screen say at once who is in the way.
 */

/** A wanted line: times without buffers; `resourceId` null where no room is held. */
export type WantedLine = {
  readonly staffId: string;
  readonly resourceId: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
};

/** Who or what is taken, and by which card. */
export type Clash = { readonly on: 'staff' | 'resource'; readonly card: BoardCard };

/** The stretch that a line takes from its people and rooms: with buffers. */
export const holdOf = (line: Omit<WantedLine, 'staffId' | 'resourceId'>): Interval => ({
  from: line.startsAt - line.bufferBeforeMinutes * MINUTE,
  to: line.endsAt + line.bufferAfterMinutes * MINUTE,
});

/** The first card that holds the same person or room at the same time; cards of `ignoreVisit` do not count. */
export function findClash(
  cards: readonly BoardCard[],
  wanted: WantedLine,
  ignoreVisit: string | null = null,
): Clash | null {
  const hold = holdOf(wanted);
  for (const card of cards) {
    if (card.appointmentId === ignoreVisit || !isHolding(card.status)) continue;
    const sameStaff = card.staffId === wanted.staffId;
    const sameRoom = wanted.resourceId !== null && card.resourceId === wanted.resourceId;
    if ((sameStaff || sameRoom) && overlaps(hold, holdOf(card))) {
      return { on: sameStaff ? 'staff' : 'resource', card };
    }
  }
  return null;
}

/**
 * The room or equipment that a service needs: the preferred one if it is free, else the first free one, else
 * `taken` (all of them are in use) or `missing` (the location has none). `{ resource: null }`: none is needed.
 */
export function roomFor(
  cards: readonly BoardCard[],
  resources: readonly ResourceItem[],
  requires: string | null,
  wanted: Omit<WantedLine, 'resourceId' | 'staffId'>,
  options: { readonly preferredId?: string | null; readonly ignoreVisit?: string | null } = {},
): { readonly resource: ResourceItem | null } | 'taken' | 'missing' {
  if (requires === null) return { resource: null };
  const fitting = resources
    .filter((resource) => resource.capability === requires)
    .toSorted((a, b) => Number(b.id === options.preferredId) - Number(a.id === options.preferredId));
  if (fitting.length === 0) return 'missing';
  const free = fitting.find(
    (resource) =>
      findClash(cards, { ...wanted, staffId: '', resourceId: resource.id }, options.ignoreVisit ?? null) ===
      null,
  );
  return free ? { resource: free } : 'taken';
}

/** Soft conflicts of a wanted time with a person of the board; a person without a column is not rostered here. */
export function softConflictsOn(
  board: DayBoard,
  staffId: string,
  wanted: Interval,
  who: { readonly service: ServiceItem | null; readonly doNotBook: boolean },
): readonly SoftConflict[] {
  const person: BoardColumn | undefined = board.columns.find((column) => column.staffId === staffId);
  return softConflicts(wanted, {
    hours: board.hours,
    occasion: board.occasion,
    shifts: person?.shifts ?? [],
    breaks: person?.breaks ?? [],
    leave: person?.leave ?? null,
    blocks: board.blocks
      .filter((block) => block.staffId === staffId)
      .map((block) => ({ from: block.startsAt, to: block.endsAt, reason: block.reason })),
    offersService: who.service === null || who.service.staffIds.includes(staffId),
    doNotBook: who.doNotBook,
  });
}
