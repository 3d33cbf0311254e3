import type { Instant } from '../../base/time.ts';
import type { QueryParams, QueryResults, VisitFacts, VisitFactsLine } from '../../contracts/queries.ts';
import type { Row } from '../../domain/tables.ts';
import { dayBounds, dayOf } from '../../domain/scheduling/zoned-time.ts';
import { sql } from '../connection.ts';
import { clientHit } from './client-search.ts';
import { nameOfMember, type Query, type QuerySources, type QueryView } from './query-context.ts';

const PAID = sql(
  'visit-facts.paid',
  'select coalesce(sum(amount_cents), 0) from ledger_entry where appointment_id = ? and deleted_at is null',
);
const PENDING = sql(
  'visit-facts.pending',
  `select exists (select 1 from base_row where table_name = 'appointment' and id = ?)`,
);
/** Lines of the client's other visits that still hold, from an instant on. */
const COMING = sql(
  'visit-facts.coming',
  `select l.id from appointment a
   join appointment_line l on l.appointment_id = a.id and l.deleted_at is null
   where a.client_id = ? and a.id <> ? and a.deleted_at is null and l.starts_at >= ?
     and a.status in ('requested', 'confirmed', 'arrived', 'in_service', 'done')
   order by l.starts_at, l.position limit ?`,
);
/** More bookings of one client on one day than anybody reads at a glance. */
const MOST = 12;

/** What is known of a visit and its client at a glance; null when the visit is not here. */
export const visitFacts: Query<QueryParams<'visitFacts'>, QueryResults['visitFacts']> = (
  sources,
  { id },
  view,
) => {
  const { connection, read, reference } = sources;
  const row = read.get('appointment', id);
  if (!row) return null;
  const timeZone = reference.table('location').get(row.location_id)?.time_zone ?? 'UTC';
  const own = read
    .find('appointment_line', { appointment_id: id })
    .toSorted((a, b) => a.position - b.position);
  const booked = read
    .find('status_event', { appointment_id: id })
    .toSorted((a, b) => a.at - b.at)
    .find(({ from_status }) => from_status === null);
  return {
    id,
    timeZone,
    client: row.client_id === null ? null : clientOf(sources, row.client_id, view),
    note: view.showNames ? row.note : null,
    lines: own.map((line) => lineOf(sources, line)),
    ...othersOf(sources, row, timeZone),
    source: row.source,
    bookedBy: nameOfMember(sources, booked?.actor_id ?? row.created_by),
    bookedAt: booked?.at ?? row.created_at,
    priceCents: row.price_cents,
    paidCents: (connection.row(PAID, id)?.[0] ?? 0) as number,
    pending: connection.row(PENDING, id)?.[0] === 1,
  };
};

function othersOf(
  sources: QuerySources,
  visit: Row<'appointment'>,
  timeZone: string,
): Pick<VisitFacts, 'sameDay' | 'next'> {
  if (visit.client_id === null) return { sameDay: [], next: null };
  const day = dayBounds(dayOf(visit.starts_at, timeZone), timeZone);
  const coming = (from: Instant): readonly VisitFactsLine[] =>
    sources.connection.rows(COMING, visit.client_id, visit.id, from, MOST).flatMap(([id]) => {
      const line = sources.read.get('appointment_line', id as string);
      return line ? [lineOf(sources, line)] : [];
    });
  return {
    sameDay: coming(day.from).filter(({ startsAt }) => startsAt < day.to),
    next: coming(day.to)[0] ?? null,
  };
}

const lineOf = ({ reference }: QuerySources, line: Row<'appointment_line'>): VisitFactsLine => ({
  lineId: line.id,
  startsAt: line.starts_at,
  endsAt: line.ends_at,
  serviceName: reference.table('service').get(line.service_id)?.name ?? '',
  staffName: reference.table('staff').get(line.staff_id)?.name ?? '',
  resourceName:
    line.resource_id === null ? null : (reference.table('resource').get(line.resource_id)?.name ?? null),
});

function clientOf(sources: QuerySources, id: string, view: QueryView): VisitFacts['client'] {
  const hit = clientHit(sources, id, view);
  if (!hit) return null;
  const alerts = view.showNames ? sources.read.find('client_alert', { client_id: id }) : [];
  return {
    name: hit.name,
    phone: hit.phone,
    noShows: hit.noShows,
    doNotBook: hit.doNotBook,
    alerts: alerts.toSorted((a, b) => a.created_at - b.created_at).map(({ text }) => text),
  };
}
