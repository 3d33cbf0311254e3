import { z } from 'zod';
import type { Interval, PlainDate } from '../../base/time.ts';
import { publicHoliday } from './public-holidays.ts';
import { instantAt, weekdayOf } from './zoned-time.ts';

/** Stretches of a day in minutes after local midnight: [[540, 1080]]. */
export const stretchesSchema = z.array(z.tuple([z.int().min(0).max(1440), z.int().min(0).max(1440)]));

/** ISO weekday ("1" Monday to "7" Sunday) → stretches; a missing day is closed. */
export const weekHoursSchema = z.record(
  z.enum(['1', '2', '3', '4', '5', '6', '7']),
  stretchesSchema.optional(),
);
export type WeekHours = z.infer<typeof weekHoursSchema>;

export type OpenDay = {
  readonly hours: readonly Interval[];
  /** Name of the public holiday, or the reason of the exception; null on a plain day. */
  readonly occasion: string | null;
};

/**
 * When a location is open on a day: its exception if there is one, closed on a public holiday, else the week's hours.
 * A business that trades on a holiday says so by an exception for that day.
 */
export function openingHours(
  day: PlainDate,
  location: { readonly time_zone: string; readonly hours: unknown },
  exception: { readonly hours: unknown; readonly reason: string } | undefined,
): OpenDay {
  const toInterval = ([from, to]: readonly [number, number]): Interval => ({
    from: instantAt(day, from, location.time_zone),
    to: instantAt(day, to, location.time_zone),
  });
  if (exception) {
    return { hours: stretchesSchema.parse(exception.hours).map(toInterval), occasion: exception.reason };
  }
  const holiday = publicHoliday(day);
  if (holiday !== null) return { hours: [], occasion: holiday };
  const week = weekHoursSchema.parse(location.hours);
  const stretches = week[String(weekdayOf(day)) as keyof WeekHours] ?? [];
  return { hours: stretches.map(toInterval), occasion: null };
}
