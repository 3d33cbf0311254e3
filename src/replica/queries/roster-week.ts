import type { PlainDate } from '../../base/time.ts';
import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { RosterCell, RosterPerson } from '../../contracts/queries/roster.ts';
import type { DayEntry } from '../../domain/roster/roster-args.ts';
import type { PatternRow } from '../../domain/roster/week-pattern.ts';
import { openingHours, stretchesSchema } from '../../domain/scheduling/opening-hours.ts';
import { dayWork } from '../../domain/scheduling/roster.ts';
import { addDays, minuteOf } from '../../domain/scheduling/zoned-time.ts';
import type { Row } from '../../domain/tables.ts';
import { sql } from '../connection.ts';
import type { Query, QuerySources } from './query-context.ts';

const PENDING = sql(
  'roster-week.pending',
  `select id from base_row where table_name in ('roster_pattern', 'roster_exception')`,
);

/**
 * Seven days of a location from a day on. People: whose home it is, and whoever works here in that week. Null for a
 * location that is not here.
 */
export const rosterWeek: Query<QueryParams<'rosterWeek'>, QueryResults['rosterWeek']> = (
  sources,
  { locationId, from },
) => {
  const { read, reference } = sources;
  const location = reference.table('location').get(locationId);
  if (!location) return null;
  const days = Array.from({ length: 7 }, (_, index) => addDays(from, index));
  const pending = new Set(sources.connection.rows(PENDING).map(([id]) => id as string));
  const patterns = Map.groupBy(read.find('roster_pattern', {}), ({ staff_id }) => staff_id);
  const exceptions = Map.groupBy(
    days.flatMap((day) => read.find('roster_exception', { day })),
    ({ staff_id }) => staff_id,
  );

  const people = [...reference.table('staff').values()]
    .filter(({ active }) => active)
    .toSorted((a, b) => a.sort_order - b.sort_order || a.name.localeCompare(b.name))
    .flatMap((person): readonly RosterPerson[] => {
      const rows = (patterns.get(person.id) ?? []).filter(
        ({ valid_to }) => valid_to === null || valid_to >= from,
      );
      const own = exceptions.get(person.id) ?? [];
      const cells = days.map((day) => cellOf(day, rows, own, pending));
      const isHome = person.location_id === locationId;
      const worksHere = cells.some(({ shifts }) => shifts.some((shift) => shift.locationId === locationId));
      if (!isHome && !worksHere) return [];
      return [
        {
          staffId: person.id,
          name: person.name,
          title: person.title,
          hue: person.hue,
          isHome,
          pattern: rows.map(patternRow),
          days: cells,
        },
      ];
    });
  return {
    locationId,
    timeZone: location.time_zone,
    days: days.map((day) => openDay(sources, location, day)),
    people: people.toSorted((a, b) => Number(b.isHome) - Number(a.isHome)),
  };
};

function cellOf(
  day: PlainDate,
  patterns: readonly Row<'roster_pattern'>[],
  exceptions: readonly Row<'roster_exception'>[],
  pending: ReadonlySet<string>,
): RosterCell {
  const today = exceptions.filter((row) => row.day === day);
  const work = dayWork(day, patterns, today);
  const made = work.isException
    ? today
    : patterns.filter((row) => row.valid_from <= day && row.valid_to === null);
  return {
    ...work,
    day,
    entries: today.map(entryOf),
    pending: made.some(({ id }) => pending.has(id)),
  };
}

const entryOf = (row: Row<'roster_exception'>): DayEntry => ({
  id: row.id,
  kind: row.kind as DayEntry['kind'],
  locationId: row.location_id,
  startMinute: row.start_minute,
  endMinute: row.end_minute,
  breaks: stretchesSchema.parse(row.breaks),
  reason: row.reason,
});

const patternRow = (row: Row<'roster_pattern'>): PatternRow => ({
  id: row.id,
  locationId: row.location_id,
  weekday: row.weekday,
  startMinute: row.start_minute,
  endMinute: row.end_minute,
  breaks: stretchesSchema.parse(row.breaks),
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

function openDay({ read }: QuerySources, location: Row<'location'>, day: PlainDate) {
  const [exception] = read.find('location_exception', { location_id: location.id, day });
  const { hours, occasion } = openingHours(day, location, exception);
  const zone = location.time_zone;
  return {
    day,
    occasion,
    hours: hours.map(({ from, to }): readonly [number, number] => [
      minuteOf(from, zone),
      minuteOf(to, zone) || 1440,
    ]),
  };
}
