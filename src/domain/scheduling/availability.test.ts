import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE, type Interval } from '../../base/time.ts';
import { isFree, openTime, possibleStarts } from './availability.ts';
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

describe('possible starts with one person', () => {
  it('are exactly the moments at which the service fits', () => {
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
          const person = { staffId: 'thandi', open: openTime(hours, shifts, breaks), busy: merge(busy) };
          const found = possibleStarts(need, person);
          for (let startsAt = 0; startsAt < 120 * 15 * MINUTE; startsAt += 5 * MINUTE) {
            const visit = { from: startsAt, to: startsAt + need.durationMinutes * MINUTE };
            const held = {
              from: visit.from - need.bufferBeforeMinutes * MINUTE,
              to: visit.to + need.bufferAfterMinutes * MINUTE,
            };
            const fits =
              covers(hours, visit) && covers(shifts, visit) && isFree(breaks, visit) && isFree(busy, held);
            expect(found.some(({ from, to }) => from <= startsAt && startsAt <= to)).toBe(fits);
          }
        },
      ),
    );
  });
});
