-- The audit trail, and the one function that makes a table a synced one: clock stamp, tombstones, rights, audit.

create table audit.event (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  scope_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  op text not null check (op in ('insert', 'update', 'delete', 'load')),
  version bigint not null,
  changed text[], -- columns that an update changed
  before jsonb, -- their old values, for tables without personal data of clients
  after jsonb,
  db_role text not null default session_user,
  user_id uuid, -- the signed-in person who sent it
  actor_id uuid, -- the member who did it
  device_id uuid,
  command text,
  mutation_id uuid,
  done_at timestamptz, -- when the person acted, by the corrected clock
  why text
);
create index event_row on audit.event (scope_id, row_id);
create index event_when on audit.event (scope_id, at);
alter table audit.event enable row level security;

create function audit.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'CR002';
end
$$;
create trigger append_only before update or delete on audit.event
  for each row execute function audit.refuse_change();
create trigger no_truncate before truncate on audit.event
  for each statement execute function audit.refuse_change();

-- Reads who, where and why from the settings that sync_push and flag_set leave for the transaction.
create function audit.record() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  context jsonb := nullif(current_setting('console.audit', true), '')::jsonb;
  old_row jsonb;
  new_row jsonb;
  columns text[];
  scope uuid;
begin
  if current_setting('console.load', true) = 'on' then
    return null; -- one event stands for the whole load, see audit.begin_load
  end if;
  if tg_op = 'UPDATE' then
    new_row := to_jsonb(new);
    old_row := to_jsonb(old);
    columns := array(select key from jsonb_each(new_row)
                     where value is distinct from old_row -> key and key <> 'row_version');
  elsif tg_argv[0] = 'values' then
    new_row := to_jsonb(new);
  end if;
  if tg_argv[1] = 'platform' then
    scope := new.scope_id;
  else
    scope := new.tenant_id;
  end if;
  insert into audit.event (scope_id, table_name, row_id, op, version, changed, before, after, user_id, actor_id,
                           device_id, command, mutation_id, done_at, why)
  values (
    scope, tg_table_name, new.id,
    case when tg_op = 'UPDATE' and 'deleted_at' = any (columns) then 'delete' else lower(tg_op) end,
    new.row_version, columns,
    case when tg_argv[0] = 'values' then (select jsonb_object_agg(c, old_row -> c) from unnest(columns) c) end,
    case when tg_argv[0] = 'values' then
      case tg_op when 'INSERT' then new_row else (select jsonb_object_agg(c, new_row -> c) from unnest(columns) c) end
    end,
    case when context ? 'user_id' then (context ->> 'user_id')::uuid else auth.uid() end, (context ->> 'actor')::uuid, (context ->> 'device_id')::uuid, context ->> 'command',
    (context ->> 'mutation')::uuid, private.instant((context ->> 'at')::bigint), context ->> 'why'
  );
  return null;
end
$$;

-- For bulk loads by a database owner: one event instead of one a row, for the rest of this transaction.
create function audit.begin_load(scope uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into audit.event (scope_id, table_name, row_id, op, version, why)
  values (scope, '*', scope, 'load', sync.next_version(scope), why);
  perform set_config('console.load', 'on', true);
end
$$;

/*
 Makes a table a synced one. `columns` are the names on the wire in its order; their expressions follow from the
 types: instants travel as epoch milliseconds, the range of a hold as starts_at and ends_at. Called by migrations
 only; a table that gains a column is registered again with the longer list.
*/
create function sync.register_table(
  table_no int, name text, class text, bucketed boolean, location_column text, columns text[]
) returns void language plpgsql set search_path = '' as $$
declare
  relation regclass := format('public.%I', name)::regclass;
  platform boolean := class = 'platform';
  scope_column text := case when class = 'platform' then 'scope_id' else 'tenant_id' end;
  expressions text;
begin
  select string_agg(case
      when name = 'hold' and c in ('starts_at', 'ends_at') then
        format('private.millis(%s(during))', case c when 'starts_at' then 'lower' else 'upper' end)
      when a.atttypid = 'timestamptz'::regtype then format('private.millis(%I)', c)
      when a.attname is not null then format('%I', c)
    end, ', ' order by position)
  into expressions
  from unnest(columns) with ordinality as listed (c, position)
  left join pg_catalog.pg_attribute a on a.attrelid = relation and a.attname = c and not a.attisdropped;

  insert into sync.synced_table values (table_no, name, class, bucketed, location_column, columns, expressions)
  on conflict on constraint synced_table_pkey do update
    set columns = excluded.columns, select_list = excluded.select_list;

  execute format('create index if not exists %I on %s (%I, row_version, id)', name || '_sync', relation, scope_column);
  if bucketed then
    execute format('create index if not exists %I on %s (tenant_id, bucket, id)', name || '_bucket', relation);
  end if;

  -- Names order the triggers: guards (b), then the stamp (s).
  execute format('create or replace trigger s_stamp before insert or update on %s for each row execute function %s',
    relation, case when platform then 'sync.stamp_platform_row()' else 'sync.stamp_tenant_row()' end);
  execute format('create or replace trigger b_no_delete before delete on %s for each row execute function sync.refuse_delete()', relation);
  execute format('create or replace trigger b_no_truncate before truncate on %s for each statement execute function sync.refuse_delete()', relation);
  if location_column is not null then
    execute format('create or replace trigger b_no_relocation before update on %s for each row '
      'when (old.location_id is distinct from new.location_id) execute function sync.refuse_relocation()', relation);
  end if;
  execute format('create or replace trigger y_audit after insert or update on %s for each row execute function audit.record(%L, %L)',
    relation, case when name in ('tenant', 'member', 'device', 'flag', 'flag_override') then 'values' else 'names' end,
    case when platform then 'platform' else 'tenant' end);

  execute format('alter table %s enable row level security', relation);
  execute format('revoke all on %s from public, anon, authenticated, service_role', relation);
  -- A person's token alone, without an enrolled device, reads no more than the frame of the business: money, visits,
  -- special information and clients go through the functions that know what the device may hold.
  if platform or (class = 'diary' and location_column is null and name not in ('client', 'conflict')) then
    execute format('grant select on %s to authenticated', relation);
  end if;
  execute format('grant select, insert, update on %s to service_role, sync_agent', relation);
  execute format('grant delete on %s to sync_agent', relation); -- for sync.gc() alone: see sync.refuse_delete
  execute format('drop policy if exists members on %s', relation);
  execute format('drop policy if exists agent on %s', relation);
  if not platform then
    execute format('create policy members on %s for select to authenticated '
      'using (tenant_id = any (array(select private.my_tenants())))', relation);
    execute format('create policy agent on %s to sync_agent using (tenant_id = (select private.entered_scope())) '
      'with check (tenant_id = (select private.entered_scope()))', relation);
  end if;
end
$$;

select sync.register_table(t.table_no, t.name, t.class, t.bucketed, t.location_column,
                           array['id', 'row_version', 'deleted_at'] || string_to_array(t.columns, ' '))
from (values
  (1, 'tenant', 'diary', false, null, 'name slug trade vat_registered language status'),
  (2, 'location', 'diary', false, null, 'name time_zone address phone sort_order hours'),
  (3, 'location_exception', 'diary', false, 'location_id', 'location_id day hours reason'),
  (4, 'member', 'diary', false, null, 'user_id name email role active'),
  (5, 'staff', 'diary', false, null, 'name title location_id member_id hue sort_order active'),
  (6, 'roster_pattern', 'diary', false, null,
    'staff_id location_id weekday start_minute end_minute breaks valid_from valid_to'),
  (7, 'roster_exception', 'diary', false, null,
    'staff_id day kind location_id start_minute end_minute breaks reason'),
  (8, 'resource', 'diary', false, 'location_id', 'location_id name kind capability sort_order active'),
  (9, 'service', 'diary', false, null, 'name category duration_minutes buffer_before_minutes '
    'buffer_after_minutes price_cents hue requires sort_order active'),
  (10, 'service_staff', 'diary', false, null, 'service_id staff_id'),
  (11, 'device', 'diary', false, null, 'name locations classes enrolled_at revoked_at'),
  (12, 'import_group', 'diary', false, null, 'kind file_name row_count imported_at actor_id undone_at'),
  (13, 'client', 'diary', false, null,
    'name phone email language note do_not_book no_shows import_id created_at'),
  (14, 'client_alert', 'special', false, null, 'client_id kind text created_at'),
  (20, 'appointment', 'diary', true, 'location_id', 'bucket location_id client_id status source starts_at ends_at '
    'price_cents note cancel_reason soft_reason import_id created_at created_by'),
  (21, 'appointment_line', 'diary', true, 'location_id', 'bucket location_id appointment_id position service_id '
    'staff_id resource_id starts_at ends_at price_cents'),
  (22, 'hold', 'diary', true, 'location_id',
    'bucket location_id appointment_id line_id resource_id starts_at ends_at active'),
  (23, 'block', 'diary', true, 'location_id', 'bucket location_id staff_id starts_at ends_at reason author_id'),
  (24, 'status_event', 'diary', true, 'location_id',
    'bucket location_id appointment_id from_status to_status at actor_id device_id reason'),
  (25, 'ledger_entry', 'ledger', true, 'location_id', 'bucket location_id appointment_id kind tender amount_cents '
    'trading_day at actor_id device_id reverses_id reason'),
  (26, 'till_count', 'ledger', true, 'location_id',
    'bucket location_id trading_day expected_cents counted_cents at actor_id note'),
  (27, 'conflict', 'diary', false, null,
    'client_id device_id name args code detail actor_id at state closed_by closed_reason'),
  (40, 'flag', 'platform', false, null, 'key description default_on'),
  (41, 'flag_override', 'platform', false, null, 'tenant_id flag_id is_on reason changed_by changed_at'),
  (42, 'tenant_overview', 'platform', false, null,
    'tenant_id name slug trade status location_count staff_count')
) as t (table_no, name, class, bucketed, location_column, columns);

-- Platform tables: flags are for everyone signed in, overrides for those whom they concern, the overview for staff.
create policy everyone on public.flag for select to authenticated
  using (exists (select private.my_tenants()) or (select private.my_platform_role()) is not null);
create policy concerned on public.flag_override for select to authenticated
  using (tenant_id = any (array(select private.my_tenants())) or (select private.my_platform_role()) is not null);
create policy staff on public.tenant_overview for select to authenticated
  using ((select private.my_platform_role()) is not null);
-- Commands of a tenant look at its flags; a look takes no version of the platform's clock.
create policy agent on public.flag for select to sync_agent using ((select private.entered_scope()) is not null);
create policy agent_of_tenant on public.flag_override for select to sync_agent
  using (tenant_id = (select private.entered_scope()));
create policy agent on public.flag_override to sync_agent
  using (scope_id = (select private.entered_scope())
         and tenant_id = coalesce((select private.entered_home()), tenant_id))
  with check (scope_id = (select private.entered_scope()) and (select private.entered_home()) is null);
create policy agent on public.tenant_overview for select to sync_agent
  using (scope_id = (select private.entered_scope())
         and tenant_id = coalesce((select private.entered_home()), tenant_id));

-- The three flags of the handover; their ids are the same in every cloud.
insert into public.flag (id, key, description, default_on) values
  ('00000000-0000-7000-8000-00000000f001', 'ENABLE_AI_FEATURES', 'Toggle AI functionality.', false),
  ('00000000-0000-7000-8000-00000000f002', 'ENABLE_BETA_PAYMENTS', 'Toggle new payment methods.', false),
  ('00000000-0000-7000-8000-00000000f003', 'MAINTENANCE_MODE', 'Enable system-wide maintenance page.', false);
