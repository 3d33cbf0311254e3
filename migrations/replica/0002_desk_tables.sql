-- What only this PC knows: who it is in each scope, what waits for the cloud, and what arrived but is not applied yet.

-- One row a scope (a tenant, or the platform): the PC's identity there, and up to where its rows are complete.
create table meta (
  scope text primary key,
  scope_name text not null,
  client_id text not null,
  device_id text not null,
  device_secret text not null,
  epoch text,
  scope_v text,
  cursor_version integer not null default 0,
  cursor_table integer not null default 0,
  cursor_id text not null default '00000000-0000-0000-0000-000000000000',
  -- The last own mutation whose verdict is stored here, and the last number given out.
  ack integer not null default 0,
  last_id integer not null default 0,
  -- empty: never filled; building: a first sync is under way, nothing may be read as complete; ready
  state text not null default 'empty' check (state in ('empty', 'building', 'ready')),
  bootstrap_head integer,
  -- From this month on everything is here: the first stage fetched all of the future.
  covered_from integer,
  complete_at integer
) strict;

-- Never edited or removed by hand: a row leaves only by a verdict that was pulled.
create table outbox (
  scope text not null,
  id integer not null,
  uuid text not null unique,
  name text not null,
  v integer not null,
  args text not null,
  base text not null,
  actor text not null,
  role text not null,
  device text not null,
  at integer not null,
  resolves text,
  -- The batch it was first sent in: a lost answer sends the same bytes again.
  batch integer,
  -- Why its effect is hidden at the moment: replay against the cloud's rows was refused.
  will_clash text,
  primary key (scope, id)
) strict, without rowid;

-- The server's version of each row that pending work has changed; null: the server has no such row.
create table base_row (
  scope text not null,
  table_name text not null,
  id text not null,
  json text,
  primary key (table_name, id)
) strict, without rowid;
create index base_row_scope on base_row (scope);

-- Decided work, for giving back what a restored cloud lost and for showing what was refused.
create table journal (
  uuid text primary key,
  scope text not null,
  id integer not null,
  name text not null,
  v integer not null,
  args text not null,
  base text not null,
  actor text not null,
  role text not null,
  device text not null,
  at integer not null,
  resolves text,
  status text not null check (status in ('applied', 'rejected')),
  code text,
  detail text,
  version integer not null,
  decided_at integer not null
) strict, without rowid;
create index journal_version on journal (scope, version);

-- A month of a table is complete once the cursor has reached the head its last page was read at.
create table coverage (
  scope text not null,
  table_name text not null,
  bucket integer not null,
  head integer not null,
  primary key (scope, table_name, bucket)
) strict, without rowid;

-- How far a first sync has come; bucket 0 stands for tables without months.
create table bootstrap_progress (
  scope text not null,
  table_name text not null,
  bucket integer not null,
  after_id text,
  done integer not null,
  primary key (scope, table_name, bucket)
) strict, without rowid;

create table staged_page (
  scope text not null,
  no integer not null,
  json text not null,
  primary key (scope, no)
) strict;

-- People who may switch in on this PC.
create table pc_person (
  scope text not null,
  member_id text not null,
  name text not null,
  role text not null,
  email text,
  user_id text,
  pin_hash blob,
  pin_salt blob,
  failures integer not null default 0,
  last_online_at integer not null,
  -- Session with the cloud, if the person has one here.
  refresh_token text,
  access_token text,
  expires_at integer,
  primary key (scope, member_id)
) strict, without rowid;

create table setting (
  key text primary key,
  value text not null
) strict, without rowid;

-- Search by name, number or address while typing; text is folded: lower case, no accents, digits without spaces.
create table client_search_key (
  row integer primary key,
  client_id text not null unique,
  name_folded text not null
) strict;
create index client_search_name on client_search_key (name_folded);
create virtual table client_search using fts5 (
  text,
  content = '',
  contentless_delete = 1,
  tokenize = 'trigram case_sensitive 1'
);
