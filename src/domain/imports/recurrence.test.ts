import fc from 'fast-check';
import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../base/time.ts';
import { asUtc } from './calendar-zones.ts';
import { expand } from './recurrence.ts';

/** Held against a calendar that walks day by day and knows nothing of ical.js. */

const START = Date.UTC(2026, 10, 2, 9);
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

type Rule = {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY';
  readonly interval: number;
  readonly byDay: readonly number[];
  readonly count: number | null;
  readonly untilDays: number | null;
};

const text = ({ freq, interval, byDay, count, untilDays }: Rule): string =>
  [
    `FREQ=${freq}`,
    `INTERVAL=${String(interval)}`,
    ...(freq === 'WEEKLY' && byDay.length > 0
      ? [`BYDAY=${byDay.map((day) => WEEKDAYS[day]).join(',')}`]
      : []),
    ...(count === null ? [] : [`COUNT=${String(count)}`]),
    ...(untilDays === null
      ? []
      : [`UNTIL=${new Date(START + untilDays * DAY).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`]),
  ].join(';');

/** Every day from the start: is it one of the rule's? */
function walked({ freq, interval, byDay, count, untilDays }: Rule, to: number): readonly number[] {
  const found: number[] = [];
  const monday = START - ((new Date(START).getUTCDay() + 6) % 7) * DAY;
  let counted = 0;
  for (let at = START; at < to; at += DAY) {
    if (untilDays !== null && at > START + untilDays * DAY) break;
    const date = new Date(at);
    const first = new Date(START);
    const days = (at - START) / DAY;
    const weeks = Math.floor((at - monday) / (7 * DAY));
    const months =
      (date.getUTCFullYear() - first.getUTCFullYear()) * 12 + date.getUTCMonth() - first.getUTCMonth();
    const fits =
      freq === 'DAILY'
        ? days % interval === 0
        : freq === 'WEEKLY'
          ? weeks % interval === 0 &&
            (byDay.length > 0 ? byDay.includes(date.getUTCDay()) : date.getUTCDay() === first.getUTCDay())
          : months % interval === 0 && date.getUTCDate() === first.getUTCDate();
    if (!fits) continue;
    counted += 1;
    if (count !== null && counted > count) break;
    found.push(at);
  }
  return found;
}

const rules: fc.Arbitrary<Rule> = fc.record({
  freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY'),
  interval: fc.integer({ min: 1, max: 5 }),
  // The second of November 2026 is a Monday: the start itself is always one of the rule's days.
  byDay: fc
    .uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 4 })
    .map((days) => (days.length > 0 ? [...new Set([1, ...days])].toSorted() : [])),
  count: fc.option(fc.integer({ min: 1, max: 40 })),
  untilDays: fc.option(fc.integer({ min: 0, max: 300 })),
});

test('rules by days, weeks and months give the days that a calendar on the wall gives', () => {
  fc.assert(
    fc.property(
      rules,
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 400 }),
      (rule, skip, length) => {
        // Both at once are not allowed together.
        const one = rule.count === null ? rule : { ...rule, untilDays: null };
        const window = { from: START + skip * DAY - HOUR, to: START + (skip + length) * DAY };
        const found = expand({
          start: new ICAL.Time(
            { year: 2026, month: 11, day: 2, hour: 9, minute: 0, second: 0, isDate: false },
            ICAL.Timezone.utcTimezone,
          ),
          rules: [ICAL.Recur.fromString(text(one))],
          more: [],
          except: { instants: new Set(), days: new Set() },
          toInstant: asUtc,
          window,
          untilOf: asUtc,
        });
        const expected = walked(one, window.to).filter((at) => at >= window.from);
        expect(found?.map(({ at }) => at)).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});
