import { addDays } from '../../base/plain-day.ts';
import type { PlainDate } from '../../base/time.ts';
import type { WorkedShift } from '../scheduling/roster.ts';
import type { SetWeekArgs } from './roster-args.ts';
import { isValidOn } from './validity.ts';

/** A row of a person's weekly pattern as screens hold it. */
export type PatternRow = WorkedShift & {
  readonly id: string;
  readonly weekday: number;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
};

export type WeekShift = Omit<SetWeekArgs['shifts'][number], 'id'>;

/** What `roster.set_week` would replace at a location from a day on. */
export const lastingRows = (
  rows: readonly PatternRow[],
  locationId: string,
  from: PlainDate,
): readonly PatternRow[] =>
  rows.filter((row) => row.locationId === locationId && (row.validTo === null || row.validTo >= from));

/** The first later day on which the pattern changes already, at any location; null when nothing is planned. */
export function plannedChange(rows: readonly PatternRow[], after: PlainDate): PlainDate | null {
  const days = rows.flatMap(({ validFrom, validTo }) => [
    ...(validFrom > after ? [validFrom] : []),
    ...(validTo !== null && validTo >= after ? [addDays(validTo, 1)] : []),
  ]);
  return days.toSorted()[0] ?? null;
}

/** The week that holds at a location on a day. */
export const weekOn = (
  rows: readonly PatternRow[],
  locationId: string,
  day: PlainDate,
): readonly WeekShift[] =>
  rows
    .filter((row) => row.locationId === locationId && isValidOn(day, row.validFrom, row.validTo))
    .map(weekShift);

/**
 * The commands that make some weekdays of a person say this from a day on, at whichever locations; the other weekdays
 * stay as they are on that day, and whatever was planned for later goes. Where hours go from one location to another the old ones are taken away first, so that none of the commands
 * finds the person in two places.
 */
export function changeWeekdays(
  rows: readonly PatternRow[],
  staffId: string,
  validFrom: PlainDate,
  wanted: ReadonlyMap<number, readonly WorkedShift[]>,
  newId: () => string,
): readonly SetWeekArgs[] {
  const shifts = [...wanted].flatMap(([weekday, list]) => list.map((shift) => ({ ...shift, weekday })));
  const weeks = locationsOf([...rows, ...shifts]).flatMap((locationId) => {
    const present = weekOn(rows, locationId, validFrom);
    const kept = present.filter(({ weekday }) => !wanted.has(weekday));
    const next = [...kept, ...shifts.filter((shift) => shift.locationId === locationId).map(weekShift)];
    const isFinal = lastingRows(rows, locationId, validFrom).every(
      (row) => row.validFrom <= validFrom && row.validTo === null,
    );
    return isFinal && isSameWeek(present, next) ? [] : [{ locationId, next }];
  });
  const strips = weeks.length > 1 ? weeks.map(({ locationId }) => ({ locationId, shifts: [] })) : [];
  const sets = weeks.map(({ locationId, next }) => ({ locationId, shifts: next }));
  return based(
    rows,
    staffId,
    [...strips, ...sets].map((week) => ({ ...week, validFrom })),
    newId,
  );
}

/**
 * The commands that take changes since back: from a day on the pattern says exactly what the rows said, changes that
 * were planned for later among it. `now` are the rows as they stand before.
 */
export function restoreWeeks(
  rows: readonly PatternRow[],
  now: readonly PatternRow[],
  staffId: string,
  from: PlainDate,
  locationIds: readonly string[],
  newId: () => string,
): readonly SetWeekArgs[] {
  const days = new Set([from]);
  for (const { validFrom, validTo } of locationIds.flatMap((id) => lastingRows(rows, id, from))) {
    if (validFrom > from) days.add(validFrom);
    if (validTo !== null) days.add(addDays(validTo, 1));
  }
  const weeks = [...days].toSorted().flatMap((validFrom) => {
    const strips = locationIds.length > 1 ? locationIds : [];
    return [
      ...strips.map((locationId) => ({ locationId, validFrom, shifts: [] })),
      ...locationIds.map((locationId) => ({
        locationId,
        validFrom,
        shifts: weekOn(rows, locationId, validFrom),
      })),
    ];
  });
  return based(now, staffId, weeks, newId);
}

/** The rows after a week was set, as `roster.set_week` leaves them. */
export const withWeek = (rows: readonly PatternRow[], args: SetWeekArgs): readonly PatternRow[] => {
  const { locationId, validFrom } = args;
  const replaced = new Set(lastingRows(rows, locationId, validFrom).map(({ id }) => id));
  return [
    ...rows.flatMap((row) => {
      if (!replaced.has(row.id)) return [row];
      return row.validFrom >= validFrom ? [] : [{ ...row, validTo: addDays(validFrom, -1) }];
    }),
    ...args.shifts.map((shift) => ({ ...shift, locationId, validFrom, validTo: null })),
  ];
};

/** Each week with the ids that it makes and those that it replaces. */
function based(
  rows: readonly PatternRow[],
  staffId: string,
  weeks: readonly {
    readonly locationId: string;
    readonly validFrom: PlainDate;
    readonly shifts: readonly WeekShift[];
  }[],
  newId: () => string,
): readonly SetWeekArgs[] {
  let current = rows;
  return weeks.map(({ locationId, validFrom, shifts }) => {
    const args: SetWeekArgs = {
      staffId,
      locationId,
      validFrom,
      shifts: shifts.map((shift) => ({ ...shift, id: newId() })),
      replaces: lastingRows(current, locationId, validFrom).map(({ id }) => id),
    };
    current = withWeek(current, args);
    return args;
  });
}

const locationsOf = (rows: readonly { readonly locationId: string }[]): readonly string[] => [
  ...new Set(rows.map(({ locationId }) => locationId)),
];

const weekShift = ({
  weekday,
  startMinute,
  endMinute,
  breaks,
}: Omit<WorkedShift, 'locationId'> & { readonly weekday: number }): WeekShift => ({
  weekday,
  startMinute,
  endMinute,
  breaks: breaks.map(([from, to]): [number, number] => [from, to]),
});

const isSameWeek = (a: readonly WeekShift[], b: readonly WeekShift[]): boolean => {
  const text = (week: readonly WeekShift[]): string =>
    week
      .map((shift) => JSON.stringify(weekShift(shift)))
      .toSorted()
      .join();
  return text(a) === text(b);
};
