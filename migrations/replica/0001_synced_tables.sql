-- Steps that this file has been through; PRAGMA user_version is the number of the last.
create table migration (
  number integer primary key,
  name text not null,
  applied_at integer not null
) strict;

-- The synced tables: the same columns as src/domain/tables.ts, held equal by a test. Instants and cents are integers,
-- booleans 0 or 1, json is text. No foreign keys and no checks: the cloud has decided these rows; a desk shows them.
-- WITHOUT ROWID: every read and write is by id or by an index, and one tree less is written per booking.

create table tenant (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  name text not null,
  slug text not null,
  trade text not null,
  vat_registered integer not null,
  language text not null,
  status text not null
) strict, without rowid;

create table location (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  name text not null,
  time_zone text not null,
  address text not null,
  phone text,
  sort_order integer not null,
  hours text not null
) strict, without rowid;

create table location_exception (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  location_id text not null,
  day text not null,
  hours text not null,
  reason text not null
) strict, without rowid;

create table member (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  user_id text,
  name text not null,
  email text,
  role text not null,
  active integer not null
) strict, without rowid;

create table staff (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  name text not null,
  title text not null,
  location_id text not null,
  member_id text,
  hue integer not null,
  sort_order integer not null,
  active integer not null
) strict, without rowid;

create table roster_pattern (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  staff_id text not null,
  location_id text not null,
  weekday integer not null,
  start_minute integer not null,
  end_minute integer not null,
  breaks text not null,
  valid_from text not null,
  valid_to text
) strict, without rowid;

create table roster_exception (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  staff_id text not null,
  day text not null,
  kind text not null,
  location_id text,
  start_minute integer,
  end_minute integer,
  breaks text not null,
  reason text
) strict, without rowid;

create table resource (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  location_id text not null,
  name text not null,
  kind text not null,
  capability text not null,
  sort_order integer not null,
  active integer not null
) strict, without rowid;

create table service (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  name text not null,
  category text not null,
  duration_minutes integer not null,
  buffer_before_minutes integer not null,
  buffer_after_minutes integer not null,
  price_cents integer not null,
  hue integer not null,
  requires text,
  sort_order integer not null,
  active integer not null
) strict, without rowid;

create table service_staff (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  service_id text not null,
  staff_id text not null
) strict, without rowid;

create table device (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  name text not null,
  locations text not null,
  classes text not null,
  enrolled_at integer not null,
  revoked_at integer
) strict, without rowid;

create table import_group (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  kind text not null,
  file_name text not null,
  row_count integer not null,
  imported_at integer not null,
  actor_id text not null,
  undone_at integer
) strict, without rowid;

create table client (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  name text not null,
  phone text,
  email text,
  language text,
  note text,
  do_not_book integer not null,
  no_shows integer not null,
  import_id text,
  created_at integer not null
) strict, without rowid;

create table client_alert (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  client_id text not null,
  kind text not null,
  text text not null,
  created_at integer not null
) strict, without rowid;

create table appointment (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  bucket integer not null,
  location_id text not null,
  client_id text,
  status text not null,
  source text not null,
  starts_at integer not null,
  ends_at integer not null,
  price_cents integer not null,
  note text,
  cancel_reason text,
  soft_reason text,
  import_id text,
  created_at integer not null,
  created_by text
) strict, without rowid;

create table appointment_line (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  bucket integer not null,
  location_id text not null,
  appointment_id text not null,
  position integer not null,
  service_id text not null,
  staff_id text not null,
  resource_id text,
  starts_at integer not null,
  ends_at integer not null,
  price_cents integer not null
) strict, without rowid;

create table hold (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  bucket integer not null,
  location_id text not null,
  appointment_id text not null,
  line_id text not null,
  resource_id text not null,
  starts_at integer not null,
  ends_at integer not null,
  active integer not null
) strict, without rowid;

create table block (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  bucket integer not null,
  location_id text not null,
  staff_id text not null,
  starts_at integer not null,
  ends_at integer not null,
  reason text not null,
  author_id text
) strict, without rowid;

create table status_event (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  bucket integer not null,
  location_id text not null,
  appointment_id text not null,
  from_status text,
  to_status text not null,
  at integer not null,
  actor_id text,
  device_id text,
  reason text
) strict, without rowid;

create table ledger_entry (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  bucket integer not null,
  location_id text not null,
  appointment_id text,
  kind text not null,
  tender text not null,
  amount_cents integer not null,
  trading_day text not null,
  at integer not null,
  actor_id text,
  device_id text,
  reverses_id text,
  reason text
) strict, without rowid;

create table till_count (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  bucket integer not null,
  location_id text not null,
  trading_day text not null,
  expected_cents integer not null,
  counted_cents integer not null,
  at integer not null,
  actor_id text,
  note text
) strict, without rowid;

create table conflict (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  client_id text not null,
  device_id text not null,
  name text not null,
  args text not null,
  code text not null,
  detail text not null,
  actor_id text not null,
  at integer not null,
  state text not null,
  closed_by text,
  closed_reason text
) strict, without rowid;

create table flag (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  key text not null,
  description text not null,
  default_on integer not null
) strict, without rowid;

create table flag_override (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  tenant_id text not null,
  flag_id text not null,
  is_on integer not null,
  reason text not null,
  changed_by text not null,
  changed_at integer not null
) strict, without rowid;

create table tenant_overview (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  tenant_id text not null,
  name text not null,
  slug text not null,
  trade text not null,
  status text not null,
  location_count integer not null,
  staff_count integer not null
) strict, without rowid;

-- What screens and rules ask for. A day's visits are found by location and start, a visit's parts by its id.
create index appointment_day on appointment (location_id, starts_at);
create index appointment_client on appointment (client_id, starts_at) where client_id is not null;
create index appointment_import on appointment (import_id) where import_id is not null;
create index appointment_line_visit on appointment_line (appointment_id);
-- Active holds of one person or room never overlap, so by start they are also in the order of their ends.
create index hold_active on hold (resource_id, starts_at, ends_at, appointment_id) where active = 1 and deleted_at is null;
create index hold_visit on hold (appointment_id);
create index block_day on block (location_id, ends_at, starts_at);
create index status_event_visit on status_event (appointment_id);
create index ledger_entry_visit on ledger_entry (appointment_id, amount_cents, deleted_at) where appointment_id is not null;
create index ledger_entry_day on ledger_entry (location_id, trading_day);
create index ledger_entry_reverses on ledger_entry (reverses_id) where reverses_id is not null;
create index till_count_day on till_count (location_id, trading_day);
create index client_import on client (import_id) where import_id is not null;
create index client_alert_client on client_alert (client_id);
create index roster_pattern_day on roster_pattern (location_id, weekday);
create index roster_exception_day on roster_exception (day);
create index location_exception_day on location_exception (location_id, day);
create index conflict_state on conflict (state);
