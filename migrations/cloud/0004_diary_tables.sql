-- What a working day makes: visits, holds, blocks, money, refused work. Rows carry `bucket`, the UTC month in which a
-- replica loads and checks them. Actors and devices are checked by sync_push, not by foreign keys: hot tables.

create table public.appointment (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  bucket int not null check (bucket between 190001 and 999912),
  location_id uuid not null,
  client_id uuid,
  status text not null
    check (status in ('requested', 'confirmed', 'arrived', 'in_service', 'done', 'no_show', 'cancelled')),
  source text not null check (source in ('desk', 'walk_in', 'online', 'import')),
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  price_cents bigint not null check (price_cents between 0 and 12000000000),
  note text check (char_length(note) <= 2000),
  cancel_reason text,
  soft_reason text check (char_length(soft_reason) <= 2000),
  import_id uuid,
  created_at timestamptz(3) not null default now(),
  created_by uuid,
  unique (tenant_id, id),
  check (ends_at > starts_at),
  foreign key (tenant_id, location_id) references public.location (tenant_id, id),
  foreign key (tenant_id, client_id) references public.client (tenant_id, id),
  foreign key (tenant_id, import_id) references public.import_group (tenant_id, id)
);
create index appointment_day on public.appointment (tenant_id, location_id, starts_at);
create index appointment_client on public.appointment (tenant_id, client_id);
create index appointment_import on public.appointment (tenant_id, import_id) where import_id is not null;

create table public.appointment_line (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  bucket int not null,
  location_id uuid not null,
  appointment_id uuid not null,
  position int not null check (position >= 0),
  service_id uuid not null,
  staff_id uuid not null,
  resource_id uuid,
  starts_at timestamptz(3) not null, -- without buffers
  ends_at timestamptz(3) not null,
  price_cents bigint not null check (price_cents between 0 and 1000000000),
  check (ends_at > starts_at and ends_at - starts_at <= interval '12 hours'),
  foreign key (tenant_id, appointment_id) references public.appointment (tenant_id, id),
  foreign key (tenant_id, service_id) references public.service (tenant_id, id),
  foreign key (tenant_id, staff_id) references public.staff (tenant_id, id),
  foreign key (tenant_id, resource_id) references public.resource (tenant_id, id)
);
create index appointment_line_visit on public.appointment_line (tenant_id, appointment_id);

-- One row per person, room or piece of equipment. That nobody is booked twice is this constraint, not code.
create table public.hold (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  bucket int not null,
  location_id uuid not null,
  appointment_id uuid not null,
  line_id uuid not null references public.appointment_line (id),
  resource_id uuid not null, -- a staff id or a resource id
  during tstzrange not null, -- with buffers; on the wire starts_at and ends_at
  active boolean not null,
  check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  constraint hold_tombstone_is_free check (deleted_at is null or not active),
  foreign key (tenant_id, appointment_id) references public.appointment (tenant_id, id),
  constraint hold_no_overlap exclude using gist (tenant_id with =, resource_id with =, during with &&)
    where (active) deferrable initially immediate
);
create index hold_visit on public.hold (tenant_id, appointment_id);

create table public.block (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  bucket int not null,
  location_id uuid not null,
  staff_id uuid not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  reason text not null check (char_length(btrim(reason)) between 1 and 200),
  author_id uuid,
  check (ends_at > starts_at),
  foreign key (tenant_id, location_id) references public.location (tenant_id, id),
  foreign key (tenant_id, staff_id) references public.staff (tenant_id, id)
);
create index block_day on public.block (tenant_id, location_id, starts_at);

create table public.status_event (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  bucket int not null,
  location_id uuid not null,
  appointment_id uuid not null,
  from_status text,
  to_status text not null
    check (to_status in ('requested', 'confirmed', 'arrived', 'in_service', 'done', 'no_show', 'cancelled')),
  at timestamptz(3) not null,
  actor_id uuid,
  device_id uuid,
  reason text check (char_length(reason) <= 2100),
  foreign key (tenant_id, appointment_id) references public.appointment (tenant_id, id)
);
create index status_event_visit on public.status_event (tenant_id, appointment_id);

create table public.ledger_entry (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3) check (deleted_at is null),
  bucket int not null,
  location_id uuid not null,
  appointment_id uuid,
  kind text not null check (kind in ('payment', 'reversal')),
  tender text not null check (tender ~ '^[a-z_]{2,20}$'),
  amount_cents bigint not null,
  trading_day date not null,
  at timestamptz(3) not null,
  actor_id uuid,
  device_id uuid,
  reverses_id uuid references public.ledger_entry (id),
  reason text check (char_length(reason) <= 2000),
  check (case kind when 'payment' then amount_cents > 0 and reverses_id is null
                   else amount_cents < 0 and reverses_id is not null end),
  check (abs(amount_cents) <= 1000000000),
  foreign key (tenant_id, location_id) references public.location (tenant_id, id),
  foreign key (tenant_id, appointment_id) references public.appointment (tenant_id, id)
);
create unique index ledger_entry_reversed_once on public.ledger_entry (tenant_id, reverses_id)
  where reverses_id is not null;
create index ledger_entry_visit on public.ledger_entry (tenant_id, appointment_id) where appointment_id is not null;
create index ledger_entry_day on public.ledger_entry (tenant_id, location_id, trading_day);

create function sync.refuse_ledger_update() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'the ledger is never changed: reverse the entry instead' using errcode = 'CR002';
end
$$;
create trigger b_ledger_is_final before update on public.ledger_entry
  for each row execute function sync.refuse_ledger_update();

create table public.till_count (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  bucket int not null,
  location_id uuid not null,
  trading_day date not null,
  expected_cents bigint not null,
  counted_cents bigint not null check (counted_cents >= 0),
  at timestamptz(3) not null,
  actor_id uuid,
  note text check (char_length(note) <= 2000),
  foreign key (tenant_id, location_id) references public.location (tenant_id, id)
);
create index till_count_day on public.till_count (tenant_id, location_id, trading_day);

-- A refused intent, kept until a person acts; its id is the mutation's uuid, so that another desk can finish it.
create table public.conflict (
  id uuid primary key,
  tenant_id uuid not null references public.tenant (id),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  client_id uuid not null, -- the replica whose mutation was refused
  device_id uuid not null,
  name text not null,
  args jsonb not null,
  code text not null,
  detail jsonb not null,
  actor_id uuid not null,
  at timestamptz(3) not null,
  state text not null default 'open' check (state in ('open', 'closed', 'dismissed')),
  closed_by uuid,
  closed_reason text check (char_length(closed_reason) <= 2000),
  unique (tenant_id, id)
);
