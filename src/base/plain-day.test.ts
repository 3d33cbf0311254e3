import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { addDays } from './plain-day.ts';

it('days are added as the calendar has them, leap years and centuries among them', () => {
  const date = fc
    .tuple(
      fc.integer({ min: 1600, max: 2600 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
    )
    .map(([year, month, day]) => Temporal.PlainDate.from({ year, month, day }));
  fc.assert(
    fc.property(date, fc.integer({ min: -800, max: 800 }), (day, days) => {
      expect(addDays(day.toString(), days)).toBe(day.add({ days }).toString());
    }),
  );
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
});
