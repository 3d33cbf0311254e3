import type {
  BoardBlock,
  BoardCard,
  BoardColumn,
  QueryParams,
  QueryResults,
} from '../../contracts/queries.ts';
import { HOUR, type Instant } from '../../base/time.ts';
import { APPOINTMENT_STATUSES, type AppointmentStatus } from '../../domain/scheduling/status.ts';
import { sql } from '../connection.ts';
import { coverAt } from '../device-hold.ts';
import { dayFrame, type DayFrame } from './day-frame.ts';
import { nameOfMember, type Query, type QuerySources, type QueryView } from './query-context.ts';

/** No line is longer, so nothing that began earlier reaches into the day. */
const LONGEST = 24 * HOUR;

const DAY_CARDS = sql(
  'day-board.cards',
  `select line_id, appointment_id, staff_id, resource_id, service_id, starts_at, ends_at, price_cents, status, source,
     note, client_id, client_name, client_phone, do_not_book, paid_cents, has_alert, pending, line_count
   from day_card
   where location_id = ? and starts_at >= ? and starts_at < ? and ends_at > ?
   order by starts_at`,
);
type CardRow = readonly [
  lineId: string,
  appointmentId: string,
  staffId: string,
  resourceId: string | null,
  serviceId: string,
  startsAt: Instant,
  endsAt: Instant,
  priceCents: number,
  status: AppointmentStatus,
  source: string,
  note: string | null,
  clientId: string | null,
  clientName: string | null,
  clientPhone: string | null,
  doNotBook: number,
  paidCents: number,
  hasAlert: number,
  pending: number,
  lineCount: number,
];

const DAY_BLOCKS = sql(
  'day-board.blocks',
  `select k.id, k.staff_id, k.starts_at, k.ends_at, k.reason, k.author_id,
     exists (select 1 from base_row b where b.table_name = 'block' and b.id = k.id)
   from block k
   where k.location_id = ? and k.starts_at < ? and k.ends_at > ? and k.deleted_at is null
   order by k.starts_at`,
);
type BlockRow = readonly [string, string, Instant, Instant, string, string | null, number];

/** One location's day as the board draws it: columns, cards, blocks, hours. */
export const dayBoard: Query<QueryParams<'dayBoard'>, QueryResults['dayBoard']> = (sources, params, view) => {
  const { locationId, day } = params;
  const frame = dayFrame(sources, locationId, day) ?? NOWHERE;
  const tables = ['appointment', 'appointment_line', 'block'] as const;
  const cover = coverAt(sources, view.scope, locationId, tables, frame.bounds);
  const cards = cover === 'complete' ? cardsOf(sources, locationId, frame, view) : [];
  const blocks = cover === 'complete' ? blocksOf(sources, locationId, frame) : [];
  return {
    locationId,
    day,
    timeZone: frame.timeZone,
    bounds: frame.bounds,
    hours: frame.hours,
    occasion: frame.occasion,
    columns: columnsOf(sources, frame, [...cards, ...blocks]),
    cards,
    blocks,
    counts: countVisits(cards),
    cover,
  };
};

const NOWHERE: DayFrame = {
  timeZone: 'UTC',
  bounds: { from: 0, to: 0 },
  midnight: 0,
  hours: [],
  occasion: null,
  people: new Map(),
};

function cardsOf(
  { connection, reference }: QuerySources,
  locationId: string,
  frame: DayFrame,
  view: QueryView,
): readonly BoardCard[] {
  const { from, to } = frame.bounds;
  const rows = connection.rows(
    DAY_CARDS,
    locationId,
    from - LONGEST,
    to,
    from,
  ) as unknown as readonly CardRow[];
  const services = reference.table('service');
  const resources = reference.table('resource');
  return rows.map((row): BoardCard => {
    const service = services.get(row[4]);
    return {
      appointmentId: row[1],
      lineId: row[0],
      staffId: row[2],
      resourceId: row[3],
      resourceName: row[3] === null ? null : (resources.get(row[3])?.name ?? null),
      clientId: row[11],
      clientName: view.showNames ? row[12] : null,
      clientPhone: view.showNames ? row[13] : null,
      serviceId: row[4],
      serviceName: service?.name ?? '',
      hue: service?.hue ?? 0,
      startsAt: row[5],
      endsAt: row[6],
      bufferBeforeMinutes: service?.buffer_before_minutes ?? 0,
      bufferAfterMinutes: service?.buffer_after_minutes ?? 0,
      status: row[8],
      source: row[9],
      priceCents: row[7],
      paidCents: row[15],
      lineCount: row[18],
      hasAlert: row[16] === 1,
      doNotBook: row[14] === 1,
      note: view.showNames ? row[10] : null,
      pending: row[17] === 1,
    };
  });
}

function blocksOf(sources: QuerySources, locationId: string, { bounds }: DayFrame): readonly BoardBlock[] {
  const rows = sources.connection.rows(
    DAY_BLOCKS,
    locationId,
    bounds.to,
    bounds.from,
  ) as unknown as readonly BlockRow[];
  return rows.map(([id, staffId, startsAt, endsAt, reason, author, pending]) => ({
    id,
    staffId,
    startsAt,
    endsAt,
    reason,
    author: nameOfMember(sources, author),
    pending: pending === 1,
  }));
}

/** Who works here today, and whoever is booked here all the same. */
function columnsOf(
  { reference }: QuerySources,
  { people }: DayFrame,
  busy: readonly { readonly staffId: string }[],
): readonly BoardColumn[] {
  const booked = new Set(busy.map(({ staffId }) => staffId));
  return [...reference.table('staff').values()]
    .filter(({ id }) => people.has(id) || booked.has(id))
    .toSorted((a, b) => a.sort_order - b.sort_order || a.name.localeCompare(b.name))
    .map(({ id, name, title, hue }) => {
      const rostered = people.get(id);
      return {
        staffId: id,
        name,
        title,
        hue,
        shifts: rostered?.shifts ?? [],
        breaks: rostered?.breaks ?? [],
        leave: rostered?.leave ?? null,
      };
    });
}

/** Visits by status; one of several services counts once. */
export function countVisits(cards: readonly BoardCard[]): Readonly<Record<AppointmentStatus, number>> {
  const counts = Object.fromEntries(APPOINTMENT_STATUSES.map((status) => [status, 0])) as Record<
    AppointmentStatus,
    number
  >;
  const seen = new Set<string>();
  for (const { appointmentId, status } of cards) {
    if (seen.has(appointmentId)) continue;
    seen.add(appointmentId);
    counts[status] += 1;
  }
  return counts;
}
