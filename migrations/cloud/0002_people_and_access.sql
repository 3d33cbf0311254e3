-- Who there is: tenants, their members and devices, the platform's own staff; and how a caller is recognised.

create table private.platform_member (
  user_id uuid primary key references auth.users (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 120),
  role text not null check (role in ('support', 'operations'))
);
alter table private.platform_member enable row level security;

create table public.tenant (
  id uuid primary key,
  tenant_id uuid not null check (tenant_id = id),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  name text not null check (char_length(name) between 1 and 120),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  trade text not null check (trade in ('salon', 'clinic', 'barber')),
  vat_registered boolean not null default false,
  language text not null default 'en',
  status text not null default 'active' check (status in ('active', 'suspended')),
  unique (tenant_id, id)
);

create table public.member (
  id uuid primary key,
  tenant_id uuid not null references public.tenant (id),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  user_id uuid references auth.users (id) on delete set null,
  name text not null check (char_length(name) between 1 and 120),
  email text,
  role text not null check (role in ('owner', 'manager', 'front_desk')),
  active boolean not null default true,
  unique (tenant_id, id)
);
create unique index member_user on public.member (user_id, tenant_id) where deleted_at is null;

create table public.device (
  id uuid primary key,
  tenant_id uuid not null references public.tenant (id),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  name text not null check (char_length(name) between 1 and 60),
  locations jsonb not null default 'null' check (jsonb_typeof(locations) in ('null', 'array')),
  classes jsonb not null default '["diary"]' check (jsonb_typeof(classes) = 'array'),
  enrolled_at timestamptz(3) not null default now(),
  revoked_at timestamptz(3),
  unique (tenant_id, id)
);

-- The proof of a device. The platform's own desks have no row in `device`, so their name and end are kept here.
create table sync.device_secret (
  device_id uuid primary key,
  scope_id uuid not null,
  hash bytea not null, -- sha256; the secret has 244 random bits, so a slow hash would add nothing
  name text not null,
  revoked_at timestamptz(3)
);
alter table sync.device_secret enable row level security;

create table sync.device_contact (
  device_id uuid primary key,
  scope_id uuid not null,
  user_id uuid,
  schema int,
  last_contact timestamptz(3) not null
) with (fillfactor = 70);
alter table sync.device_contact enable row level security;
create policy agent on sync.device_contact to sync_agent using (true) with check (true);
grant select, insert, update on sync.device_contact to sync_agent;

-- The tenants of the signed-in person. As `tenant_id = any(array(select …))` it runs once a statement, not once a row.
create function private.my_tenants() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select m.tenant_id from public.member m
  where m.user_id = auth.uid() and m.active and m.deleted_at is null
$$;

create function private.my_platform_role() returns text
language sql stable security definer set search_path = '' as $$
  select p.role from private.platform_member p where p.user_id = auth.uid()
$$;

-- Refusals that the desk tells apart: SQLSTATE PTxyz becomes HTTP status xyz, the message is the stable code.
create function private.refuse(status text, code text, reason text, hint text default null) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'PT' || status, message = code, detail = reason,
    hint = coalesce(hint, 'Ask an owner or manager of the business.');
end
$$;

create type private.entry as (
  scope uuid,
  device_id uuid,
  user_id uuid,
  member_id uuid, -- the user's own id for the platform's staff
  role text,
  locations uuid[], -- null: all
  classes text[],
  home uuid -- in the platform's scope: the tenant whose part alone may be seen; null for the platform's staff
);

/*
 Proves device and person for a scope, and enters it: policies of sync_agent look at nothing else afterwards.
 A device of a tenant may enter its tenant and the public part of the platform. Declared stable so that pull, which
 reads one snapshot, can call it; it writes transaction-local settings only.
*/
create function private.enter(req jsonb) returns private.entry
language plpgsql stable security definer set search_path = '' as $$
declare
  proof sync.device_secret;
  entered private.entry;
  desk public.device;
begin
  entered.user_id := auth.uid();
  if entered.user_id is null then
    perform private.refuse('401', 'SY401', 'no_session', 'Sign in again.');
  end if;
  entered.scope := (req ->> 'scope')::uuid;
  entered.device_id := (req ->> 'device_id')::uuid;

  select * into proof from sync.device_secret s where s.device_id = entered.device_id;
  if proof.device_id is null or proof.hash <> sha256(convert_to(coalesce(req ->> 'device_secret', ''), 'UTF8')) then
    perform private.refuse('403', 'SY403', 'device_unknown', 'Enrol this PC again.');
  end if;

  if proof.scope_id = private.platform_scope() then
    if proof.revoked_at is not null then
      perform private.refuse('403', 'SY403', 'device_revoked');
    end if;
    select p.user_id, p.role into entered.member_id, entered.role
      from private.platform_member p where p.user_id = entered.user_id;
    entered.classes := array['platform'];
  else
    select * into desk from public.device d where d.id = entered.device_id and d.tenant_id = proof.scope_id;
    if desk.id is null or desk.revoked_at is not null or desk.deleted_at is not null then
      perform private.refuse('403', 'SY403', 'device_revoked');
    end if;
    select m.id, m.role into entered.member_id, entered.role from public.member m
      where m.tenant_id = proof.scope_id and m.user_id = entered.user_id and m.active and m.deleted_at is null;
    entered.classes := array(select jsonb_array_elements_text(desk.classes)) || 'platform'::text;
    if jsonb_typeof(desk.locations) = 'array' then
      entered.locations := array(select l::uuid from jsonb_array_elements_text(desk.locations) l);
    end if;
  end if;
  if entered.member_id is null then
    perform private.refuse('403', 'SY403', 'not_a_member');
  end if;
  if entered.scope is distinct from proof.scope_id then
    if entered.scope is distinct from private.platform_scope() then
      perform private.refuse('403', 'SY403', 'scope');
    end if;
    entered.home := proof.scope_id;
  end if;
  perform set_config('console.scope', entered.scope::text, true),
          set_config('console.home', coalesce(entered.home::text, ''), true);
  return entered;
end
$$;

-- What the device may hold, as one short text: it changes when a manager narrows or widens it.
create function private.scope_v(entered private.entry) returns text
language sql stable set search_path = '' as $$
  select md5(jsonb_build_array(
    (select jsonb_agg(l order by l) from unnest(entered.locations) l),
    (select jsonb_agg(c order by c) from unnest(entered.classes) c),
    entered.home
  )::text)
$$;

grant execute on function private.my_tenants(), private.my_platform_role() to authenticated, service_role, sync_agent;
grant execute on function private.refuse(text, text, text, text), private.enter(jsonb), private.scope_v(private.entry)
  to sync_agent;
