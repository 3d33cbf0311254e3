import type { Instant, Interval } from '../../base/time.ts';
import type { QueryParams, QueryResults, Takings } from '../../contracts/queries.ts';
import type { AppointmentStatus } from '../../domain/scheduling/status.ts';
import { dayBounds } from '../../domain/scheduling/zoned-time.ts';
import { sql } from '../connection.ts';
import { coverAt } from '../device-hold.ts';
import { LEDGER_COLUMNS, type LedgerRow, toLedgerItem } from './ledger-items.ts';
import { nameOfMember, type Query, type QuerySources, type QueryView } from './query-context.ts';

/** The first line names who did the work and what it was: a visit of two people counts for the first. */
const FIRST_LINE = `(select l.id from appointment_line l where l.appointment_id = a.id and l.deleted_at is null
  order by l.position limit 1)`;

const ENTRIES = sql(
  'takings.entries',
  `select ${LEDGER_COLUMNS}, e.appointment_id, c.name, l.staff_id, l.service_id
   from ledger_entry e
   left join appointment a on a.id = e.appointment_id
   left join client c on c.id = a.client_id
   left join appointment_line l on l.id = ${FIRST_LINE}
   where e.location_id = ? and e.trading_day = ? and e.deleted_at is null
   order by e.at`,
);
type EntryRow = readonly [...LedgerRow, string | null, string | null, string | null, string | null];

const OPEN = sql(
  'takings.open',
  `select a.id, c.name, l.service_id, l.staff_id, a.starts_at, a.status, a.price_cents
     - (select coalesce(sum(e.amount_cents), 0) from ledger_entry e
         where e.appointment_id = a.id and e.deleted_at is null) as due
   from appointment a
   left join client c on c.id = a.client_id
   left join appointment_line l on l.id = ${FIRST_LINE}
   where a.location_id = ? and a.starts_at >= ? and a.starts_at < ? and a.deleted_at is null
     and a.status not in ('cancelled', 'no_show') and due > 0
   order by a.starts_at`,
);
type OpenRow = readonly [
  string,
  string | null,
  string | null,
  string | null,
  Instant,
  AppointmentStatus,
  number,
];

const TILL = sql(
  'takings.till',
  `select trading_day, expected_cents, counted_cents, at, actor_id, note from till_count
   where location_id = ? and trading_day <= ? and deleted_at is null order by trading_day desc, at desc limit 1`,
);
type TillRow = readonly [string, number, number, Instant, string | null, string | null];

type Group = { count: number; cents: number };

/** A day's money at a location: what came in, by tender and by person, and what is still open. */
export const takings: Query<QueryParams<'takings'>, QueryResults['takings']> = (sources, params, view) => {
  const { locationId, day } = params;
  const location = sources.reference.table('location').get(locationId);
  const bounds = dayBounds(day, location?.time_zone ?? 'UTC');
  const tables = ['ledger_entry', 'till_count', 'appointment', 'appointment_line'] as const;
  const cover = coverAt(sources, view.scope, locationId, tables, bounds);
  if (cover !== 'complete') return { ...NOTHING, locationId, day, cover };

  const rows = sources.connection.rows(ENTRIES, locationId, day) as unknown as readonly EntryRow[];
  const entries = rows.map((row) => toEntry(sources, row, view));
  const sum = (items: readonly { readonly amountCents: number }[]): number =>
    items.reduce((total, { amountCents }) => total + amountCents, 0);
  return {
    locationId,
    day,
    cover,
    totalCents: sum(entries),
    pendingCents: sum(entries.filter(({ pending }) => pending)),
    byTender: [...groups(entries.map((entry) => [entry.tender, entry.amountCents] as const))]
      .map(([tender, group]) => ({ tender, ...group }))
      .toSorted((a, b) => b.cents - a.cents),
    byStaff: [...groups(rows.flatMap((row) => (row[11] === null ? [] : [[row[11], row[3]] as const])))]
      .map(([staffId, group]) => ({ staffId, staffName: staffName(sources, staffId) ?? '', ...group }))
      .toSorted((a, b) => b.cents - a.cents),
    entries,
    open: openVisits(sources, locationId, bounds, view),
    tillCount: tillCount(sources, locationId, day),
  };
};

const NOTHING = {
  totalCents: 0,
  pendingCents: 0,
  byTender: [],
  byStaff: [],
  entries: [],
  open: [],
  tillCount: null,
} as const;

function groups(amounts: readonly (readonly [key: string, cents: number])[]): ReadonlyMap<string, Group> {
  const all = new Map<string, Group>();
  for (const [key, cents] of amounts) {
    const group = all.get(key) ?? { count: 0, cents: 0 };
    group.count += 1;
    group.cents += cents;
    all.set(key, group);
  }
  return all;
}

const staffName = ({ reference }: QuerySources, id: string | null): string | null =>
  id === null ? null : (reference.table('staff').get(id)?.name ?? null);
const serviceName = ({ reference }: QuerySources, id: string | null): string | null =>
  id === null ? null : (reference.table('service').get(id)?.name ?? null);

const toEntry = (sources: QuerySources, row: EntryRow, view: QueryView): Takings['entries'][number] => ({
  ...toLedgerItem(sources, row.slice(0, 9) as unknown as LedgerRow),
  appointmentId: row[9],
  clientName: view.showNames ? row[10] : null,
  staffName: staffName(sources, row[11]),
  serviceName: serviceName(sources, row[12]),
});

function openVisits(
  sources: QuerySources,
  locationId: string,
  { from, to }: Interval,
  view: QueryView,
): Takings['open'] {
  const rows = sources.connection.rows(OPEN, locationId, from, to) as unknown as readonly OpenRow[];
  return rows.map((row) => ({
    appointmentId: row[0],
    clientName: view.showNames ? row[1] : null,
    serviceName: serviceName(sources, row[2]) ?? '',
    staffName: staffName(sources, row[3]) ?? '',
    startsAt: row[4],
    status: row[5],
    dueCents: row[6],
  }));
}

function tillCount(sources: QuerySources, locationId: string, day: string): Takings['tillCount'] {
  const row = sources.connection.row(TILL, locationId, day) as unknown as TillRow | undefined;
  if (!row) return null;
  return {
    tradingDay: row[0],
    expectedCents: row[1],
    countedCents: row[2],
    at: row[3],
    actor: nameOfMember(sources, row[4]),
    note: row[5],
  };
}
