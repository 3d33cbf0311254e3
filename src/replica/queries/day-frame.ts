import type { Instant, Interval, PlainDate } from '../../base/time.ts';
import { openingHours } from '../../domain/scheduling/opening-hours.ts';
import { rosteredDay, type RosteredDay } from '../../domain/scheduling/roster.ts';
import { dayBounds, weekdayOf } from '../../domain/scheduling/zoned-time.ts';
import type { QuerySources } from './query-context.ts';

/** A location's day before anybody is booked: when it is open and who works. */
export type DayFrame = {
  readonly timeZone: string;
  readonly bounds: Interval;
  readonly midnight: Instant;
  readonly hours: readonly Interval[];
  readonly occasion: string | null;
  /** Everybody with a reason to have a column: home here, rostered here, or here for the day. */
  readonly people: ReadonlyMap<string, RosteredDay>;
};

const READS = ['location', 'location_exception', 'staff', 'roster_pattern', 'roster_exception'] as const;

/** Null for a location that is not here. Kept until a commit touches what it is made of. */
export function dayFrame(sources: QuerySources, locationId: string, day: PlainDate): DayFrame | null {
  return sources.reference.memo(READS, `day-frame ${locationId} ${day}`, () =>
    makeFrame(sources, locationId, day),
  );
}

function makeFrame({ read, reference }: QuerySources, locationId: string, day: PlainDate): DayFrame | null {
  const location = reference.table('location').get(locationId);
  if (!location) return null;
  const bounds = dayBounds(day, location.time_zone);
  const [exception] = read.find('location_exception', { location_id: locationId, day });
  const { hours, occasion } = openingHours(day, location, exception);

  const weekday = weekdayOf(day);
  // A week's pattern serves every such weekday.
  const patterns = reference.memo(['roster_pattern'], `patterns ${locationId} ${weekday}`, () =>
    read.find('roster_pattern', { location_id: locationId, weekday }),
  );
  const exceptions = read.find('roster_exception', { day });
  const people = new Map<string, RosteredDay>();
  for (const person of reference.table('staff').values()) {
    // Whoever has left keeps the old hours as history and works no more; bookings left behind are outside the roster.
    if (!person.active) continue;
    const own = patterns.filter(({ staff_id }) => staff_id === person.id);
    const today = exceptions.filter(({ staff_id }) => staff_id === person.id);
    const rostered = rosteredDay(day, locationId, location.time_zone, own, today);
    const home = person.location_id === locationId;
    if (home || rostered.shifts.length > 0) people.set(person.id, rostered);
  }
  return { timeZone: location.time_zone, bounds, midnight: bounds.from, hours, occasion, people };
}
