import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import { dayOf } from '../../domain/scheduling/zoned-time.ts';
import { holdsLocation } from '../device-hold.ts';
import type { Query } from './query-context.ts';

/** The short lists that forms choose from, in the order that the business gave them. */

export const byOrder = (
  a: { readonly sort_order: number; readonly name: string },
  b: { readonly sort_order: number; readonly name: string },
): number => a.sort_order - b.sort_order || a.name.localeCompare(b.name);

export const locations: Query<QueryParams<'locations'>, QueryResults['locations']> = (
  sources,
  _params,
  view,
) =>
  [...sources.reference.table('location').values()]
    .filter(({ active }) => active)
    .toSorted(byOrder)
    .map((row) => ({
      id: row.id,
      name: row.name,
      timeZone: row.time_zone,
      address: row.address,
      isOnThisPc: holdsLocation(sources, view.scope, row.id),
    }));

export const services: Query<QueryParams<'services'>, QueryResults['services']> = ({ reference }) => {
  const staffOf = new Map<string, string[]>();
  for (const { service_id, staff_id } of reference.table('service_staff').values()) {
    const list = staffOf.get(service_id);
    if (list) list.push(staff_id);
    else staffOf.set(service_id, [staff_id]);
  }
  return [...reference.table('service').values()]
    .filter(({ active }) => active)
    .toSorted(byOrder)
    .map((row) => ({
      id: row.id,
      name: row.name,
      category: row.category,
      durationMinutes: row.duration_minutes,
      bufferBeforeMinutes: row.buffer_before_minutes,
      bufferAfterMinutes: row.buffer_after_minutes,
      priceCents: row.price_cents,
      hue: row.hue,
      requires: row.requires,
      staffIds: staffOf.get(row.id) ?? [],
    }));
};

/** People in active work; at a location: those whose home it is or whose weekly pattern has them there from today on. */
export const staff: Query<QueryParams<'staff'>, QueryResults['staff']> = (
  { reference, read },
  { locationId },
  view,
) => {
  const location = locationId === null ? undefined : reference.table('location').get(locationId);
  const rostered = new Set<string>();
  if (location) {
    const today = dayOf(view.now, location.time_zone);
    for (const row of read.find('roster_pattern', { location_id: location.id })) {
      if (row.valid_to === null || row.valid_to >= today) rostered.add(row.staff_id);
    }
  }
  return [...reference.table('staff').values()]
    .filter((row) => row.active)
    .filter((row) => locationId === null || row.location_id === locationId || rostered.has(row.id))
    .toSorted(byOrder)
    .map(({ id, name, title, hue }) => ({ id, name, title, hue }));
};

export const resources: Query<QueryParams<'resources'>, QueryResults['resources']> = (
  { reference },
  { locationId },
) =>
  [...reference.table('resource').values()]
    .filter((row) => row.active && row.location_id === locationId)
    .toSorted(byOrder)
    .map((row) => ({
      id: row.id,
      locationId: row.location_id,
      name: row.name,
      kind: row.kind,
      capability: row.capability,
    }));
