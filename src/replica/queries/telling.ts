import type { Instant } from '../../base/time.ts';
import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type {
  MessageTemplate,
  TellingItem,
  ToTellItem,
  VisitInWords,
} from '../../contracts/queries/telling.ts';
import type { ClientLanguage, MessageKind } from '../../domain/clients/message-text.ts';
import type { TellingChannel } from '../../domain/clients/telling-commands.ts';
import { type KnownVisit, visitAsTold } from '../../domain/scheduling/client-knows.ts';
import type { Row } from '../../domain/tables.ts';
import { sql } from '../connection.ts';
import { nameOfMember, type Query, type QuerySources, type QueryView } from './query-context.ts';

/** A client who is in the house, or did not come, is not called; the entry comes back if the status was a slip. */
const TO_TELL = sql(
  'telling.to-tell',
  `select id from appointment
   where client_knows is not null and deleted_at is null and client_id is not null
     and status in ('requested', 'confirmed', 'cancelled')
   order by starts_at`,
);
const IS_PENDING = sql('telling.pending', 'select 1 from base_row where table_name = ? and id = ?');

const isPending = ({ connection }: QuerySources, table: string, id: string): boolean =>
  connection.row(IS_PENDING, table, id) !== undefined;

/** Whom to tell what, the most urgent first. */
export const toTell: Query<QueryParams<'toTell'>, QueryResults['toTell']> = (sources, _, view) => {
  // It is a list of names and numbers; a locked desk shows none.
  if (!view.showNames) return [];
  return sources.connection
    .rows(TO_TELL)
    .map(([id]) => sources.read.get('appointment', String(id)))
    .map((row) => (row ? toTellItem(sources, row, view) : null))
    .filter((item) => item !== null)
    .toSorted((a, b) => a.dueAt - b.dueAt);
};

export const visitTelling: Query<QueryParams<'visitTelling'>, QueryResults['visitTelling']> = (
  sources,
  { appointmentId },
  view,
) => {
  const row = sources.read.get('appointment', appointmentId);
  if (!row || !view.showNames) return { toTell: null, tellings: [] };
  const open = row.status === 'requested' || row.status === 'confirmed' || row.status === 'cancelled';
  return {
    toTell: open ? toTellItem(sources, row, view) : null,
    tellings: tellingsOf(sources, { appointment_id: appointmentId }),
  };
};

function toTellItem(sources: QuerySources, row: Row<'appointment'>, view: QueryView): ToTellItem | null {
  const { read, reference } = sources;
  const knows = row.client_knows as KnownVisit | null;
  const client = row.client_id === null ? undefined : read.get('client', row.client_id);
  if (knows === null || !client) return null;
  const stands = visitAsTold(read, row);
  const ahead = [knows.startsAt, stands.startsAt].filter((at) => at > view.now);
  // Both times have passed: the client has come, or has stayed away, by now.
  if (ahead.length === 0) return null;
  const location = reference.table('location').get(row.location_id);
  const lines = read
    .find('appointment_line', { appointment_id: row.id })
    .toSorted((a, b) => a.position - b.position);
  const tellings = tellingsOf(sources, { appointment_id: row.id });
  const lastTold = tellings.findIndex(({ outcome }) => outcome === 'told');
  return {
    appointmentId: row.id,
    locationName: location?.name ?? '',
    timeZone: location?.time_zone ?? 'UTC',
    client: {
      id: client.id,
      name: client.name,
      phone: client.phone,
      email: client.email,
      language: client.language,
    },
    services: lines.map((line) => reference.table('service').get(line.service_id)?.name ?? ''),
    kind: kindOf(knows, stands),
    knows: inWords(sources, knows),
    stands: inWords(sources, stands),
    dueAt: Math.min(...ahead),
    attempts: lastTold < 0 ? tellings : tellings.slice(0, lastTold),
    pending: isPending(sources, 'appointment', row.id),
  };
}

function kindOf(knows: KnownVisit, stands: KnownVisit): MessageKind {
  if (stands.status === 'cancelled') return 'cancelled';
  return knows.status === 'cancelled' ? 'restored' : 'moved';
}

const inWords = ({ reference }: QuerySources, visit: KnownVisit): VisitInWords => ({
  ...visit,
  staffNames: [...new Set(visit.staffIds)].map((id) => reference.table('staff').get(id)?.name ?? ''),
});

/** What was told of a visit, or to a client, newest first. */
export function tellingsOf(
  sources: QuerySources,
  of: { readonly appointment_id: string } | { readonly client_id: string },
): readonly TellingItem[] {
  return sources.read
    .find('telling', of)
    .toSorted((a, b) => b.at - a.at)
    .map((row) => ({
      id: row.id,
      appointmentId: row.appointment_id,
      channel: row.channel as TellingChannel,
      outcome: row.outcome as TellingItem['outcome'],
      told: row.told as KnownVisit,
      timeZone: zoneOf(sources, row.appointment_id),
      at: row.at as Instant,
      actor: nameOfMember(sources, row.actor_id),
      pending: isPending(sources, 'telling', row.id),
    }));
}

function zoneOf({ read, reference }: QuerySources, appointmentId: string): string {
  const place = read.get('appointment', appointmentId)?.location_id;
  return (place === undefined ? undefined : reference.table('location').get(place)?.time_zone) ?? 'UTC';
}

/** The business's own wordings; for every other message the console ships one. */
export const messageTemplates: Query<QueryParams<'messageTemplates'>, QueryResults['messageTemplates']> = (
  sources,
  _,
  view,
) => {
  const tenant = sources.read.get('tenant', view.scope);
  return {
    own: sources.read.find('message_template', {}).map((row): MessageTemplate => ({
      id: row.id,
      kind: row.kind as MessageKind,
      language: row.language as ClientLanguage,
      body: row.body,
      pending: isPending(sources, 'message_template', row.id),
    })),
    businessName: tenant?.name ?? sources.scopes.get(view.scope).scopeName,
    language: tenant?.language ?? 'en',
  };
};
