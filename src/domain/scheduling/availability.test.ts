import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, type Interval } from '../../base/time.ts';
import { isFree, SLOT_STEP_MINUTES, slotsOf } from './availability.ts';
import { covers, intersect, merge, subtract } from './intervals.ts';

const quarters = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 16 }))
  .map(([from, length]): Interval => ({ from: from * 15 * MINUTE, to: (from + length) * 15 * MINUTE }));
const some = fc.array(quarters, { maxLength: 6 });
const inside = (intervals: readonly Interval[], at: number): boolean =>
  intervals.some(({ from, to }) => from <= at && at < to);
const everyQuarter = Array.from({ length: 120 }, (_, index) => index * 15 * MINUTE);

describe('stretches of time', () => {
  it('merge, subtract and intersect agree with asking every quarter of an hour', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        for (const at of everyQuarter) {
          expect(inside(merge(a), at)).toBe(inside(a, at));
          expect(inside(subtract(a, b), at)).toBe(inside(a, at) && !inside(b, at));
          expect(inside(intersect(a, b), at)).toBe(inside(a, at) && inside(b, at));
        }
      }),
    );
  });
});

describe('free slots of one person', () => {
  it('are exactly the quarter hours at which the visit fits', () => {
    fc.assert(
      fc.property(
        some,
        some,
        some,
        some,
        fc.record({
          durationMinutes: fc.constantFrom(15, 30, 45, 90),
          bufferBeforeMinutes: fc.constantFrom(0, 5, 15),
          bufferAfterMinutes: fc.constantFrom(0, 10, 15),
        }),
        (hours, shifts, breaks, busy, need) => {
          const found = slotsOf(need, hours, { staffId: 'thandi', shifts, breaks, busy }, null, 0, 0);
          const model = everyQuarter.filter((startsAt) => {
            const visit = { from: startsAt, to: startsAt + need.durationMinutes * MINUTE };
            const held = {
              from: visit.from - need.bufferBeforeMinutes * MINUTE,
              to: visit.to + need.bufferAfterMinutes * MINUTE,
            };
            return (
              covers(hours, visit) && covers(shifts, visit) && isFree(breaks, visit) && isFree(busy, held)
            );
          });
          expect(found.map(({ startsAt }) => startsAt)).toEqual(model);
        },
      ),
    );
  });

  it('take the first free room, and none where every room is taken', () => {
    const day = { from: 0, to: 4 * HOUR };
    const need = { durationMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 };
    const person = { staffId: 'thandi', shifts: [day], breaks: [], busy: [] };
    const rooms = [
      { resourceId: 'room 1', busy: [{ from: 0, to: 2 * HOUR }] },
      { resourceId: 'room 2', busy: [{ from: HOUR, to: 4 * HOUR }] },
    ];
    const slots = slotsOf(need, [day], person, rooms, 0, 0);
    expect(slots.map(({ startsAt, resourceId }) => [startsAt / MINUTE, resourceId])).toEqual([
      [0, 'room 2'],
      ...Array.from({ length: 60 / SLOT_STEP_MINUTES + 1 }, (_, i) => [
        120 + i * SLOT_STEP_MINUTES,
        'room 1',
      ]),
    ]);
  });
});
