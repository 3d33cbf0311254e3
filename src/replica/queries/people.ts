import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { TenantRole } from '../../domain/command.ts';
import { sql } from '../connection.ts';
import type { Query } from './query-context.ts';

const PENDING = sql(
  'people.pending',
  `select table_name, id from base_row where table_name in ('staff', 'member', 'service_staff')`,
);
const VISITS_AHEAD = sql(
  'people.visits-ahead',
  `select count(distinct appointment_id) from hold
   where resource_id = ? and active = 1 and deleted_at is null and ends_at > ?`,
);

/** Everybody of the business: who is on the roster, and who signs in. */
export const people: Query<QueryParams<'people'>, QueryResults['people']> = ({ connection, reference }) => {
  const pending = new Set(connection.rows(PENDING).map(([table, id]) => `${String(table)} ${String(id)}`));
  const servicesOf = new Map<string, string[]>();
  const learning = new Set<string>();
  for (const { id, service_id, staff_id } of reference.table('service_staff').values()) {
    servicesOf.set(staff_id, [...(servicesOf.get(staff_id) ?? []), service_id]);
    if (pending.has(`service_staff ${id}`)) learning.add(staff_id);
  }
  return {
    roster: [...reference.table('staff').values()]
      .toSorted(
        (a, b) =>
          Number(b.active) - Number(a.active) || a.sort_order - b.sort_order || a.name.localeCompare(b.name),
      )
      .map((row) => ({
        id: row.id,
        name: row.name,
        title: row.title,
        locationId: row.location_id,
        memberId: row.member_id,
        hue: row.hue,
        sortOrder: row.sort_order,
        active: row.active,
        serviceIds: servicesOf.get(row.id) ?? [],
        pending: pending.has(`staff ${row.id}`) || learning.has(row.id),
      })),
    signIns: [...reference.table('member').values()]
      .toSorted((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name))
      .map((row) => ({
        id: row.id,
        name: row.name,
        email: row.email,
        role: row.role as TenantRole,
        active: row.active,
        pending: pending.has(`member ${row.id}`),
      })),
  };
};

/** Visits with this person that are not over; the diary holds all of the future. */
export const visitsAhead: Query<QueryParams<'visitsAhead'>, QueryResults['visitsAhead']> = (
  { connection },
  { staffId },
  { now },
) => {
  const [count] = connection.row(VISITS_AHEAD, staffId, now) ?? [];
  return { count: Number(count ?? 0) };
};
