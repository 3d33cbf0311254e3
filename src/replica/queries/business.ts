import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { PlaceDay } from '../../contracts/queries/business.ts';
import { nextSetupStep } from '../../domain/business/setup.ts';
import { WEEKDAYS } from '../../domain/business/stretches.ts';
import { stretchesSchema, weekHoursSchema } from '../../domain/scheduling/opening-hours.ts';
import { publicHoliday } from '../../domain/scheduling/public-holidays.ts';
import { addDays, dayOf, weekdayOf } from '../../domain/scheduling/zoned-time.ts';
import type { TableName } from '../../domain/tables.ts';
import { sql } from '../connection.ts';
import { coverOf } from '../coverage.ts';
import type { Query, QuerySources } from './query-context.ts';
import { byOrder } from './reference-lists.ts';

/** How the business is set up, with what is archived, for the people who run it. */

const PENDING = sql('business.pending', 'select id from base_row where table_name = ?');
const ANY_VISIT = sql('setup.any-visit', 'select 1 from appointment where deleted_at is null limit 1');

const DAYS_AHEAD = 366;

function pendingIn({ connection }: QuerySources, table: TableName): ReadonlySet<string> {
  return new Set(connection.rows(PENDING, table).map(([id]) => id as string));
}

/** In the order of the lists, with what is out of use at the end. */
const inUseFirst = (
  a: Parameters<typeof byOrder>[0] & { readonly active: boolean },
  b: Parameters<typeof byOrder>[1] & { readonly active: boolean },
): number => Number(b.active) - Number(a.active) || byOrder(a, b);

export const business: Query<QueryParams<'business'>, QueryResults['business']> = (sources, _, view) => {
  const row = sources.read.get('tenant', view.scope);
  if (!row) return null;
  return {
    id: row.id,
    name: row.name,
    trade: row.trade,
    language: row.language,
    vatRegistered: row.vat_registered,
    pending: pendingIn(sources, 'tenant').has(row.id),
  };
};

export const places: Query<QueryParams<'places'>, QueryResults['places']> = (sources) => {
  const { reference } = sources;
  const pending = pendingIn(sources, 'location');
  const staff = [...reference.table('staff').values()].filter(({ active }) => active);
  return [...reference.table('location').values()].toSorted(inUseFirst).map((row) => ({
    id: row.id,
    name: row.name,
    timeZone: row.time_zone,
    address: row.address,
    phone: row.phone,
    hours: weekHoursSchema.parse(row.hours),
    active: row.active,
    people: staff.filter(({ location_id }) => location_id === row.id).length,
    pending: pending.has(row.id),
  }));
};

export const placeDays: Query<QueryParams<'placeDays'>, QueryResults['placeDays']> = (
  sources,
  { locationId, from },
) => {
  const location = sources.reference.table('location').get(locationId);
  if (!location) return [];
  const week = weekHoursSchema.parse(location.hours);
  const pending = pendingIn(sources, 'location_exception');
  const entries = new Map(
    sources.read.find('location_exception', { location_id: locationId }).map((row) => [row.day, row]),
  );
  const days: PlaceDay[] = [];
  for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
    const day = addDays(from, ahead);
    const holiday = publicHoliday(day);
    const entry = entries.get(day);
    if (holiday === null && !entry) continue;
    const weekday = WEEKDAYS[weekdayOf(day) - 1];
    days.push({
      day,
      holiday,
      entry: entry
        ? {
            id: entry.id,
            hours: stretchesSchema.parse(entry.hours),
            reason: entry.reason,
            pending: pending.has(entry.id),
          }
        : null,
      weekHours: (weekday && week[weekday]) ?? [],
    });
  }
  return days;
};

export const serviceList: Query<QueryParams<'serviceList'>, QueryResults['serviceList']> = (sources) => {
  const { reference } = sources;
  const pending = pendingIn(sources, 'service');
  const links = [...reference.table('service_staff').values()];
  const pendingLinks = pendingIn(sources, 'service_staff');
  return [...reference.table('service').values()].toSorted(inUseFirst).map((row) => {
    const own = links.filter(({ service_id }) => service_id === row.id);
    return {
      id: row.id,
      name: row.name,
      category: row.category,
      durationMinutes: row.duration_minutes,
      bufferBeforeMinutes: row.buffer_before_minutes,
      bufferAfterMinutes: row.buffer_after_minutes,
      priceCents: row.price_cents,
      hue: row.hue,
      requires: row.requires,
      active: row.active,
      staffIds: own.map(({ staff_id }) => staff_id),
      pending: pending.has(row.id) || own.some(({ id }) => pendingLinks.has(id)),
    };
  });
};

export const resourceList: Query<QueryParams<'resourceList'>, QueryResults['resourceList']> = (sources) => {
  const pending = pendingIn(sources, 'resource');
  return [...sources.reference.table('resource').values()].toSorted(inUseFirst).map((row) => ({
    id: row.id,
    locationId: row.location_id,
    name: row.name,
    kind: row.kind,
    capability: row.capability,
    active: row.active,
    pending: pending.has(row.id),
  }));
};

/** What a new business still lacks. One that has had a visit is set up, whatever it gives up later. */
export const setup: Query<QueryParams<'setup'>, QueryResults['setup']> = (sources, _, view) => {
  const { connection, read, reference, scopes } = sources;
  const done = { step: null, trade: '', place: null, people: [], services: 0 };
  if (connection.row(ANY_VISIT) !== undefined) return done;
  // Before the first month is here an empty table says nothing.
  const month = { from: view.now, to: view.now + 1 };
  if (coverOf(connection, scopes, view.scope, ['appointment'], month) !== 'complete') return done;

  const open = [...reference.table('location').values()].filter(({ active }) => active).toSorted(byOrder);
  const first = open[0];
  const patterns = read.find('roster_pattern', {});
  const today = first ? dayOf(view.now, first.time_zone) : null;
  const people = [...reference.table('staff').values()]
    .filter(({ active }) => active)
    .toSorted(byOrder)
    .map(({ id, name }) => ({
      id,
      name,
      placeIds: patterns
        .filter(
          (row) => row.staff_id === id && (row.valid_to === null || today === null || row.valid_to >= today),
        )
        .map(({ location_id }) => location_id),
    }));
  const links = [...reference.table('service_staff').values()];
  const services = [...reference.table('service').values()]
    .filter(({ active }) => active)
    .map(({ id }) => ({
      staffIds: links.filter(({ service_id }) => service_id === id).map(({ staff_id }) => staff_id),
    }));
  return {
    step: nextSetupStep({ places: open, people, services, hasVisit: false }),
    trade: read.get('tenant', view.scope)?.trade ?? '',
    place: first ? { id: first.id, name: first.name, hours: weekHoursSchema.parse(first.hours) } : null,
    people: people.map(({ id, name, placeIds }) => ({ id, name, hasHours: placeIds.length > 0 })),
    services: services.length,
  };
};
