import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interval, MINUTE } from '../../base/time.ts';
import { openTime, type PersonDay, type ServiceNeed } from './availability.ts';
import { merge } from './intervals.ts';
import { type SearchDay, searchSlots, type VisitSlot, type WantedService } from './slot-search.ts';

/**
 * The search against a model that knows nothing of stretches: it asks every minute of every service with every choice
 * of hands. Minutes of the day stand for instants; a second day begins at minute 480.
 */

const DAY_LENGTH = 480;
const minutes = ({ from, to }: Interval): Interval => ({ from: from * MINUTE, to: to * MINUTE });

type Person = {
  readonly id: string;
  readonly shifts: readonly Interval[];
  readonly away: readonly Interval[];
  readonly busy: readonly Interval[];
};
type Day = {
  readonly hours: readonly Interval[];
  readonly people: readonly Person[];
  readonly rooms: readonly { readonly id: string; readonly busy: readonly Interval[] }[];
};

const stretch = (longest: number): fc.Arbitrary<Interval> =>
  fc
    .tuple(fc.integer({ min: 0, max: 44 }), fc.integer({ min: 1, max: longest }))
    .map(([from, length]) => ({ from: from * 10, to: Math.min(DAY_LENGTH, (from + length) * 10) }));
const some = (most: number, longest: number) => fc.array(stretch(longest), { maxLength: most });
/** Holds of one person or room never overlap. */
const holds = some(5, 8).map((all) =>
  all
    .toSorted((a, b) => a.from - b.from)
    .filter((one, index, sorted) => sorted.slice(0, index).every((earlier) => earlier.to <= one.from)),
);
const STAFF = ['Ana', 'Ben', 'Zola'] as const;
const ROOMS = ['room 1', 'room 2'] as const;
const days: fc.Arbitrary<Day> = fc.record({
  hours: fc.oneof(fc.constant([{ from: 0, to: DAY_LENGTH }]), some(2, 40)),
  people: fc.tuple(
    ...STAFF.map((id) =>
      fc.record({ id: fc.constant(id), shifts: some(2, 40), away: some(2, 6), busy: holds }),
    ),
  ),
  rooms: fc.tuple(...ROOMS.map((id) => fc.record({ id: fc.constant(id), busy: holds }))),
});
const wanted: fc.Arbitrary<WantedService> = fc.record({
  durationMinutes: fc.constantFrom(15, 25, 40, 60),
  bufferBeforeMinutes: fc.constantFrom(0, 0, 5),
  bufferAfterMinutes: fc.constantFrom(0, 0, 10),
  timing: fc.constantFrom('after' as const, 'together' as const),
  staffIds: fc.shuffledSubarray([...STAFF], { minLength: 1 }),
  preferredStaffId: fc.constantFrom(null, ...STAFF),
  resourceIds: fc.oneof(fc.constant(null), fc.subarray([...ROOMS])),
});
const wishes = fc.record({
  services: fc.array(wanted, { minLength: 1, maxLength: 3 }),
  from: fc.integer({ min: 0, max: 300 }),
  window: fc.oneof(fc.constant({ from: 0, to: DAY_LENGTH }), stretch(20)),
  usableMinutes: fc.constantFrom(15, 30),
  count: fc.integer({ min: 1, max: 12 }),
});
type Wish = Parameters<Parameters<typeof wishes.map>[0]>[0];

const covered = (stretches: readonly Interval[], minute: number): boolean =>
  stretches.some(({ from, to }) => from <= minute && minute < to);

type Line = {
  readonly staffId: string;
  readonly room: string | null;
  readonly from: number;
  readonly to: number;
};
const heldOf = (line: Line, need: ServiceNeed): Interval => ({
  from: line.from - need.bufferBeforeMinutes,
  to: line.to + need.bufferAfterMinutes,
});
const meets = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to;

/** Every line in its time, by waiting a minute at a time until the visit's own hands are free; null if they never are. */
function timed(
  services: readonly WantedService[],
  hands: readonly Omit<Line, 'from' | 'to'>[],
  start: number,
) {
  const lines: Line[] = [];
  let at = start;
  for (let first = 0; first < services.length;) {
    let end = first + 1;
    while (services[end]?.timing === 'together') end += 1;
    const group = (minute: number): Line[] =>
      hands.slice(first, end).map((hand, index) => ({
        ...hand,
        from: minute,
        to: minute + (services[first + index]?.durationMinutes ?? 0),
      }));
    const clashes = (one: readonly Line[]): boolean =>
      one.some((line, index) =>
        lines.some(
          (earlier, position) =>
            (earlier.staffId === line.staffId || (line.room !== null && earlier.room === line.room)) &&
            meets(heldOf(earlier, services[position]!), heldOf(line, services[first + index]!)),
        ),
      );
    while (lines.length > 0 && clashes(group(at))) at += 1;
    lines.push(...group(at));
    at = Math.max(...lines.map(({ to }) => to));
    first = end;
  }
  return lines;
}

function fits(day: Day, services: readonly WantedService[], lines: readonly Line[]): boolean {
  return lines.every((line, index) => {
    const need = services[index]!;
    const person = day.people.find(({ id }) => id === line.staffId)!;
    const held = heldOf(line, need);
    for (let minute = line.from; minute < line.to; minute += 1) {
      if (!covered(day.hours, minute) || !covered(person.shifts, minute) || covered(person.away, minute))
        return false;
    }
    const room = day.rooms.find(({ id }) => id === line.room);
    for (let minute = held.from; minute < held.to; minute += 1) {
      if (covered(person.busy, minute) || (room !== undefined && covered(room.busy, minute))) return false;
    }
    return lines.every(
      (other, position) =>
        position === index ||
        !meets(heldOf(other, services[position]!), held) ||
        (other.staffId !== line.staffId && (line.room === null || other.room !== line.room)),
    );
  });
}

/** Free stretches that touch the visit and are too short for anything, found by walking from each hold. */
function costOf(day: Day, wish: Wish, lines: readonly Line[], earliest: number): number {
  const { services, usableMinutes } = wish;
  let cost = lines[0]!.from - earliest;
  const holes = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const { preferredStaffId } = services[index]!;
    if (preferredStaffId !== null && preferredStaffId !== line.staffId) cost += 1440;
    const person = day.people.find(({ id }) => id === line.staffId)!;
    const own = lines.flatMap((other, position) =>
      other.staffId === line.staffId ? [heldOf(other, services[position]!)] : [],
    );
    const isIdle = (minute: number): boolean =>
      covered(day.hours, minute) &&
      covered(person.shifts, minute) &&
      !covered(person.away, minute) &&
      !covered(person.busy, minute) &&
      !covered(own, minute);
    const held = heldOf(line, services[index]!);
    let begin = held.from;
    while (isIdle(begin - 1)) begin -= 1;
    // What began before the search is lost in any case; a hole between two of the visit's own holds is not.
    if (begin < held.from && held.from - begin < usableMinutes && begin >= earliest)
      holes.add(`${line.staffId} ${String(begin)}`);
    let end = held.to;
    while (isIdle(end)) end += 1;
    if (end > held.to && end - held.to < usableMinutes) holes.add(`${line.staffId} ${String(held.to)}`);
  }
  return cost + holes.size * 45;
}

function* everyChoice(services: readonly WantedService[]): Generator<Omit<Line, 'from' | 'to'>[]> {
  const [first, ...rest] = services;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const staffId of first.staffIds) {
    for (const room of first.resourceIds ?? [null]) {
      for (const others of everyChoice(rest)) yield [{ staffId, room }, ...others];
    }
  }
}

/** Day 2 is day 1 of another diary, 480 minutes later. */
const shifted = (day: Day, by: number): Day => {
  const move = (all: readonly Interval[]): readonly Interval[] =>
    all.map(({ from, to }) => ({ from: from + by, to: to + by }));
  return {
    hours: move(day.hours),
    people: day.people.map((person) => ({
      ...person,
      shifts: move(person.shifts),
      away: move(person.away),
      busy: move(person.busy),
    })),
    rooms: day.rooms.map((room) => ({ ...room, busy: move(room.busy) })),
  };
};

function model(
  diary: readonly Day[],
  wish: Wish,
): readonly { readonly start: number; readonly cost: number }[] {
  const found: { start: number; cost: number }[] = [];
  for (const [number, day] of diary.entries()) {
    const midnight = number * DAY_LENGTH;
    for (let start = midnight; start < midnight + DAY_LENGTH; start += 15) {
      if (start < wish.from || start < midnight + wish.window.from || start >= midnight + wish.window.to)
        continue;
      const costs = [...everyChoice(wish.services)].flatMap((hands) => {
        const lines = timed(wish.services, hands, start);
        return fits(day, wish.services, lines) ? [costOf(day, wish, lines, wish.from)] : [];
      });
      if (costs.length > 0) found.push({ start, cost: Math.min(...costs) });
    }
  }
  return found.toSorted((a, b) => a.cost - b.cost || a.start - b.start).slice(0, wish.count);
}

function search(diary: readonly Day[], wish: Wish): readonly VisitSlot[] {
  const searchDays = diary.map((day, number): SearchDay => {
    const midnight = number * DAY_LENGTH;
    return {
      midnight: midnight * MINUTE,
      window: minutes({ from: midnight + wish.window.from, to: midnight + wish.window.to }),
      people: new Map(
        day.people.map((person): readonly [string, PersonDay] => [
          person.id,
          {
            staffId: person.id,
            open: openTime(day.hours.map(minutes), person.shifts.map(minutes), person.away.map(minutes)),
            busy: person.busy.map(minutes),
          },
        ]),
      ),
      rooms: new Map(day.rooms.map((room) => [room.id, merge(room.busy.map(minutes))])),
    };
  });
  const { services, usableMinutes, count } = wish;
  return searchSlots(services, searchDays, { usableMinutes, count, from: wish.from * MINUTE });
}

describe('the search for a time', () => {
  it('offers exactly what the model finds minute by minute, in the order of the score', () => {
    fc.assert(
      fc.property(fc.tuple(days, days), wishes, ([one, two], wish) => {
        const diary = [one, shifted(two, DAY_LENGTH)];
        const offers = search(diary, wish);
        expect(offers.map(({ startsAt, cost }) => ({ start: startsAt / MINUTE, cost }))).toEqual(
          model(diary, wish),
        );
        for (const offer of offers) {
          const lines = offer.lines.map((line) => ({
            staffId: line.staffId,
            room: line.resourceId,
            from: line.startsAt / MINUTE,
            to: line.endsAt / MINUTE,
          }));
          const day = diary[Math.floor(lines[0]!.from / DAY_LENGTH)]!;
          expect(timed(wish.services, lines, lines[0]!.from)).toEqual(lines);
          expect(fits(day, wish.services, lines)).toBe(true);
          expect(costOf(day, wish, lines, wish.from)).toBe(offer.cost);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
