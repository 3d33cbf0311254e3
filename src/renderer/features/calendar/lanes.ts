import type { Instant, Interval, PlainDate } from '../../../base/time.ts';
import type { BoardBlock, BoardCard, Cover, DayBoard, ResourceItem } from '../../../contracts/queries.ts';
import { APPOINTMENT_STATUSES, type AppointmentStatus } from '../../../domain/scheduling/status.ts';

/** One column of the board: a local day of a person, or of a room or piece of equipment. */
export type Lane = {
  readonly id: string;
  readonly day: PlainDate;
  /** First and last instant of the lane's own day. */
  readonly bounds: Interval;
  /** Trading hours of that day; empty: closed. */
  readonly hours: readonly Interval[];
  /** Public holiday or exception of that day. */
  readonly occasion: string | null;
  /** Whether the day is on this PC: otherwise an empty lane would look free. */
  readonly cover: Cover;
  /** Whose time it is; null in a room's lane. */
  readonly staffId: string | null;
  /** The room of a room's lane, `{ id: null }` for what stands in no room; null in a person's lane. */
  readonly room: { readonly id: string | null } | null;
  readonly name: string;
  readonly title: string;
  /** When the person works; a room is there as long as the doors are open. */
  readonly shifts: readonly Interval[];
  readonly breaks: readonly Interval[];
  readonly leave: string | null;
  /** Widths of a column that it takes: what stands in no room stands side by side. */
  readonly breadth: number;
};

export type LaneContent = {
  readonly lane: Lane;
  readonly cards: readonly BoardCard[];
  readonly blocks: readonly BoardBlock[];
};

const NO_ROOM = 'no-room';
const MOST_BREADTH = 4;

const dayOfLane = ({ day, bounds, hours, occasion, cover }: DayBoard) => ({
  day,
  bounds,
  hours,
  occasion,
  cover,
});

/** The day by person: everybody of the board beside each other. */
export function personLanes(board: DayBoard): readonly LaneContent[] {
  const cardsOf = Map.groupBy(board.cards, (card) => card.staffId);
  const blocksOf = Map.groupBy(board.blocks, (block) => block.staffId);
  return board.columns.map(({ staffId, name, title, shifts, breaks, leave }) => ({
    lane: {
      ...dayOfLane(board),
      id: staffId,
      staffId,
      room: null,
      name,
      title,
      shifts,
      breaks,
      leave,
      breadth: 1,
    },
    cards: cardsOf.get(staffId) ?? [],
    blocks: blocksOf.get(staffId) ?? [],
  }));
}

/** The day by room: every room of the location, and at the end what stands in none. Blocks are people's. */
export function roomLanes(
  board: DayBoard,
  rooms: readonly ResourceItem[],
  noRoom: { readonly name: string; readonly title: string },
): readonly LaneContent[] {
  const cardsOf = Map.groupBy(board.cards, (card) => card.resourceId);
  // A room that was taken out of use still shows what is booked in it.
  const gone = board.cards.flatMap(({ resourceId, resourceName }) =>
    resourceId === null || rooms.some(({ id }) => id === resourceId)
      ? []
      : [[resourceId, resourceName ?? '']],
  ) as readonly (readonly [string, string])[];
  const lane = (id: string | null, name: string, title: string): LaneContent => ({
    lane: {
      ...dayOfLane(board),
      id: id ?? NO_ROOM,
      staffId: null,
      room: { id },
      name,
      title,
      shifts: board.hours,
      breaks: [],
      leave: null,
      breadth: id === null ? Math.min(MOST_BREADTH, sideBySide(cardsOf.get(id) ?? [])) : 1,
    },
    cards: cardsOf.get(id) ?? [],
    blocks: [],
  });
  return [
    ...rooms.map(({ id, name }) => lane(id, name, '')),
    ...[...new Map(gone)].map(([id, name]) => lane(id, name, '')),
    lane(null, noRoom.name, noRoom.title),
  ];
}

/** Days of some people: day after day, the people beside each other within each. */
export function dayLanes(
  days: readonly DayBoard[],
  people: readonly { readonly id: string; readonly name: string }[],
  nameOf: (day: PlainDate) => string,
): readonly LaneContent[] {
  return days.flatMap((board) => {
    const lanes = personLanes(board);
    return people.map(({ id, name }): LaneContent => {
      const known = lanes.find(({ lane }) => lane.staffId === id);
      const lane: Lane = known?.lane ?? {
        ...dayOfLane(board),
        id,
        staffId: id,
        room: null,
        name,
        title: '',
        shifts: [],
        breaks: [],
        leave: null,
        breadth: 1,
      };
      const label =
        people.length === 1 ? nameOf(board.day) : `${nameOf(board.day)} · ${name.split(' ')[0] ?? name}`;
      return {
        lane: { ...lane, id: `${id} ${board.day}`, name: label, title: board.occasion ?? '' },
        cards: known?.cards ?? [],
        blocks: known?.blocks ?? [],
      };
    });
  });
}

/** The cards of all days once each: one that crosses midnight stands on both. */
export const cardsOfDays = (days: readonly DayBoard[]): readonly BoardCard[] =>
  days.length === 1
    ? (days[0]?.cards ?? [])
    : [...new Map(days.flatMap(({ cards }) => cards.map((card) => [card.lineId, card] as const))).values()];

/** The day on which an instant falls, if it is one of these. */
export const boardAt = (days: readonly DayBoard[], at: Instant): DayBoard | undefined =>
  days.find(({ bounds }) => at >= bounds.from && at < bounds.to);

export const nameOnBoard = (days: readonly DayBoard[], staffId: string): string =>
  days.flatMap(({ columns }) => columns).find((column) => column.staffId === staffId)?.name ?? '';

/** Visits by status over all days shown, each once. */
export function countsOf(days: readonly DayBoard[]): Readonly<Record<AppointmentStatus, number>> {
  return Object.fromEntries(
    APPOINTMENT_STATUSES.map((status) => [status, days.reduce((sum, { counts }) => sum + counts[status], 0)]),
  ) as Record<AppointmentStatus, number>;
}

/** How many cards stand at one time, at most; one for an empty lane. */
function sideBySide(cards: readonly BoardCard[]): number {
  return Math.max(
    1,
    ...cards.map(
      ({ startsAt }) => cards.filter((other) => other.startsAt <= startsAt && startsAt < other.endsAt).length,
    ),
  );
}
