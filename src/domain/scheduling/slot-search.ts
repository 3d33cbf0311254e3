import { type Instant, type Interval, MINUTE } from '../../base/time.ts';
import {
  isFree,
  type PersonDay,
  possibleStarts,
  type ServiceNeed,
  SLOT_STEP_MINUTES,
} from './availability.ts';
import { holeAfter, holeBefore, type HoleRule, SCORE } from './slot-score.ts';
import { groupStart, groupStarts, heldTime, type PlacedService, type Timing } from './visit-layout.ts';

/** One service of the visit that a time is looked for. */
export type WantedService = ServiceNeed & {
  readonly timing: Timing;
  /** Who may do it; where nothing else tells two of them apart, the first is taken. */
  readonly staffIds: readonly string[];
  /** Somebody else costs; null: it does not matter who. */
  readonly preferredStaffId: string | null;
  /** Rooms or equipment of which one is held with it; null: none is needed. */
  readonly resourceIds: readonly string[] | null;
};

export type SearchDay = {
  readonly midnight: Instant;
  /** The visit begins in this stretch. */
  readonly window: Interval;
  /** People who work here on this day. */
  readonly people: ReadonlyMap<string, PersonDay>;
  /** What takes each room, buffers included. */
  readonly rooms: ReadonlyMap<string, readonly Interval[]>;
};

export type VisitSlot = {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** See slot-score.ts. */
  readonly cost: number;
  /** In the order of the wanted services. */
  readonly lines: readonly {
    readonly staffId: string;
    readonly resourceId: string | null;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  }[];
};

/**
 * Of the people who are free for a service, so many are tried: those with the least against them. It bounds visits of
 * several services where everybody can do everything; those who serve this visit already are always tried.
 */
const MOST_TRIED = 8;

/**
 * The best starts for a visit, best first: each start once, with the people and rooms that cost least. The days come
 * in order and are asked for one by one; the search ends with the first day that cannot hold anything better than
 * what it has.
 */
export function searchSlots(
  services: readonly WantedService[],
  days: Iterable<SearchDay>,
  rule: HoleRule & { readonly count: number },
): readonly VisitSlot[] {
  const best: VisitSlot[] = [];
  for (const day of days) {
    const from = Math.max(day.window.from, rule.from);
    if (worstOf(best, rule.count) <= waitOf(from, rule)) break;
    const search = searchOfDay(services, day, rule);
    for (const startsAt of search.starts) {
      const bound = worstOf(best, rule.count);
      if (bound <= waitOf(startsAt, rule)) break;
      const slot = search.at(startsAt, bound);
      if (slot !== null) insert(best, slot, rule.count);
    }
  }
  return best;
}

const waitOf = (startsAt: Instant, { from }: HoleRule): number => (startsAt - from) / MINUTE;

/** What another slot has to undercut. */
const worstOf = (best: readonly VisitSlot[], count: number): number =>
  best.length < count ? Number.POSITIVE_INFINITY : (best.at(-1)?.cost ?? 0);

/** Starts come in order, so a slot goes behind those that cost the same. */
function insert(best: VisitSlot[], slot: VisitSlot, count: number): void {
  const at = best.findIndex(({ cost }) => cost > slot.cost);
  best.splice(at === -1 ? best.length : at, 0, slot);
  if (best.length > count) best.pop();
}

/** A service with its hands and its time, on the way to a whole visit. */
type Placed = PlacedService & {
  readonly person: PersonDay;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly held: Interval;
};

type Candidate = { readonly person: PersonDay; readonly cost: number };

function searchOfDay(services: readonly WantedService[], day: SearchDay, rule: HoleRule) {
  const kept: (readonly PersonStarts[])[] = [];
  /** Most days end with the first service: those of the others are worked out when they are asked for. */
  const startsOf = (index: number): readonly PersonStarts[] =>
    (kept[index] ??= personStarts(services[index], day));
  const firsts = groupStarts(services);
  /** Of the visit that is being put together; holds all that is placed so far. */
  const placed: Placed[] = [];
  let found: readonly Placed[] = [];
  /** What the next visit has to undercut. */
  let limit = 0;

  /** Places the groups from `order` on. */
  const placeGroup = (order: number, cost: number): void => {
    const first = firsts[order];
    if (first === undefined) {
      finish(cost);
      return;
    }
    const end = firsts[order + 1] ?? services.length;
    for (const at of groupTimes(first, end)) placeService(order, first, end, first, at, cost);
  };

  /** When the group could begin: at once, or when hands that it may share are through with their buffers. */
  const groupTimes = (first: number, end: number): readonly Instant[] => {
    const over = Math.max(...placed.map(({ endsAt }) => endsAt));
    const times = new Set([over]);
    for (const { bufferBeforeMinutes } of services.slice(first, end)) {
      for (const { endsAt, bufferAfterMinutes } of placed) {
        times.add(Math.max(over, endsAt + (bufferAfterMinutes + bufferBeforeMinutes) * MINUTE));
      }
    }
    return [...times].toSorted((a, b) => a - b);
  };

  const placeService = (
    order: number,
    first: number,
    end: number,
    index: number,
    at: Instant,
    cost: number,
  ): void => {
    const service = services[index];
    if (index === end || service === undefined) {
      const isOwnTime = order === 0 || groupStart(placed.slice(first), placed.slice(0, first)) === at;
      if (isOwnTime) placeGroup(order + 1, cost);
      return;
    }
    const held = heldTime(service, at);
    const endsAt = at + service.durationMinutes * MINUTE;
    for (const { person, cost: own } of candidates(index, at, held)) {
      if (cost + own >= limit) continue;
      for (const resourceId of freeRooms(service, held)) {
        const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes, timing } = service;
        placed.push({
          durationMinutes,
          bufferBeforeMinutes,
          bufferAfterMinutes,
          timing,
          staffId: person.staffId,
          resourceId,
          person,
          startsAt: at,
          endsAt,
          held,
        });
        placeService(order, first, end, index + 1, at, cost + own);
        placed.pop();
        if (cost + own >= limit) break;
      }
    }
  };

  /** People who can begin then, the cheapest first; a hole after them is known only when the visit is whole. */
  const candidates = (index: number, at: Instant, held: Interval): readonly Candidate[] => {
    const preferred = services[index]?.preferredStaffId ?? null;
    const free: Candidate[] = [];
    for (const { person, starts: possible } of startsOf(index)) {
      if (!possible.some(({ from, to }) => from <= at && at <= to)) continue;
      const own = ownHolds(person.staffId);
      if (!isFree(own, held)) continue;
      const other = preferred !== null && preferred !== person.staffId ? SCORE.otherPerson : 0;
      free.push({ person, cost: other + holeBefore(person, held, own, rule) });
    }
    if (free.length < 2) return free;
    const serves = ({ person }: Candidate): boolean =>
      placed.some(({ staffId }) => staffId === person.staffId);
    const inOrder = free.toSorted((a, b) => a.cost - b.cost || Number(serves(b)) - Number(serves(a)));
    return inOrder.length <= MOST_TRIED
      ? inOrder
      : inOrder.filter((candidate, rank) => rank < MOST_TRIED || serves(candidate));
  };

  const ownHolds = (staffId: string): readonly Interval[] =>
    placed.length === 0 ? NOTHING : placed.flatMap((one) => (one.staffId === staffId ? [one.held] : []));

  const freeRooms = (service: WantedService, held: Interval): readonly (string | null)[] => {
    if (service.resourceIds === null) return NO_ROOM;
    return service.resourceIds.filter(
      (id) =>
        isFree(day.rooms.get(id) ?? NOTHING, held) &&
        placed.every((one) => one.resourceId !== id || isFree([one.held], held)),
    );
  };

  const finish = (before: number): void => {
    let cost = before;
    for (const one of placed) {
      cost += holeAfter(one.person, one.held, ownHolds(one.person.staffId), rule);
      if (cost >= limit) return;
    }
    limit = cost;
    found = [...placed];
  };

  /** The cheapest visit that begins then and costs less than `most`; null where there is none. */
  const at = (startsAt: Instant, most: number): VisitSlot | null => {
    limit = most;
    found = [];
    placeService(0, 0, firsts[1] ?? services.length, 0, startsAt, waitOf(startsAt, rule));
    return found.length === 0 ? null : toSlot(found, limit);
  };

  return { at, starts: gridStarts(day, rule, startsOf(0)) };
}

type PersonStarts = { readonly person: PersonDay; readonly starts: readonly Interval[] };

const personStarts = (service: WantedService | undefined, day: SearchDay): readonly PersonStarts[] =>
  (service?.staffIds ?? []).flatMap((id) => {
    const person = day.people.get(id);
    return service === undefined || person === undefined
      ? []
      : [{ person, starts: possibleStarts(service, person) }];
  });

const NOTHING: readonly Interval[] = [];
const NO_ROOM: readonly null[] = [null];

const toSlot = (lines: readonly Placed[], cost: number): VisitSlot => ({
  startsAt: lines[0]?.startsAt ?? 0,
  endsAt: Math.max(...lines.map(({ endsAt }) => endsAt)),
  cost,
  lines: lines.map(({ staffId, resourceId, startsAt, endsAt }) => ({
    staffId: staffId ?? '',
    resourceId,
    startsAt,
    endsAt,
  })),
});

/** The starts of the grid at which somebody can begin with the first service, in order. */
function gridStarts(day: SearchDay, rule: HoleRule, people: readonly PersonStarts[]): readonly Instant[] {
  const step = SLOT_STEP_MINUTES * MINUTE;
  const earliest = Math.max(day.window.from, rule.from);
  const found = new Set<Instant>();
  for (const { from, to } of people.flatMap(({ starts }) => starts)) {
    let startsAt = day.midnight + Math.ceil((Math.max(from, earliest) - day.midnight) / step) * step;
    for (; startsAt <= to && startsAt < day.window.to; startsAt += step) found.add(startsAt);
  }
  return [...found].toSorted((a, b) => a - b);
}
