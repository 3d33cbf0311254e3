import type { Instant } from '../../base/time.ts';
import { bucketOf } from '../../base/time.ts';
import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type {
  ClientDetail,
  ClientListItem,
  ClientVisit,
  ConsentItem,
} from '../../contracts/queries/clients.ts';
import { type AppointmentStatus, isHolding } from '../../domain/scheduling/status.ts';
import { heldFrom } from '../coverage.ts';
import { sql } from '../connection.ts';
import { clientHit } from './client-search.ts';
import { findClients } from './find-clients.ts';
import { nameOfMember, type Query, type QuerySources, type QueryView } from './query-context.ts';
import { tellingsOf } from './telling.ts';

const BY_NAME = sql('clients.by-name', 'select client_id from client_search_key order by name limit ?');
const COUNT = sql('clients.count', 'select count(*) from client_search_key');
const NEXT_VISIT = sql(
  'clients.next-visit',
  `select starts_at from appointment
   where client_id = ? and starts_at >= ? and deleted_at is null and status in ('requested', 'confirmed', 'arrived')
   order by starts_at limit 1`,
);
const VISITS = sql(
  'clients.visits',
  `select a.id, a.location_id, a.starts_at, a.ends_at, a.status, a.price_cents,
     (select coalesce(sum(e.amount_cents), 0) from ledger_entry e
       where e.appointment_id = a.id and e.deleted_at is null),
     exists (select 1 from base_row b where b.table_name = 'appointment' and b.id = a.id)
   from appointment a where a.client_id = ? and a.deleted_at is null order by a.starts_at desc`,
);
type VisitRow = readonly [string, string, Instant, Instant, AppointmentStatus, number, number, number];
const IS_PENDING = sql('clients.pending', 'select 1 from base_row where table_name = ? and id = ?');

const isPending = ({ connection }: QuerySources, table: string, id: string): boolean =>
  connection.row(IS_PENDING, table, id) !== undefined;

/** One client as lists show it; undefined when there is none. */
export function listItem(sources: QuerySources, id: string, view: QueryView): ClientListItem | undefined {
  const hit = clientHit(sources, id, view);
  if (!hit) return undefined;
  const next = sources.connection.row(NEXT_VISIT, id, view.now)?.[0] ?? null;
  return { ...hit, nextVisit: next as Instant | null };
}

/** The clients' screen: what was typed, best first, or everybody by name. */
export const clientList: Query<QueryParams<'clientList'>, QueryResults['clientList']> = (
  sources,
  { text, limit },
  view,
) => {
  if (!view.showNames) return { total: 0, items: [] };
  const { connection } = sources;
  const ids =
    text.trim() === ''
      ? connection.rows(BY_NAME, limit).map(([id]) => String(id))
      : findClients(connection, text, limit);
  return {
    total: Number(connection.row(COUNT)?.[0] ?? 0),
    items: ids.map((id) => listItem(sources, id, view)).filter((item) => item !== undefined),
  };
};

/** Everything that is known of one client; null when there is none, and while the desk is locked. */
export const client: Query<QueryParams<'client'>, QueryResults['client']> = (sources, { id }, view) => {
  const { connection, read, scopes } = sources;
  const row = read.get('client', id);
  if (!row || !view.showNames) return null;
  const visits = (connection.rows(VISITS, id) as unknown as readonly VisitRow[]).map((visit) =>
    toVisit(sources, visit),
  );
  const next = visits.findLast(
    ({ startsAt, status }) => startsAt >= view.now && isHolding(status) && status !== 'done',
  );
  const held = heldFrom(connection, scopes, view.scope, ['appointment', 'appointment_line']);
  return {
    id,
    name: row.name,
    phone: row.phone,
    email: row.email,
    language: row.language,
    note: row.note,
    doNotBook: row.do_not_book,
    doNotBookReason: row.do_not_book_reason,
    noShows: row.no_shows,
    createdAt: row.created_at,
    pending: isPending(sources, 'client', id),
    alerts: alertsOf(sources, id, view),
    notes: read
      .find('client_note', { client_id: id })
      .toSorted((a, b) => b.at - a.at)
      .map((note) => ({
        id: note.id,
        body: note.body,
        author: nameOfMember(sources, note.author_id),
        at: note.at,
        pending: isPending(sources, 'client_note', note.id),
      })),
    consents: read
      .find('consent', { client_id: id })
      .toSorted((a, b) => b.at - a.at)
      .map((one) => ({
        id: one.id,
        purpose: one.purpose as ConsentItem['purpose'],
        channel: one.channel as ConsentItem['channel'],
        given: one.given,
        how: one.how as ConsentItem['how'],
        textVersion: one.text_version,
        at: one.at,
        actor: nameOfMember(sources, one.actor_id),
        pending: isPending(sources, 'consent', one.id),
      })),
    visits,
    next: next ?? null,
    paidCents: visits.reduce((sum, { paidCents }) => sum + paidCents, 0),
    openCents: visits.reduce((sum, visit) => sum + openOf(visit, view.now), 0),
    heldFrom: held !== null && bucketOf(row.created_at) < held ? held : null,
    tellings: tellingsOf(sources, { client_id: id }),
  };
};

/** What is still to be paid for a visit that has begun: not for one that was called off or missed. */
const openOf = ({ status, startsAt, priceCents, paidCents }: ClientVisit, now: Instant): number =>
  isHolding(status) && startsAt <= now ? Math.max(0, priceCents - paidCents) : 0;

function toVisit(
  { read, reference }: QuerySources,
  [appointmentId, locationId, startsAt, endsAt, status, priceCents, paidCents, pending]: VisitRow,
): ClientVisit {
  const location = reference.table('location').get(locationId);
  const lines = read
    .find('appointment_line', { appointment_id: appointmentId })
    .toSorted((a, b) => a.position - b.position);
  const staffIds = new Set(lines.map(({ staff_id }) => staff_id));
  return {
    appointmentId,
    locationName: location?.name ?? '',
    timeZone: location?.time_zone ?? 'UTC',
    startsAt,
    endsAt,
    status,
    services: lines.map(({ service_id }) => reference.table('service').get(service_id)?.name ?? ''),
    staffNames: [...staffIds].map((id) => reference.table('staff').get(id)?.name ?? ''),
    priceCents,
    paidCents,
    pending: pending === 1,
  };
}

/** Null where this PC may not hold special information: that is not the same as none. */
function alertsOf(sources: QuerySources, id: string, view: QueryView): ClientDetail['alerts'] {
  const { read, scopes, reference } = sources;
  const classes = reference.table('device').get(scopes.get(view.scope).deviceId)?.classes;
  if (Array.isArray(classes) && !classes.includes('special')) return null;
  return read
    .find('client_alert', { client_id: id })
    .toSorted((a, b) => b.created_at - a.created_at)
    .map((alert) => ({
      id: alert.id,
      kind: alert.kind === 'allergy' ? 'allergy' : 'alert',
      text: alert.text,
      author: nameOfMember(sources, alert.author_id),
      at: alert.created_at,
      pending: isPending(sources, 'client_alert', alert.id),
    }));
}
