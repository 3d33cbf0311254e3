import type { Interval, PlainDate } from '../../base/time.ts';
import type { Row } from '../tables.ts';
import { stretchesSchema } from './opening-hours.ts';
import { instantAt, weekdayOf } from './zoned-time.ts';

export type RosteredDay = {
  readonly shifts: readonly Interval[];
  readonly breaks: readonly Interval[];
  /** Why the person is away; null when not on leave. */
  readonly leave: string | null;
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
 * One person's work at one location on one day. Any exception on the day replaces the weekly pattern of that day, so
 * a day at another branch is one exception and takes the person off the home branch.
 */
export function rosteredDay(
  day: PlainDate,
  locationId: string,
  timeZone: string,
  patterns: readonly Pattern[],
  exceptions: readonly Exception[],
): RosteredDay {
  const today = exceptions.filter((exception) => exception.day === day);
  const leave = today.find(({ kind }) => kind === 'leave');
  if (leave) return { shifts: [], breaks: [], leave: leave.reason ?? '' };

  const weekday = weekdayOf(day);
  const work =
    today.length > 0
      ? today
      : patterns.filter(
          (pattern) =>
            pattern.weekday === weekday &&
            pattern.valid_from <= day &&
            (pattern.valid_to === null || day <= pattern.valid_to),
        );
  const shifts: Interval[] = [];
  const breaks: Interval[] = [];
  for (const shift of work) {
    if (shift.location_id !== locationId || shift.start_minute === null || shift.end_minute === null)
      continue;
    shifts.push({
      from: instantAt(day, shift.start_minute, timeZone),
      to: instantAt(day, shift.end_minute, timeZone),
    });
    for (const [from, to] of stretchesSchema.parse(shift.breaks)) {
      breaks.push({ from: instantAt(day, from, timeZone), to: instantAt(day, to, timeZone) });
    }
  }
  return { shifts: shifts.toSorted((a, b) => a.from - b.from), breaks, leave: null };
}
