-- The ground that everything stands on: schemas, the weak role that runs the protocol, the clock of each
-- scope, and the register of synced tables. Runs as `postgres` (no superuser) on PostgreSQL 17.

-- Runs push, pull and every command. It owns no table and obeys row level security: a definer function owned by
-- a role with BYPASSRLS, as hosted `postgres` is, would see every tenant's rows.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'sync_agent') then
    create role sync_agent nologin nobypassrls noinherit;
  end if;
end
$$;
grant sync_agent to postgres with inherit true, set true;

create schema private;
create schema sync;
create schema audit;
create schema ops;
create schema cmd authorization sync_agent;

revoke all on schema private, sync, audit, ops, cmd from public;
grant usage on schema private to anon, authenticated, service_role, sync_agent;
grant usage on schema sync to service_role, sync_agent;
grant usage on schema ops to service_role, sync_agent;
grant usage on schema cmd to postgres;

-- Nothing is callable by being forgotten.
alter default privileges for role postgres revoke execute on functions from public;
alter default privileges for role sync_agent revoke execute on functions from public;
alter default privileges for role postgres in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges for role postgres in schema public revoke all on functions from anon, authenticated, service_role;

create function private.platform_scope() returns uuid language sql immutable parallel safe as
$$ select '00000000-0000-7000-8000-000000000001'::uuid $$;

-- Epoch milliseconds of the wire to an instant, exactly: a float of seconds would lose the last digit.
create function private.instant(ms bigint) returns timestamptz language sql stable parallel safe as
$$ select 'epoch'::timestamptz + ms * interval '1 millisecond' $$;

create function private.millis(at timestamptz) returns bigint language sql stable parallel safe as
$$ select (extract(epoch from at) * 1000)::bigint $$;

-- UTC month yyyymm: the unit in which history is loaded and checked.
create function private.bucket(at timestamptz) returns int language sql stable parallel safe as
$$ select (extract(year from at at time zone 'UTC') * 100 + extract(month from at at time zone 'UTC'))::int $$;

-- The scope that a definer function has entered after proving device and membership; null outside of one.
create function private.entered_scope() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('console.scope', true), '')::uuid $$;

-- In the platform's scope: the tenant whose part alone may be seen; null for the platform's own staff.
create function private.entered_home() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('console.home', true), '')::uuid $$;

grant execute on function private.platform_scope(), private.instant(bigint), private.millis(timestamptz),
  private.bucket(timestamptz), private.entered_scope(), private.entered_home()
  to authenticated, service_role, sync_agent;

create table sync.scope_clock (
  scope_id uuid primary key,
  version bigint not null default 0,
  gc_version bigint not null default 0, -- older cursors must reset
  epoch uuid not null default gen_random_uuid()
) with (fillfactor = 50);
alter table sync.scope_clock enable row level security;
create policy agent on sync.scope_clock to sync_agent using (true) with check (true);
grant select, insert, update on sync.scope_clock to sync_agent;
grant select on sync.scope_clock to service_role;

-- The version of this transaction's changes. The clock row stays locked until commit, so versions become visible
-- in order and a poller misses nothing. Kept in transaction-local settings: safe behind a transaction pooler.
create function sync.next_version(scope uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  entered text := current_setting('sync.scope', true);
  taken bigint;
begin
  if entered = scope::text then
    return current_setting('sync.version')::bigint;
  end if;
  if entered <> '' then
    raise exception 'a transaction touches one scope only: % after %', scope, entered using errcode = 'CR002',
      hint = 'Commit between scopes: two clocks in one transaction can deadlock.';
  end if;
  insert into sync.scope_clock as clock (scope_id, version) values (scope, 1)
    on conflict (scope_id) do update set version = clock.version + 1
    returning version into taken;
  perform set_config('sync.scope', scope::text, true), set_config('sync.version', taken::text, true);
  return taken;
end
$$;

-- Stamps tenant rows; `tenant` itself too. Covers webhooks and the SQL editor as well as commands.
create function sync.stamp_tenant_row() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and (new.id <> old.id or new.tenant_id <> old.tenant_id) then
    raise exception 'id and tenant_id of % never change', tg_table_name using errcode = 'CR002';
  end if;
  if current_setting('sync.scope', true) = new.tenant_id::text then
    new.row_version := current_setting('sync.version')::bigint;
  else
    new.row_version := sync.next_version(new.tenant_id);
  end if;
  return new;
end
$$;

create function sync.stamp_platform_row() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and (new.id <> old.id or new.scope_id <> old.scope_id) then
    raise exception 'id and scope_id of % never change', tg_table_name using errcode = 'CR002';
  end if;
  new.row_version := sync.next_version(new.scope_id);
  return new;
end
$$;

-- Moving to another location is a new row plus a cancelled one.
create function sync.refuse_relocation() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'immutable' using errcode = 'CR001',
    detail = jsonb_build_object('message', 'the location never changes', 'table', tg_table_name, 'id', old.id)::text;
end
$$;

-- Rows are tombstoned. Only sync.gc(), which runs as sync_agent, deletes: it raises gc_version in the same transaction.
create function sync.refuse_delete() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' and current_user = 'sync_agent' and current_setting('sync.gc', true) = 'on' then
    return old;
  end if;
  raise exception 'rows of % are tombstoned (deleted_at), never deleted', tg_table_name using errcode = 'CR002';
end
$$;

grant execute on function sync.next_version(uuid), sync.stamp_tenant_row(), sync.stamp_platform_row(),
  sync.refuse_relocation(), sync.refuse_delete() to service_role, sync_agent;
grant create on schema sync to sync_agent;
alter function sync.next_version(uuid) owner to sync_agent;
revoke create on schema sync from sync_agent;

-- The register of synced tables; src/domain/tables.ts lists the same, held equal by a test.
create table sync.synced_table (
  table_no int primary key,
  name text not null unique check (name ~ '^[a-z_]+$'),
  class text not null check (class in ('diary', 'ledger', 'special', 'platform')),
  bucketed boolean not null,
  location_column text check (location_column = 'location_id'),
  columns text[] not null, -- names on the wire, in its order
  select_list text not null -- the SQL expressions behind them
);
alter table sync.synced_table enable row level security;
create policy agent on sync.synced_table for select to sync_agent using (true);
grant select on sync.synced_table to sync_agent;
