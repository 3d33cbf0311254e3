import type { Interval, MinuteOfDay, PlainDate } from '../../base/time.ts';
import { isValidOn } from '../roster/validity.ts';
import type { Row } from '../tables.ts';
import { stretchesSchema } from './opening-hours.ts';
import { instantAt, weekdayOf } from './zoned-time.ts';

export type RosteredDay = {
  readonly shifts: readonly Interval[];
  readonly breaks: readonly Interval[];
  /** Why the person is away; null when not on leave. */
  readonly leave: string | null;
};

/** One stretch of work in minutes after the local midnight of its location, with the breaks in it. */
export type WorkedShift = {
  readonly locationId: string;
  readonly startMinute: MinuteOfDay;
  readonly endMinute: MinuteOfDay;
  readonly breaks: readonly (readonly [MinuteOfDay, MinuteOfDay])[];
};

/** What a person does on a day, at whichever locations. */
export type DayWork = {
  /** In order of start; none while on leave. */
  readonly shifts: readonly WorkedShift[];
  /** Why the person is away, '' without a reason; null when not on leave. */
  readonly leave: string | null;
  /** True when the day is written for itself and the weekly pattern does not count. */
  readonly isException: boolean;
};

type Pattern = Pick<
  Row<'roster_pattern'>,
  'location_id' | 'weekday' | 'start_minute' | 'end_minute' | 'breaks' | 'valid_from' | 'valid_to'
>;
type Exception = Pick<
  Row<'roster_exception'>,
  'day' | 'kind' | 'location_id' | 'start_minute' | 'end_minute' | 'breaks' | 'reason'
>;

/**
 * One person's work on one day. Any exception on the day replaces the weekly pattern of that day, so a day at another
 * branch is one exception and takes the person off the home branch; leave beats every shift beside it.
 */
export function dayWork(
  day: PlainDate,
  patterns: readonly Pattern[],
  exceptions: readonly Exception[],
): DayWork {
  const today = exceptions.filter((exception) => exception.day === day);
  const isException = today.length > 0;
  const leave = today.find(({ kind }) => kind === 'leave');
  if (leave) return { shifts: [], leave: leave.reason ?? '', isException };

  const weekday = weekdayOf(day);
  const rows = isException
    ? today
    : patterns.filter(
        (pattern) => pattern.weekday === weekday && isValidOn(day, pattern.valid_from, pattern.valid_to),
      );
  const shifts: WorkedShift[] = [];
  for (const { location_id, start_minute, end_minute, breaks } of rows) {
    if (location_id === null || start_minute === null || end_minute === null) continue;
    shifts.push({
      locationId: location_id,
      startMinute: start_minute,
      endMinute: end_minute,
      breaks: stretchesSchema.parse(breaks),
    });
  }
  return { shifts: shifts.toSorted((a, b) => a.startMinute - b.startMinute), leave: null, isException };
}

/** One person's work at one location on one day, as instants of the location's time zone. */
export function rosteredDay(
  day: PlainDate,
  locationId: string,
  timeZone: string,
  patterns: readonly Pattern[],
  exceptions: readonly Exception[],
): RosteredDay {
  const { shifts, leave } = dayWork(day, patterns, exceptions);
  const interval = (from: MinuteOfDay, to: MinuteOfDay): Interval => ({
    from: instantAt(day, from, timeZone),
    to: instantAt(day, to, timeZone),
  });
  const here = shifts.filter((shift) => shift.locationId === locationId);
  return {
    shifts: here.map(({ startMinute, endMinute }) => interval(startMinute, endMinute)),
    breaks: here.flatMap(({ breaks }) => breaks.map(([from, to]) => interval(from, to))),
    leave,
  };
}
