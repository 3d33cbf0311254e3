import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DayEntry } from '../../src/domain/roster/roster-args.ts';
import { waysToShare } from '../../src/domain/roster/shared-day.ts';
import {
  changeWeekdays,
  lastingRows,
  type PatternRow,
  restoreWeeks,
  type WeekShift,
} from '../../src/domain/roster/week-pattern.ts';
import { dayWork, type WorkedShift } from '../../src/domain/scheduling/roster.ts';
import { addDays } from '../../src/domain/scheduling/zoned-time.ts';
import type { Row } from '../../src/domain/tables.ts';
import { idOf } from './command-case.ts';
import { MemoryRows } from './memory-rows.ts';
import { decideInTypeScript } from './typescript-side.ts';
import { world } from './world.ts';

/** Properties of the rules on the roster, played on rows in memory as a desk would. */

const AYANDA = idOf('ayanda');
const ANA = idOf('ana');
const GATEWAY = idOf('gateway');
const MONDAY = '2025-03-10';
const DAYS = Array.from({ length: 35 }, (_, index) => addDays(MONDAY, index));

let made = 0;
const id = (): string => idOf(`roster ${(made += 1)}`);

function salon(): MemoryRows {
  const rows = new MemoryRows();
  for (const [table, row] of world()) rows.put(table, row);
  return rows;
}
const give = (rows: MemoryRows, name: string, args: unknown): void => {
  expect(decideInTypeScript(rows, 'manager', name, args)).toBeNull();
};
const workOf = (rows: MemoryRows, staffId: string, day: string): readonly WorkedShift[] =>
  dayWork(
    day,
    rows.find('roster_pattern', { staff_id: staffId }),
    rows.find('roster_exception', { staff_id: staffId, day }),
  ).shifts;
const everyDay = (rows: MemoryRows) => DAYS.map((day) => workOf(rows, AYANDA, day));

const patternOf = (rows: MemoryRows): readonly PatternRow[] =>
  rows.find('roster_pattern', { staff_id: AYANDA }).map((row: Row<'roster_pattern'>) => ({
    id: row.id,
    locationId: row.location_id,
    weekday: row.weekday,
    startMinute: row.start_minute,
    endMinute: row.end_minute,
    breaks: row.breaks as [number, number][],
    validFrom: row.valid_from,
    validTo: row.valid_to,
  }));
const setWeek = (rows: MemoryRows, validFrom: string, shifts: readonly WeekShift[]): void =>
  give(rows, 'roster.set_week', {
    staffId: AYANDA,
    locationId: GATEWAY,
    validFrom,
    shifts: shifts.map((shift) => ({ id: id(), ...shift })),
    replaces: lastingRows(patternOf(rows), GATEWAY, validFrom).map((row) => row.id),
  });

const halves = fc.constantFrom<readonly (readonly [number, number])[]>(
  [],
  [[540, 780]],
  [[840, 1080]],
  [
    [540, 780],
    [840, 1080],
  ],
  [[480, 1020]],
);
const week: fc.Arbitrary<readonly WeekShift[]> = fc
  .array(halves, { minLength: 7, maxLength: 7 })
  .map((days) =>
    days.flatMap((stretches, index) =>
      stretches.map(([startMinute, endMinute]) => ({
        weekday: index + 1,
        startMinute,
        endMinute,
        breaks: endMinute - startMinute > 300 ? [[720, 750] as [number, number]] : [],
      })),
    ),
  );
const start = fc.constantFrom(...DAYS.slice(0, 28));

describe('weeks of a person', () => {
  it('a new week holds from its day on and the days before keep what they had', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(start, week), { maxLength: 4 }), start, week, (before, from, next) => {
        const rows = salon();
        for (const [day, shifts] of before) setWeek(rows, day, shifts);
        const was = everyDay(rows);
        setWeek(rows, from, next);
        const alone = salon();
        setWeek(alone, from, next);
        const wanted = everyDay(alone);
        expect(everyDay(rows)).toEqual(DAYS.map((day, index) => (day < from ? was[index] : wanted[index])));
      }),
    );
  });

  it('what a new week replaced can be set back, changes that were planned for later among it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(start, week), { maxLength: 4 }), start, week, (before, from, next) => {
        const rows = salon();
        for (const [day, shifts] of before.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
          setWeek(rows, day, shifts);
        }
        const was = everyDay(rows);
        const rowsBefore = patternOf(rows);
        setWeek(rows, from, next);
        for (const args of restoreWeeks(rowsBefore, patternOf(rows), AYANDA, from, [GATEWAY], id)) {
          give(rows, 'roster.set_week', args);
        }
        expect(everyDay(rows)).toEqual(was);
      }),
    );
  });

  it('weekdays go from branch to branch and back, whatever was planned there', () => {
    const somewhere = fc.array(fc.tuple(fc.constantFrom('gateway', 'ballito'), halves), {
      minLength: 1,
      maxLength: 2,
    });
    const change = fc.tuple(
      start,
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      somewhere,
    );
    const shiftsAt = (places: readonly (readonly [string, readonly (readonly [number, number])[]])[]) =>
      places
        .flatMap(([place, stretches]) =>
          stretches.map(([startMinute, endMinute]) => ({
            locationId: idOf(place),
            startMinute,
            endMinute,
            breaks: [],
          })),
        )
        .filter((shift, index, all) =>
          all
            .slice(0, index)
            .every((other) => other.endMinute <= shift.startMinute || shift.endMinute <= other.startMinute),
        );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), change, (before, [from, weekdays, places]) => {
        const rows = salon();
        const apply = (day: string, days: readonly number[], to: typeof places): void => {
          const wanted = new Map(days.map((weekday) => [weekday, shiftsAt(to)]));
          for (const args of changeWeekdays(patternOf(rows), AYANDA, day, wanted, id)) {
            give(rows, 'roster.set_week', args);
          }
        };
        for (const [day, days, to] of before.toSorted(([a], [b]) => (a < b ? -1 : 1))) apply(day, days, to);
        const was = everyDay(rows);
        const rowsBefore = patternOf(rows);
        apply(from, weekdays, places);
        const wanted = shiftsAt(places).toSorted((a, b) => a.startMinute - b.startMinute);
        for (const [index, day] of DAYS.entries()) {
          const isChanged = day >= from && weekdays.includes((index % 7) + 1);
          if (isChanged) expect(workOf(rows, AYANDA, day)).toEqual(wanted);
          else if (day < from) expect(workOf(rows, AYANDA, day)).toEqual(was[index]);
        }
        const both = [GATEWAY, idOf('ballito')];
        for (const args of restoreWeeks(rowsBefore, patternOf(rows), AYANDA, from, both, id)) {
          give(rows, 'roster.set_week', args);
        }
        expect(everyDay(rows)).toEqual(was);
      }),
    );
  });
});

const minutesOf = (shifts: readonly WorkedShift[]): number =>
  shifts.reduce(
    (sum, { startMinute, endMinute, breaks }) =>
      sum + endMinute - startMinute - breaks.reduce((away, [from, to]) => away + to - from, 0),
    0,
  );
const entries = (shifts: readonly WorkedShift[]): readonly DayEntry[] =>
  shifts.length === 0
    ? [
        {
          id: id(),
          kind: 'off',
          locationId: null,
          startMinute: null,
          endMinute: null,
          breaks: [],
          reason: null,
        },
      ]
    : shifts.map((shift) => ({
        ...shift,
        id: id(),
        kind: 'shift',
        breaks: shift.breaks.map(([from, to]): [number, number] => [from, to]),
        reason: null,
      }));

describe('swaps of a day', () => {
  const TUESDAY = '2025-03-11';
  const shiftsOf = (stretches: readonly (readonly [number, number])[], place: string): WorkedShift[] =>
    stretches.map(([startMinute, endMinute]) => ({
      locationId: idOf(place),
      startMinute,
      endMinute,
      breaks: endMinute - startMinute > 300 ? [[720, 750]] : [],
    }));
  const person = fc.tuple(halves, fc.constantFrom('gateway', 'ballito'));

  it.each(['exchange', 'give'] as const)('%s conserves hours; the way back restores both days', (way) => {
    fc.assert(
      fc.property(person, person, ([firstDay, firstPlace], [secondDay, secondPlace]) => {
        const rows = salon();
        const days = { [AYANDA]: shiftsOf(firstDay, firstPlace), [ANA]: shiftsOf(secondDay, secondPlace) };
        for (const [staffId, shifts] of Object.entries(days)) {
          give(rows, 'roster.set_day', { staffId, day: TUESDAY, entries: entries(shifts) });
        }
        const [first, second] = [workOf(rows, AYANDA, TUESDAY), workOf(rows, ANA, TUESDAY)];
        const shared = waysToShare(first, second)[way];
        if (!shared) return;
        const swap = (a: readonly WorkedShift[], b: readonly WorkedShift[]): void =>
          give(rows, 'roster.swap', {
            day: TUESDAY,
            people: [
              { staffId: AYANDA, entries: entries(a) },
              { staffId: ANA, entries: entries(b) },
            ],
          });
        swap(shared.first, shared.second);
        const after = [workOf(rows, AYANDA, TUESDAY), workOf(rows, ANA, TUESDAY)] as const;
        expect(minutesOf(after[0]) + minutesOf(after[1])).toBe(minutesOf(first) + minutesOf(second));
        if (way === 'exchange') {
          const again = waysToShare(...after).exchange;
          expect(again).not.toBeNull();
          if (again) swap(again.first, again.second);
        } else {
          swap(first, second);
        }
        expect([workOf(rows, AYANDA, TUESDAY), workOf(rows, ANA, TUESDAY)]).toEqual([first, second]);
      }),
    );
  });
});
