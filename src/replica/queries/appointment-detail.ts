import type { Instant } from '../../base/time.ts';
import type { AppointmentDetail, QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { AppointmentStatus } from '../../domain/scheduling/status.ts';
import { sql } from '../connection.ts';
import { clientHit } from './client-search.ts';
import { LEDGER_COLUMNS, type LedgerRow, toLedgerItem } from './ledger-items.ts';
import {
  nameOfDevice,
  nameOfMember,
  type Query,
  type QuerySources,
  type QueryView,
} from './query-context.ts';

const PAYMENTS = sql(
  'appointment.payments',
  `select ${LEDGER_COLUMNS} from ledger_entry e where e.appointment_id = ? and e.deleted_at is null order by e.at`,
);
const IS_PENDING = sql('row.pending', 'select 1 from base_row where table_name = ? and id = ?');

/** One visit with everything that its panel shows; null when it is not here. */
export const appointment: Query<QueryParams<'appointment'>, QueryResults['appointment']> = (
  sources,
  { id },
  view,
) => {
  const { connection, read, reference } = sources;
  const row = read.get('appointment', id);
  if (!row) return null;
  const isPending = (table: string, rowId: string): boolean =>
    connection.row(IS_PENDING, table, rowId) !== undefined;
  const lines = read
    .find('appointment_line', { appointment_id: id })
    .toSorted((a, b) => a.position - b.position);
  const payments = (connection.rows(PAYMENTS, id) as unknown as readonly LedgerRow[]).map((entry) =>
    toLedgerItem(sources, entry),
  );

  return {
    id,
    locationId: row.location_id,
    timeZone: reference.table('location').get(row.location_id)?.time_zone ?? 'UTC',
    status: row.status as AppointmentStatus,
    source: row.source,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    priceCents: row.price_cents,
    paidCents: payments.reduce((sum, { amountCents }) => sum + amountCents, 0),
    note: view.showNames ? row.note : null,
    softReason: row.soft_reason,
    cancelReason: row.cancel_reason,
    pending: isPending('appointment', id) || lines.some((line) => isPending('appointment_line', line.id)),
    client: row.client_id === null ? null : clientOf(sources, row.client_id, row.starts_at, view),
    lines: lines.map((line) => {
      const service = reference.table('service').get(line.service_id);
      return {
        id: line.id,
        serviceId: line.service_id,
        serviceName: service?.name ?? '',
        hue: service?.hue ?? 0,
        staffId: line.staff_id,
        staffName: reference.table('staff').get(line.staff_id)?.name ?? '',
        resourceId: line.resource_id,
        resourceName:
          line.resource_id === null
            ? null
            : (reference.table('resource').get(line.resource_id)?.name ?? null),
        startsAt: line.starts_at,
        endsAt: line.ends_at,
        priceCents: line.price_cents,
      };
    }),
    history: read
      .find('status_event', { appointment_id: id })
      .toSorted((a, b) => a.at - b.at)
      .map((event) => ({
        id: event.id,
        from: event.from_status as AppointmentStatus | null,
        to: event.to_status as AppointmentStatus,
        at: event.at,
        actor: nameOfMember(sources, event.actor_id),
        device: nameOfDevice(sources, event.device_id),
        reason: event.reason,
        pending: isPending('status_event', event.id),
      })),
    payments,
  };
};

function clientOf(
  sources: QuerySources,
  id: string,
  visitAt: Instant,
  view: QueryView,
): AppointmentDetail['client'] {
  // The visit that is looked at is not the client's last one.
  const hit = clientHit(sources, id, view, Math.min(visitAt, view.now));
  if (!hit) return null;
  const row = sources.read.get('client', id);
  const alerts = view.showNames ? sources.read.find('client_alert', { client_id: id }) : [];
  return {
    ...hit,
    note: view.showNames ? (row?.note ?? null) : null,
    alerts: alerts.toSorted((a, b) => a.created_at - b.created_at).map(({ text }) => text),
  };
}
