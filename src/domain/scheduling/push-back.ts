import { type Instant, type Interval, MINUTE, overlaps } from '../../base/time.ts';

/** One line of a visit in the diary of the day. */
export type DiaryLine = {
  readonly lineId: string;
  readonly visitId: string;
  readonly staffId: string;
  readonly resourceId: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** What is under way or done stays where it is. */
  readonly movable: boolean;
};

/** A line at its planned place; `from` is the present one. */
export type PlannedLine = DiaryLine & { readonly from: DiaryLine };

/** A line that cannot go where it would have to, and what is in its way; `order`: two visits are in each other's. */
export type Stuck = {
  readonly line: PlannedLine;
  readonly on: 'staff' | 'resource' | 'order';
  readonly by: DiaryLine;
};

type MovingVisit = { readonly visitId: string; readonly lines: readonly PlannedLine[] };

export type PushBackPlan = {
  /**
   * Visits that move, each with all its lines, in an order in which every one finds its new place free; taken back in
   * the reverse order they find their old ones free.
   */
  readonly visits: readonly MovingVisit[];
  /** Empty: the plan can be carried out. */
  readonly stuck: readonly Stuck[];
};

export type PushBackDay = {
  /** Every line that holds its people and rooms. */
  readonly lines: readonly DiaryLine[];
  readonly resources: readonly { readonly id: string; readonly capability: string }[];
  /** Breaks and blocked time of the person that what moves does not run into; empty where they give way. */
  readonly keepFree: readonly Interval[];
};

/**
 * What has to move when one line, the `anchor`, begins or ends later than it was booked. Of its person's later bookings
 * each, in the order of the day, stays where it is if it can and otherwise goes to the first moment at which the person
 * is through with those before it, buffers included, and a fitting room is free. Nobody moves to an earlier time, and
 * nothing moves that does not have to.
 *
 * The other services of a visit that moves keep their order: those at the same time move by as much, later ones only
 * as far as the client is not ready for them before. Bookings of other people stay, so such a service may be stuck.
 */
export function planPushBack(
  day: PushBackDay,
  anchor: { readonly lineId: string; readonly startsAt: Instant; readonly endsAt: Instant },
): PushBackPlan {
  const first = day.lines.find(({ lineId }) => lineId === anchor.lineId);
  if (first === undefined) return { visits: [], stuck: [] };
  const plan = new Map(
    day.lines.map((line): [string, PlannedLine] => [line.lineId, { ...line, from: line }]),
  );
  const following = day.lines
    .filter((line) => line.staffId === first.staffId && line !== first && line.startsAt >= first.startsAt)
    .toSorted((a, b) => a.startsAt - b.startsAt || (a.lineId < b.lineId ? -1 : 1));
  /** Bookings of the person that may still give way: they are in nobody's way yet. */
  const open = new Set(following.filter(({ movable }) => movable).map(({ lineId }) => lineId));

  const planned = (lineId: string): PlannedLine => plan.get(lineId) as PlannedLine;
  const inTheWay = (line: DiaryLine, held: Interval): readonly PlannedLine[] =>
    [...plan.values()].filter(
      (other) => !open.has(other.lineId) && other.visitId !== line.visitId && overlaps(heldBy(other), held),
    );
  /** Rooms that would do, its own first, and what takes each of them then. */
  const roomsAt = (line: DiaryLine, held: Interval) => {
    const capability = day.resources.find(({ id }) => id === line.resourceId)?.capability;
    const taken = inTheWay(line, held);
    const siblings = [...plan.values()].filter(
      ({ visitId, lineId }) => visitId === line.visitId && lineId !== line.lineId,
    );
    return day.resources
      .filter(({ id, ...room }) => id === line.resourceId || room.capability === capability)
      .filter(({ id }) => siblings.every(({ resourceId }) => id === line.resourceId || resourceId !== id))
      .toSorted((a, b) => Number(b.id === line.resourceId) - Number(a.id === line.resourceId))
      .map(({ id }) => ({ id, taken: taken.filter(({ resourceId }) => resourceId === id).map(heldBy) }));
  };
  const moveTo = (line: DiaryLine, startsAt: Instant, endsAt: Instant): void => {
    const target = { ...planned(line.lineId), startsAt, endsAt };
    const room =
      line.resourceId === null
        ? null
        : (roomsAt(line, heldBy(target)).find(({ taken }) => taken.length === 0)?.id ?? line.resourceId);
    plan.set(line.lineId, { ...target, resourceId: room });
  };

  /** The first moment from `earliest` on at which the person, and a room if one is needed, is free. */
  const firstFree = (line: DiaryLine, earliest: Instant): Instant => {
    const length = line.endsAt - line.startsAt;
    for (let at = earliest; ;) {
      const place = { from: at, to: at + length };
      const held = heldBy({ ...line, startsAt: place.from, endsAt: place.to });
      // Lines of its own visit with the same person hold the person too.
      const busy = [...plan.values()].filter(
        (other) =>
          other.staffId === line.staffId &&
          other.lineId !== line.lineId &&
          !open.has(other.lineId) &&
          overlaps(heldBy(other), held),
      );
      const ends = busy.map((other) => heldBy(other).to + line.bufferBeforeMinutes * MINUTE);
      if (at !== line.startsAt && ends.length === 0) {
        ends.push(...day.keepFree.filter((free) => overlaps(free, place)).map(({ to }) => to));
        const rooms = line.resourceId === null ? [] : roomsAt(line, held);
        if (ends.length === 0 && rooms.length > 0 && rooms.every(({ taken }) => taken.length > 0)) {
          const soonest = Math.min(...rooms.map(({ taken }) => Math.max(...taken.map(({ to }) => to))));
          ends.push(soonest + line.bufferBeforeMinutes * MINUTE);
        }
      }
      if (ends.length === 0) return at;
      at = Math.max(...ends);
    }
  };

  /** The other services of a visit, after one of them has moved. */
  const moveAlong = (visitId: string): void => {
    const lines = day.lines
      .filter((line) => line.visitId === visitId)
      .toSorted((a, b) => a.startsAt - b.startsAt);
    for (const line of lines) {
      if (line === first || (line.staffId === first.staffId && !open.has(line.lineId))) continue;
      let startsAt = planned(line.lineId).startsAt;
      for (const earlier of lines) {
        if (earlier === line || earlier.startsAt > line.startsAt) continue;
        const { from, ...now } = planned(earlier.lineId);
        const ready =
          from.endsAt <= line.startsAt ? now.endsAt : line.startsAt + now.startsAt - from.startsAt;
        startsAt = Math.max(startsAt, ready);
      }
      if (startsAt !== planned(line.lineId).startsAt) {
        moveTo(line, startsAt, startsAt + line.endsAt - line.startsAt);
      }
    }
  };

  moveTo(first, anchor.startsAt, anchor.endsAt);
  moveAlong(first.visitId);
  for (const line of following) {
    if (!open.has(line.lineId)) continue;
    const startsAt = firstFree(line, planned(line.lineId).startsAt);
    open.delete(line.lineId);
    if (startsAt === line.startsAt) continue;
    moveTo(line, startsAt, startsAt + line.endsAt - line.startsAt);
    moveAlong(line.visitId);
  }

  const all = [...plan.values()];
  const moved = new Set(all.filter(isElsewhere).map(({ visitId }) => visitId));
  const visits = [...moved].map((visitId) => ({
    visitId,
    lines: all.filter((line) => line.visitId === visitId).toSorted((a, b) => a.startsAt - b.startsAt),
  }));
  const clashes = findClashes(all);
  if (clashes.length > 0) return { visits, stuck: clashes };
  return inOrderOfMoves(visits);
}

/** What a line with its buffers takes from its people and rooms. */
const heldBy = (line: DiaryLine): Interval => ({
  from: line.startsAt - line.bufferBeforeMinutes * MINUTE,
  to: line.endsAt + line.bufferAfterMinutes * MINUTE,
});

const isElsewhere = ({ from, ...line }: PlannedLine): boolean =>
  line.startsAt !== from.startsAt || line.endsAt !== from.endsAt || line.resourceId !== from.resourceId;

/** Moved lines that would stand on somebody; two moved ones are named once, by the later. */
function findClashes(lines: readonly PlannedLine[]): readonly Stuck[] {
  const inOrder = lines.toSorted((a, b) => a.startsAt - b.startsAt);
  return inOrder.flatMap((line, index): readonly Stuck[] => {
    if (!isElsewhere(line)) return [];
    const by = inOrder.find(
      (other, position) =>
        other !== line &&
        (position < index || !isElsewhere(other)) &&
        sharesHands(other, line) &&
        overlaps(heldBy(other), heldBy(line)),
    );
    return by ? [{ line, on: by.staffId === line.staffId ? 'staff' : 'resource', by: by.from }] : [];
  });
}

const sharesHands = (a: DiaryLine, b: DiaryLine): boolean =>
  a.staffId === b.staffId || (a.resourceId !== null && a.resourceId === b.resourceId);

/** A visit moves once everybody who still stands in its new place has left it. */
function inOrderOfMoves(visits: readonly MovingVisit[]): PushBackPlan {
  const waiting = [...visits];
  const ordered: MovingVisit[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex((visit) => waiting.every((other) => blockOf(visit, other) === null));
    if (next === -1) {
      const stuck = waiting.flatMap((visit) => waiting.flatMap((other) => blockOf(visit, other) ?? []));
      return { visits, stuck: stuck.slice(0, 1) };
    }
    ordered.push(...waiting.splice(next, 1));
  }
  return { visits: ordered, stuck: [] };
}

/** Where the new place of a visit meets the old one of another. */
function blockOf(visit: MovingVisit, other: MovingVisit): Stuck | null {
  if (visit === other) return null;
  for (const line of visit.lines) {
    const by = other.lines.find(
      ({ from }) => sharesHands(from, line) && overlaps(heldBy(from), heldBy(line)),
    );
    if (by) return { line, on: 'order', by: by.from };
  }
  return null;
}
