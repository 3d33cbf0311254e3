/**
 * The synced tables, once: name, number on the wire, columns and their kinds. The replica's SQL, the cloud's SQL
 * and the rows that rules read are all held against this list by tests.
 */

/** How a column is kept: instants are epoch milliseconds, cents integers, dates 'YYYY-MM-DD', json any value. */
export type ColumnKind = 'uuid' | 'text' | 'int' | 'cents' | 'bool' | 'instant' | 'date' | 'json';

/** A trailing '?' marks a column that may be null. */
export type ColumnSpec = ColumnKind | `${ColumnKind}?`;

/** What a device may be allowed to hold; see the device scope. */
export type TableClass = 'diary' | 'ledger' | 'special' | 'platform';

export type TableSpec = {
  /** Position in the pull's order; parents before children. */
  readonly no: number;
  readonly class: TableClass;
  /** Rows belong to a UTC month (column `bucket`) and may be absent from a replica. */
  readonly bucketed: boolean;
  /** Column that limits the row to a location of the device scope, if it has one. */
  readonly locationColumn: 'location_id' | null;
  /** Without id, row_version and deleted_at, which every synced table has. */
  readonly columns: Readonly<Record<string, ColumnSpec>>;
};

const table = <const T extends TableSpec>(spec: T): T => spec;

export const TABLES = {
  tenant: table({
    no: 1,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      name: 'text',
      slug: 'text',
      trade: 'text', // salon | clinic | barber
      vat_registered: 'bool',
      language: 'text',
      status: 'text', // active | suspended
    },
  }),
  location: table({
    no: 2,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      name: 'text',
      time_zone: 'text',
      address: 'text',
      phone: 'text?',
      sort_order: 'int',
      hours: 'json', // WeekHours: {"1":[[540,1080]], …, "7":[]}, ISO weekday → stretches of minutes
      active: 'bool', // false: taken out of every list, its past stays readable
    },
  }),
  location_exception: table({
    no: 3,
    class: 'diary',
    bucketed: false,
    locationColumn: 'location_id',
    columns: {
      location_id: 'uuid',
      day: 'date',
      hours: 'json', // [] closed; otherwise stretches of minutes that replace the week's
      reason: 'text',
    },
  }),
  member: table({
    no: 4,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      user_id: 'uuid?',
      name: 'text',
      email: 'text?',
      role: 'text', // owner | manager | front_desk
      active: 'bool',
    },
  }),
  staff: table({
    no: 5,
    class: 'diary',
    bucketed: false,
    locationColumn: null, // people move between branches; columns show who works where
    columns: {
      name: 'text',
      title: 'text',
      location_id: 'uuid',
      member_id: 'uuid?',
      hue: 'int', // 0 to 9, see the ten hues of the theme
      sort_order: 'int',
      active: 'bool',
    },
  }),
  roster_pattern: table({
    no: 6,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      staff_id: 'uuid',
      location_id: 'uuid',
      weekday: 'int', // ISO, 1 Monday
      start_minute: 'int',
      end_minute: 'int',
      breaks: 'json', // [[780,810]]
      valid_from: 'date',
      valid_to: 'date?',
    },
  }),
  roster_exception: table({
    no: 7,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      staff_id: 'uuid',
      day: 'date',
      kind: 'text', // leave | shift | off; any row on a day replaces the pattern of that day
      location_id: 'uuid?',
      start_minute: 'int?',
      end_minute: 'int?',
      breaks: 'json',
      reason: 'text?',
    },
  }),
  resource: table({
    no: 8,
    class: 'diary',
    bucketed: false,
    locationColumn: 'location_id',
    columns: {
      location_id: 'uuid',
      name: 'text',
      kind: 'text', // room | equipment
      capability: 'text', // what a service asks for: 'treatment-room', 'basin', …
      sort_order: 'int',
      active: 'bool',
    },
  }),
  service: table({
    no: 9,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      name: 'text',
      category: 'text',
      duration_minutes: 'int',
      buffer_before_minutes: 'int',
      buffer_after_minutes: 'int',
      price_cents: 'cents', // VAT-inclusive
      hue: 'int',
      requires: 'text?', // capability of a room or piece of equipment that is held by itself
      sort_order: 'int',
      active: 'bool',
    },
  }),
  service_staff: table({
    no: 10,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: { service_id: 'uuid', staff_id: 'uuid' },
  }),
  device: table({
    no: 11,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      name: 'text',
      locations: 'json', // null: all
      classes: 'json', // ["diary","ledger","special"]
      enrolled_at: 'instant',
      revoked_at: 'instant?',
    },
  }),
  import_group: table({
    no: 12,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      kind: 'text', // clients_csv | diary_ics
      file_name: 'text',
      row_count: 'int',
      imported_at: 'instant',
      actor_id: 'uuid',
      undone_at: 'instant?',
      keys: 'json', // of the events that it brought: what a later import of the same calendar leaves out
    },
  }),
  client: table({
    no: 13,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      name: 'text',
      phone: 'text?', // E.164
      email: 'text?',
      language: 'text?',
      note: 'text?',
      do_not_book: 'bool',
      no_shows: 'int', // kept by the server and by replay, never by the page
      import_id: 'uuid?',
      created_at: 'instant',
      do_not_book_reason: 'text?',
    },
  }),
  client_alert: table({
    no: 14,
    class: 'special',
    bucketed: false,
    locationColumn: null,
    columns: {
      client_id: 'uuid',
      kind: 'text', // allergy | alert
      text: 'text',
      created_at: 'instant',
      author_id: 'uuid?',
    },
  }),
  message_template: table({
    no: 15,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      kind: 'text', // moved | cancelled | restored
      language: 'text',
      body: 'text', // with {client}, {service}, {person}, {day}, {time}, {place}, {business} …
    },
  }),
  client_note: table({
    no: 16,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      client_id: 'uuid',
      body: 'text', // append-only: a note is never changed
      at: 'instant',
      author_id: 'uuid?',
    },
  }),
  consent: table({
    no: 17,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      client_id: 'uuid',
      purpose: 'text', // reminders | marketing | special_information
      channel: 'text?', // sms | whatsapp | email | call; null where the purpose has none
      given: 'bool', // false: withdrawn; the newest row of a purpose and channel counts
      how: 'text', // in_person | telephone | form | online
      text_version: 'text',
      at: 'instant',
      actor_id: 'uuid?',
    },
  }),
  import_trace: table({
    no: 19,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      import_id: 'uuid',
      table_name: 'text', // block: a row that the import made; client: one whose empty fields it filled
      row_id: 'uuid',
      filled: 'json?', // {column: value} of a client
    },
  }),
  appointment: table({
    no: 20,
    class: 'diary',
    bucketed: true,
    locationColumn: 'location_id',
    columns: {
      bucket: 'int',
      location_id: 'uuid',
      client_id: 'uuid?', // null: a walk-in without a name
      status: 'text', // AppointmentStatus
      source: 'text', // desk | walk_in | online | import
      starts_at: 'instant',
      ends_at: 'instant',
      price_cents: 'cents',
      note: 'text?',
      cancel_reason: 'text?',
      soft_reason: 'text?', // why a warning (hours, break, block) was overruled
      import_id: 'uuid?',
      created_at: 'instant',
      created_by: 'uuid?', // member; null for online bookings
      client_knows: 'json?', // what the client still believes: {startsAt, staffIds, status}; null: what stands here
    },
  }),
  appointment_line: table({
    no: 21,
    class: 'diary',
    bucketed: true,
    locationColumn: 'location_id',
    columns: {
      bucket: 'int',
      location_id: 'uuid',
      appointment_id: 'uuid',
      position: 'int',
      service_id: 'uuid',
      staff_id: 'uuid',
      resource_id: 'uuid?',
      starts_at: 'instant', // without buffers
      ends_at: 'instant',
      price_cents: 'cents',
    },
  }),
  hold: table({
    no: 22,
    class: 'diary',
    bucketed: true,
    locationColumn: 'location_id',
    columns: {
      bucket: 'int',
      location_id: 'uuid',
      appointment_id: 'uuid',
      line_id: 'uuid',
      resource_id: 'uuid', // a staff id or a resource id
      starts_at: 'instant', // with buffers; the cloud keeps both as one tstzrange
      ends_at: 'instant',
      active: 'bool',
    },
  }),
  block: table({
    no: 23,
    class: 'diary',
    bucketed: true,
    locationColumn: 'location_id',
    columns: {
      bucket: 'int',
      location_id: 'uuid',
      staff_id: 'uuid',
      starts_at: 'instant',
      ends_at: 'instant',
      reason: 'text',
      author_id: 'uuid?',
    },
  }),
  status_event: table({
    no: 24,
    class: 'diary',
    bucketed: true,
    locationColumn: 'location_id',
    columns: {
      bucket: 'int',
      location_id: 'uuid',
      appointment_id: 'uuid',
      from_status: 'text?', // null: the booking itself
      to_status: 'text',
      at: 'instant',
      actor_id: 'uuid?',
      device_id: 'uuid?',
      reason: 'text?',
    },
  }),
  ledger_entry: table({
    no: 25,
    class: 'ledger',
    bucketed: true,
    locationColumn: 'location_id',
    columns: {
      bucket: 'int',
      location_id: 'uuid',
      appointment_id: 'uuid?',
      kind: 'text', // payment | reversal
      tender: 'text', // cash | card | eft | …
      amount_cents: 'cents', // a reversal is negative
      trading_day: 'date',
      at: 'instant',
      actor_id: 'uuid?',
      device_id: 'uuid?',
      reverses_id: 'uuid?',
      reason: 'text?',
    },
  }),
  till_count: table({
    no: 26,
    class: 'ledger',
    bucketed: true,
    locationColumn: 'location_id',
    columns: {
      bucket: 'int',
      location_id: 'uuid',
      trading_day: 'date',
      expected_cents: 'cents',
      counted_cents: 'cents',
      at: 'instant',
      actor_id: 'uuid?',
      note: 'text?',
    },
  }),
  conflict: table({
    no: 27,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      client_id: 'uuid', // the replica whose mutation was refused
      device_id: 'uuid',
      name: 'text', // command
      args: 'json',
      code: 'text',
      detail: 'json', // what stood in the way: ConflictDetail
      actor_id: 'uuid',
      at: 'instant',
      state: 'text', // open | closed | dismissed
      closed_by: 'uuid?',
      closed_reason: 'text?',
      root: 'uuid?', // the conflict that this one follows from
      v: 'int', // version of the command
    },
  }),
  telling: table({
    no: 28,
    class: 'diary',
    bucketed: false,
    locationColumn: null,
    columns: {
      appointment_id: 'uuid',
      client_id: 'uuid',
      channel: 'text', // call | sms | whatsapp | email | in_person
      outcome: 'text', // told | no_answer
      told: 'json', // what was said: {startsAt, staffIds, status}, and `instead`: what the client had believed
      at: 'instant',
      actor_id: 'uuid?',
      device_id: 'uuid?',
    },
  }),
  flag: table({
    no: 40,
    class: 'platform',
    bucketed: false,
    locationColumn: null,
    columns: {
      key: 'text', // ENABLE_AI_FEATURES …
      description: 'text',
      default_on: 'bool',
    },
  }),
  flag_override: table({
    no: 41,
    class: 'platform',
    bucketed: false,
    locationColumn: null,
    columns: {
      tenant_id: 'uuid',
      flag_id: 'uuid',
      is_on: 'bool',
      reason: 'text',
      changed_by: 'text', // name of the member of the platform's staff
      changed_at: 'instant',
    },
  }),
  tenant_overview: table({
    no: 42,
    class: 'platform',
    bucketed: false,
    locationColumn: null,
    columns: {
      tenant_id: 'uuid',
      name: 'text',
      slug: 'text',
      trade: 'text',
      status: 'text',
      location_count: 'int',
      staff_count: 'int',
    },
  }),
} as const;

export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

type KindValue = {
  readonly uuid: string;
  readonly text: string;
  readonly int: number;
  readonly cents: number;
  readonly bool: boolean;
  readonly instant: number;
  readonly date: string;
  readonly json: unknown;
};

type ColumnValue<S> = S extends `${infer K}?`
  ? K extends ColumnKind
    ? KindValue[K] | null
    : never
  : S extends ColumnKind
    ? KindValue[S]
    : never;

type Columns<T extends TableName> = (typeof TABLES)[T]['columns'];

/** The business columns of a row, in SQL's own names. */
export type RowValues<T extends TableName> = {
  readonly [C in keyof Columns<T>]: ColumnValue<Columns<T>[C]>;
};

/** A whole row as rules see it; `row_version` 0 means that only this desk knows it yet. */
export type Row<T extends TableName> = RowValues<T> & {
  readonly id: string;
  readonly row_version: number;
  readonly deleted_at: number | null;
};

/** Every column of a table in the order of the wire: id, row_version, deleted_at, then the business columns. */
export function columnsOf(name: TableName): readonly string[] {
  return ['id', 'row_version', 'deleted_at', ...Object.keys(TABLES[name].columns)];
}

export function columnSpec(name: TableName, column: string): ColumnSpec | undefined {
  if (column === 'id') return 'uuid';
  if (column === 'row_version') return 'int';
  if (column === 'deleted_at') return 'instant?';
  return (TABLES[name].columns as Readonly<Record<string, ColumnSpec>>)[column];
}

export const isTableName = (name: string): name is TableName => Object.hasOwn(TABLES, name);

/** Tables that a tenant's replica holds from its own scope, and those that come from the platform's scope. */
export const TENANT_TABLES = TABLE_NAMES.filter((name) => TABLES[name].class !== 'platform');
export const PLATFORM_TABLES = TABLE_NAMES.filter((name) => TABLES[name].class === 'platform');

/** The scope of flags, overrides and the overview of tenants; the same in every cloud. */
export const PLATFORM_SCOPE = '00000000-0000-7000-8000-000000000001';
