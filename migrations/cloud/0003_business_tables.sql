-- What changes rarely: places, people's hours, services, rooms, clients. Foreign keys stay within the tenant.

create table public.location (
  id uuid primary key,
  tenant_id uuid not null references public.tenant (id),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  name text not null check (char_length(name) between 1 and 120),
  time_zone text not null default 'Africa/Johannesburg',
  address text not null default '',
  phone text,
  sort_order int not null default 0,
  hours jsonb not null default '{}' check (jsonb_typeof(hours) = 'object'),
  unique (tenant_id, id)
);

create table public.location_exception (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  location_id uuid not null,
  day date not null,
  hours jsonb not null default '[]' check (jsonb_typeof(hours) = 'array'),
  reason text not null default '',
  unique (tenant_id, id),
  foreign key (tenant_id, location_id) references public.location (tenant_id, id)
);

create table public.staff (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  name text not null check (char_length(name) between 1 and 120),
  title text not null default '',
  location_id uuid not null,
  member_id uuid,
  hue int not null default 0 check (hue between 0 and 9),
  sort_order int not null default 0,
  active boolean not null default true,
  unique (tenant_id, id),
  foreign key (tenant_id, location_id) references public.location (tenant_id, id),
  foreign key (tenant_id, member_id) references public.member (tenant_id, id)
);

create table public.roster_pattern (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  staff_id uuid not null,
  location_id uuid not null,
  weekday int not null check (weekday between 1 and 7),
  start_minute int not null check (start_minute between 0 and 1440),
  end_minute int not null check (end_minute between 0 and 1440),
  breaks jsonb not null default '[]' check (jsonb_typeof(breaks) = 'array'),
  valid_from date not null,
  valid_to date,
  unique (tenant_id, id),
  check (end_minute > start_minute),
  check (valid_to >= valid_from),
  foreign key (tenant_id, staff_id) references public.staff (tenant_id, id),
  foreign key (tenant_id, location_id) references public.location (tenant_id, id)
);

create table public.roster_exception (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  staff_id uuid not null,
  day date not null,
  kind text not null check (kind in ('leave', 'shift')),
  location_id uuid,
  start_minute int check (start_minute between 0 and 1440),
  end_minute int check (end_minute between 0 and 1440),
  breaks jsonb not null default '[]' check (jsonb_typeof(breaks) = 'array'),
  reason text,
  unique (tenant_id, id),
  check (end_minute > start_minute),
  check (kind = 'leave' or (location_id is not null and start_minute is not null and end_minute is not null)),
  foreign key (tenant_id, staff_id) references public.staff (tenant_id, id),
  foreign key (tenant_id, location_id) references public.location (tenant_id, id)
);

create table public.resource (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  location_id uuid not null,
  name text not null check (char_length(name) between 1 and 120),
  kind text not null check (kind in ('room', 'equipment')),
  capability text not null,
  sort_order int not null default 0,
  active boolean not null default true,
  unique (tenant_id, id),
  foreign key (tenant_id, location_id) references public.location (tenant_id, id)
);

create table public.service (
  id uuid primary key,
  tenant_id uuid not null references public.tenant (id),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  name text not null check (char_length(name) between 1 and 120),
  category text not null default '',
  duration_minutes int not null check (duration_minutes between 1 and 1440),
  buffer_before_minutes int not null default 0 check (buffer_before_minutes between 0 and 240),
  buffer_after_minutes int not null default 0 check (buffer_after_minutes between 0 and 240),
  price_cents bigint not null check (price_cents between 0 and 1000000000),
  hue int not null default 0 check (hue between 0 and 9),
  requires text,
  sort_order int not null default 0,
  active boolean not null default true,
  unique (tenant_id, id)
);

create table public.service_staff (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  service_id uuid not null,
  staff_id uuid not null,
  unique (tenant_id, id),
  foreign key (tenant_id, service_id) references public.service (tenant_id, id),
  foreign key (tenant_id, staff_id) references public.staff (tenant_id, id)
);

create table public.import_group (
  id uuid primary key,
  tenant_id uuid not null references public.tenant (id),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  kind text not null check (kind in ('clients_csv', 'diary_ics')),
  file_name text not null check (char_length(file_name) between 1 and 120),
  row_count int not null check (row_count >= 0),
  imported_at timestamptz(3) not null,
  actor_id uuid not null,
  undone_at timestamptz(3),
  unique (tenant_id, id)
);

create table public.client (
  id uuid primary key,
  tenant_id uuid not null references public.tenant (id),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  name text not null check (char_length(btrim(name)) between 1 and 120),
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'), -- E.164
  email text check (email ~ '^[^@\s]+@[^@\s]+$' and char_length(email) <= 254),
  language text,
  note text check (char_length(note) <= 2000),
  do_not_book boolean not null default false,
  no_shows int not null default 0 check (no_shows >= 0),
  import_id uuid,
  created_at timestamptz(3) not null default now(),
  unique (tenant_id, id),
  foreign key (tenant_id, import_id) references public.import_group (tenant_id, id)
);
create index client_import on public.client (tenant_id, import_id) where import_id is not null;

create table public.client_alert (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  client_id uuid not null,
  kind text not null check (kind in ('allergy', 'alert')),
  text text not null check (char_length(text) <= 2000),
  created_at timestamptz(3) not null default now(),
  unique (tenant_id, id),
  foreign key (tenant_id, client_id) references public.client (tenant_id, id)
);
