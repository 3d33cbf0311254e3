import { Temporal } from 'temporal-polyfill';
import type { Instant, Interval, MinuteOfDay, PlainDate } from '../../base/time.ts';
import { MINUTE } from '../../base/time.ts';

/**
 * Days and minutes of a location's time zone. Midnights are kept: a board asks for the same few days all day long,
 * and a zone's rules do not change while the console runs.
 */
const midnights = new Map<string, Instant>();
const MIDNIGHTS_KEPT = 4_000;

/** The instant at which the local day begins. */
export function startOfDay(day: PlainDate, timeZone: string): Instant {
  const key = `${timeZone} ${day}`;
  const known = midnights.get(key);
  if (known !== undefined) return known;
  const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds;
  if (midnights.size >= MIDNIGHTS_KEPT) midnights.clear();
  midnights.set(key, at);
  return at;
}

const bounds = new Map<string, Interval>();

/** The whole local day: 23 or 25 hours long where clocks change. */
export function dayBounds(day: PlainDate, timeZone: string): Interval {
  const key = `${timeZone} ${day}`;
  let known = bounds.get(key);
  if (!known) {
    known = { from: startOfDay(day, timeZone), to: startOfDay(addDays(day, 1), timeZone) };
    if (bounds.size >= MIDNIGHTS_KEPT) bounds.clear();
    bounds.set(key, known);
  }
  return known;
}

export const addDays = (day: PlainDate, days: number): PlainDate =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** The same day of a later month, or its last one. */
export const addMonths = (day: PlainDate, months: number): PlainDate =>
  Temporal.PlainDate.from(day).add({ months }).toString();

const weekdays = new Map<PlainDate, number>();

/** ISO weekday: 1 Monday to 7 Sunday. */
export function weekdayOf(day: PlainDate): number {
  let known = weekdays.get(day);
  if (known === undefined) {
    known = Temporal.PlainDate.from(day).dayOfWeek;
    if (weekdays.size >= MIDNIGHTS_KEPT) weekdays.clear();
    weekdays.set(day, known);
  }
  return known;
}

export function dayOf(at: Instant, timeZone: string): PlainDate {
  return zoned(at, timeZone).toPlainDate().toString();
}

/** Wall-clock minutes after midnight. */
export function minuteOf(at: Instant, timeZone: string): MinuteOfDay {
  const local = zoned(at, timeZone);
  return local.hour * 60 + local.minute;
}

/** The instant of a wall-clock minute; a minute that clocks skip lands after the gap. */
export function instantAt(day: PlainDate, minute: MinuteOfDay, timeZone: string): Instant {
  const midnight = startOfDay(day, timeZone);
  const plain = midnight + minute * MINUTE;
  // Nearly every day has 24 hours, and then the sum is right; only a day that has not goes the long way.
  if (dayBounds(day, timeZone).to - midnight === 1440 * MINUTE) return plain;
  return Temporal.PlainDate.from(day)
    .toPlainDateTime({ hour: Math.floor(minute / 60) % 24, minute: minute % 60 })
    .add({ days: minute >= 1440 ? 1 : 0 })
    .toZonedDateTime(timeZone).epochMilliseconds;
}

function zoned(at: Instant, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}
