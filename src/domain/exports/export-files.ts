import type { Row, TableName } from '../tables.ts';

/**
 * The files of an export and their columns: names that other programs may rely on, in the order in which they stand.
 * What each means is in the catalogue, and goes with every export.
 */
export const EXPORT_FILES = {
  clients: ['id', 'name', 'phone', 'email', 'language', 'note', 'do_not_book', 'no_shows', 'created'],
  client_notes: ['client_id', 'client', 'note', 'at', 'by'],
  consents: ['client_id', 'client', 'purpose', 'channel', 'given', 'how', 'text_version', 'at', 'by'],
  special_information: ['client_id', 'client', 'kind', 'text', 'at', 'by'],
  visits: [
    'id',
    'location',
    'starts',
    'ends',
    'status',
    'client_id',
    'client',
    'price',
    'source',
    'note',
    'cancel_reason',
    'created',
    'by',
  ],
  visit_lines: ['visit_id', 'position', 'service', 'person', 'room', 'starts', 'ends', 'price'],
  payments: [
    'id',
    'visit_id',
    'location',
    'kind',
    'tender',
    'amount',
    'trading_day',
    'at',
    'by',
    'reverses_id',
    'reason',
  ],
  till_counts: ['location', 'trading_day', 'expected', 'counted', 'at', 'by', 'note'],
  services: [
    'id',
    'name',
    'category',
    'minutes',
    'buffer_before',
    'buffer_after',
    'price',
    'requires',
    'people',
    'active',
  ],
  staff: ['id', 'name', 'title', 'location', 'active'],
  rosters: ['person', 'location', 'weekday', 'from', 'to', 'breaks', 'valid_from', 'valid_to'],
  roster_days: ['person', 'day', 'kind', 'location', 'from', 'to', 'breaks', 'reason'],
  blocks: ['person', 'location', 'starts', 'ends', 'reason', 'by'],
  locations: ['id', 'name', 'time_zone', 'address', 'phone', 'hours'],
  location_days: ['location', 'day', 'hours', 'reason'],
  rooms: ['id', 'name', 'location', 'kind', 'capability', 'active'],
  people: ['id', 'name', 'email', 'role', 'active'],
  messages: ['kind', 'language', 'text'],
} as const satisfies Record<string, readonly string[]>;
export type ExportFileName = keyof typeof EXPORT_FILES;
export const EXPORT_FILE_NAMES = Object.keys(EXPORT_FILES) as readonly ExportFileName[];

/** Which rows a file is made of. */
export const EXPORT_TABLES = {
  clients: 'client',
  client_notes: 'client_note',
  consents: 'consent',
  special_information: 'client_alert',
  visits: 'appointment',
  visit_lines: 'appointment_line',
  payments: 'ledger_entry',
  till_counts: 'till_count',
  services: 'service',
  staff: 'staff',
  rosters: 'roster_pattern',
  roster_days: 'roster_exception',
  blocks: 'block',
  locations: 'location',
  location_days: 'location_exception',
  rooms: 'resource',
  people: 'member',
  messages: 'message_template',
} as const satisfies Record<ExportFileName, TableName>;

/** A cell before it is written: money and moments are written in the reader's manner. */
export type ExportCell =
  | string
  | number
  | boolean
  | null
  | { readonly cents: number }
  | { readonly at: number; readonly timeZone: string };

/** What rows name by their ids. */
export type ExportNames = {
  readonly location: (id: string | null) => { readonly name: string; readonly timeZone: string };
  readonly staff: (id: string | null) => string;
  readonly service: (id: string) => string;
  readonly room: (id: string | null) => string | null;
  readonly client: (id: string | null) => string | null;
  readonly member: (id: string | null) => string | null;
  /** Who gives a service. */
  readonly giversOf: (serviceId: string) => readonly string[];
};

type RowOf<F extends ExportFileName> = Row<(typeof EXPORT_TABLES)[F]>;
type Maker<F extends ExportFileName> = (
  row: RowOf<F>,
  names: ExportNames,
) => Readonly<Record<(typeof EXPORT_FILES)[F][number], ExportCell>>;

const anywhere = (names: ExportNames): string => names.location(null).timeZone;
const clock = (minute: number | null): string | null =>
  minute === null
    ? null
    : `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** [[480, 1080]] as "08:00-18:00". */
const stretches = (value: unknown): string =>
  (Array.isArray(value) ? (value as readonly (readonly [number, number])[]) : [])
    .map(([from, to]) => `${clock(from) ?? ''}-${clock(to) ?? ''}`)
    .join(' ');
const week = (hours: unknown): string =>
  Object.entries((hours ?? {}) as Readonly<Record<string, unknown>>)
    .map(([day, value]) => `${day}: ${stretches(value) || '-'}`)
    .join('; ');

/** How each file's cells are made of its rows. */
export const EXPORT_ROWS: { readonly [F in ExportFileName]: Maker<F> } = {
  clients: (row, names) => ({
    id: row.id,
    name: row.name,
    phone: row.phone,
    email: row.email,
    language: row.language,
    note: row.note,
    do_not_book: row.do_not_book,
    no_shows: row.no_shows,
    created: { at: row.created_at, timeZone: anywhere(names) },
  }),
  client_notes: (row, names) => ({
    client_id: row.client_id,
    client: names.client(row.client_id),
    note: row.body,
    at: { at: row.at, timeZone: anywhere(names) },
    by: names.member(row.author_id),
  }),
  consents: (row, names) => ({
    client_id: row.client_id,
    client: names.client(row.client_id),
    purpose: row.purpose,
    channel: row.channel,
    given: row.given,
    how: row.how,
    text_version: row.text_version,
    at: { at: row.at, timeZone: anywhere(names) },
    by: names.member(row.actor_id),
  }),
  special_information: (row, names) => ({
    client_id: row.client_id,
    client: names.client(row.client_id),
    kind: row.kind,
    text: row.text,
    at: { at: row.created_at, timeZone: anywhere(names) },
    by: names.member(row.author_id),
  }),
  visits: (row, names) => {
    const { name, timeZone } = names.location(row.location_id);
    return {
      id: row.id,
      location: name,
      starts: { at: row.starts_at, timeZone },
      ends: { at: row.ends_at, timeZone },
      status: row.status,
      client_id: row.client_id,
      client: names.client(row.client_id),
      price: { cents: row.price_cents },
      source: row.source,
      note: row.note,
      cancel_reason: row.cancel_reason,
      created: { at: row.created_at, timeZone },
      by: names.member(row.created_by),
    };
  },
  visit_lines: (row, names) => {
    const { timeZone } = names.location(row.location_id);
    return {
      visit_id: row.appointment_id,
      position: row.position + 1,
      service: names.service(row.service_id),
      person: names.staff(row.staff_id),
      room: names.room(row.resource_id),
      starts: { at: row.starts_at, timeZone },
      ends: { at: row.ends_at, timeZone },
      price: { cents: row.price_cents },
    };
  },
  payments: (row, names) => {
    const { name, timeZone } = names.location(row.location_id);
    return {
      id: row.id,
      visit_id: row.appointment_id,
      location: name,
      kind: row.kind,
      tender: row.tender,
      amount: { cents: row.amount_cents },
      trading_day: row.trading_day,
      at: { at: row.at, timeZone },
      by: names.member(row.actor_id),
      reverses_id: row.reverses_id,
      reason: row.reason,
    };
  },
  till_counts: (row, names) => {
    const { name, timeZone } = names.location(row.location_id);
    return {
      location: name,
      trading_day: row.trading_day,
      expected: { cents: row.expected_cents },
      counted: { cents: row.counted_cents },
      at: { at: row.at, timeZone },
      by: names.member(row.actor_id),
      note: row.note,
    };
  },
  services: (row, names) => ({
    id: row.id,
    name: row.name,
    category: row.category,
    minutes: row.duration_minutes,
    buffer_before: row.buffer_before_minutes,
    buffer_after: row.buffer_after_minutes,
    price: { cents: row.price_cents },
    requires: row.requires,
    people: names.giversOf(row.id).join(', '),
    active: row.active,
  }),
  staff: (row, names) => ({
    id: row.id,
    name: row.name,
    title: row.title,
    location: names.location(row.location_id).name,
    active: row.active,
  }),
  rosters: (row, names) => ({
    person: names.staff(row.staff_id),
    location: names.location(row.location_id).name,
    weekday: row.weekday,
    from: clock(row.start_minute),
    to: clock(row.end_minute),
    breaks: stretches(row.breaks),
    valid_from: row.valid_from,
    valid_to: row.valid_to,
  }),
  roster_days: (row, names) => ({
    person: names.staff(row.staff_id),
    day: row.day,
    kind: row.kind,
    location: row.location_id === null ? null : names.location(row.location_id).name,
    from: clock(row.start_minute),
    to: clock(row.end_minute),
    breaks: stretches(row.breaks),
    reason: row.reason,
  }),
  blocks: (row, names) => {
    const { name, timeZone } = names.location(row.location_id);
    return {
      person: names.staff(row.staff_id),
      location: name,
      starts: { at: row.starts_at, timeZone },
      ends: { at: row.ends_at, timeZone },
      reason: row.reason,
      by: names.member(row.author_id),
    };
  },
  locations: (row) => ({
    id: row.id,
    name: row.name,
    time_zone: row.time_zone,
    address: row.address,
    phone: row.phone,
    hours: week(row.hours),
  }),
  location_days: (row, names) => ({
    location: names.location(row.location_id).name,
    day: row.day,
    hours: stretches(row.hours) || '-',
    reason: row.reason,
  }),
  rooms: (row, names) => ({
    id: row.id,
    name: row.name,
    location: names.location(row.location_id).name,
    kind: row.kind,
    capability: row.capability,
    active: row.active,
  }),
  people: (row) => ({ id: row.id, name: row.name, email: row.email, role: row.role, active: row.active }),
  messages: (row) => ({ kind: row.kind, language: row.language, text: row.body }),
};
