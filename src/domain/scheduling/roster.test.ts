import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../base/time.ts';
import { rosteredDay } from './roster.ts';
import { addDays, startOfDay, weekdayOf } from './zoned-time.ts';

const ZONE = 'Africa/Johannesburg';
const MONDAY = '2026-11-09';
const PLACES = ['gateway', 'ballito'] as const;
const days = Array.from({ length: 21 }, (_, index) => addDays(MONDAY, index));

const stretch = fc
  .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 2, max: 30 }))
  .map(([from, length]) => ({ start_minute: from * 15, end_minute: Math.min(1440, (from + length) * 15) }));
const withBreaks = stretch.chain((shift) =>
  fc
    .constantFrom([], [[shift.start_minute, shift.start_minute + 15]])
    .map((breaks) => ({ ...shift, breaks: breaks as unknown })),
);
const place = fc.constantFrom(...PLACES);
const pattern = fc
  .record({
    location_id: place,
    weekday: fc.integer({ min: 1, max: 7 }),
    shift: withBreaks,
    from: fc.integer({ min: -5, max: 15 }),
    lasts: fc.option(fc.integer({ min: 0, max: 10 })),
  })
  .map(({ shift, from, lasts, ...rest }) => ({
    ...rest,
    ...shift,
    valid_from: addDays(MONDAY, from),
    valid_to: lasts === null ? null : addDays(MONDAY, from + lasts),
  }));
const exception = fc
  .record({
    day: fc.constantFrom(...days),
    kind: fc.constantFrom('shift', 'shift', 'shift', 'leave', 'off'),
    location_id: place,
    shift: withBreaks,
    reason: fc.constantFrom(null, 'flu'),
  })
  .map(({ shift, kind, ...rest }) =>
    kind === 'shift'
      ? { ...rest, kind, ...shift }
      : { ...rest, kind, location_id: null, start_minute: null, end_minute: null, breaks: [] as unknown },
  );

describe('who works when', () => {
  it('agrees with asking every quarter of an hour of every day, also where days were written twice', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 10 }),
        fc.array(exception, { maxLength: 8 }),
        fc.constantFrom(...days),
        place,
        (patterns, exceptions, day, locationId) => {
          const { shifts, breaks, leave } = rosteredDay(day, locationId, ZONE, patterns, exceptions);
          const midnight = startOfDay(day, ZONE);
          const today = exceptions.filter((one) => one.day === day);
          const isAway = today.some(({ kind }) => kind === 'leave');
          expect(leave !== null).toBe(isAway);
          for (let minute = 0; minute < 1440; minute += 15) {
            const at = midnight + minute * MINUTE;
            const counting = isAway
              ? []
              : today.length > 0
                ? today
                : patterns.filter(
                    ({ weekday, valid_from, valid_to }) =>
                      weekday === weekdayOf(day) &&
                      day >= valid_from &&
                      !(valid_to !== null && day > valid_to),
                  );
            const here = counting.filter(
              (row) =>
                row.location_id === locationId &&
                row.start_minute !== null &&
                row.end_minute !== null &&
                row.start_minute <= minute &&
                minute < row.end_minute,
            );
            const pausing = here.some(({ breaks: own }) =>
              (own as [number, number][]).some(([from, to]) => from <= minute && minute < to),
            );
            const inside = (list: typeof shifts): boolean =>
              list.some(({ from, to }) => from <= at && at < to);
            expect(inside(shifts)).toBe(here.length > 0);
            expect(inside(breaks)).toBe(pausing);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('the first and the last day of a pattern belong to it', () => {
    const week = {
      location_id: 'gateway',
      weekday: 2,
      start_minute: 540,
      end_minute: 600,
      breaks: [],
      valid_from: '2026-11-10',
      valid_to: '2026-11-17',
    };
    const works = (day: string): boolean => rosteredDay(day, 'gateway', ZONE, [week], []).shifts.length > 0;
    expect(['2026-11-03', '2026-11-10', '2026-11-17', '2026-11-24'].map(works)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
