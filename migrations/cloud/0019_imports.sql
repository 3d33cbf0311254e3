-- Imports: what a file brought besides rows that carry its id. Rules in TypeScript: src/domain/imports.

-- Names of the events that a calendar brought: a later import of it leaves them out.
alter table public.import_group add column keys jsonb not null default '[]' check (jsonb_typeof(keys) = 'array');

-- Blocks that an import made, and clients whose empty fields it filled: what undo needs to know.
create table public.import_trace (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  import_id uuid not null,
  table_name text not null check (table_name in ('block', 'client')),
  row_id uuid not null,
  filled jsonb check (filled is null or jsonb_typeof(filled) = 'object'),
  unique (tenant_id, id),
  foreign key (tenant_id, import_id) references public.import_group (tenant_id, id)
);
create index import_trace_import on public.import_trace (tenant_id, import_id);

select sync.register_table(t.table_no, t.name, t.class, t.bucketed, t.location_column,
                           array['id', 'row_version', 'deleted_at'] || string_to_array(t.columns, ' '))
from (values
  (12, 'import_group', 'diary', false, null, 'kind file_name row_count imported_at actor_id undone_at keys'),
  (19, 'import_trace', 'diary', false, null, 'import_id table_name row_id filled')
) as t (table_no, name, class, bucketed, location_column, columns);

-- What is known of clients goes through the functions that know what the device may hold, as the clients do.
revoke select on public.import_trace from authenticated;

set local role sync_agent;

create or replace function cmd.import_begin(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  group_id constant uuid := args ->> 'id';
  keys constant jsonb := coalesce(args -> 'keys', '[]');
begin
  if (jsonb_typeof(keys) = 'array') is not true or jsonb_array_length(keys) > 20000 then
    perform cmd.reject('invalid', '{"message": "keys of events"}');
  end if;
  if exists (select from public.import_group g where g.id = group_id and g.deleted_at is null) then
    perform cmd.duplicate('import_group', group_id);
  end if;
  insert into public.import_group (id, tenant_id, kind, file_name, row_count, imported_at, actor_id, keys)
  values (group_id, (ctx ->> 'scope')::uuid, args ->> 'kind', btrim(args ->> 'fileName'), (args ->> 'rowCount')::int,
          private.instant((ctx ->> 'at')::bigint), (ctx ->> 'actor')::uuid, keys);
end
$$;

create function cmd.require_open_import(group_id uuid) returns void language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.import_group g
                 where g.id = group_id and g.deleted_at is null and g.undone_at is null) then
    perform cmd.not_found('import_group', group_id);
  end if;
end
$$;

create function cmd.import_block(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  starts constant timestamptz := private.instant((args ->> 'startsAt')::bigint);
  ends constant timestamptz := private.instant((args ->> 'endsAt')::bigint);
  block_id constant uuid := args ->> 'id';
  group_id constant uuid := args ->> 'importId';
begin
  if (ends > starts and ends - starts <= interval '25 hours') is not true then
    perform cmd.reject('invalid', '{"message": "a block ends after it starts, within a day"}');
  end if;
  perform cmd.require_open_import(group_id);
  if exists (select from public.block b where b.id = block_id and b.deleted_at is null) then
    perform cmd.duplicate('block', block_id);
  end if;
  perform cmd.require_staff((args ->> 'staffId')::uuid);
  perform cmd.require_location((args ->> 'locationId')::uuid);
  perform cmd.require_place(ctx, (args ->> 'locationId')::uuid);
  insert into public.block (id, tenant_id, bucket, location_id, staff_id, starts_at, ends_at, reason, author_id)
  values (block_id, (ctx ->> 'scope')::uuid, private.bucket(starts), (args ->> 'locationId')::uuid,
          (args ->> 'staffId')::uuid, starts, ends, btrim(args ->> 'reason'), (ctx ->> 'actor')::uuid);
  insert into public.import_trace (id, tenant_id, import_id, table_name, row_id)
  values ((args ->> 'traceId')::uuid, (ctx ->> 'scope')::uuid, group_id, 'block', block_id);
end
$$;

-- Fills what is empty and changes nothing that stands there.
create function cmd.import_fill(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  fillable constant text[] := array['phone', 'email', 'note', 'language'];
  trace_id constant uuid := args ->> 'id';
  group_id constant uuid := args ->> 'importId';
  customer constant uuid := args ->> 'clientId';
  fields constant jsonb := args -> 'fields';
  named text[];
  taken text[];
  current_row public.client;
begin
  if jsonb_typeof(fields) is distinct from 'object' then
    perform cmd.reject('invalid', '{"message": "nothing to fill"}');
  end if;
  named := array(select jsonb_object_keys(fields));
  if cardinality(named) = 0 or not named <@ fillable
    or exists (select from jsonb_each(fields) where jsonb_typeof(value) <> 'string' or value = '""') then
    perform cmd.reject('invalid', '{"message": "nothing to fill, or a field that is not filled so"}');
  end if;
  perform cmd.require_open_import(group_id);
  if exists (select from public.import_trace t where t.id = trace_id and t.deleted_at is null) then
    perform cmd.duplicate('import_trace', trace_id);
  end if;
  select * into current_row from public.client c where c.id = customer and c.deleted_at is null;
  if current_row.id is null then
    perform cmd.not_found('client', customer);
  end if;
  taken := array(select key from jsonb_each(to_jsonb(current_row)) where key = any (named) and value <> 'null');
  if cardinality(taken) > 0 then
    perform cmd.reject('stale', jsonb_build_object('table', 'client', 'id', customer, 'columns', to_jsonb(taken)));
  end if;
  update public.client c set
    phone = coalesce(fields ->> 'phone', c.phone),
    email = coalesce(fields ->> 'email', c.email),
    note = coalesce(fields ->> 'note', c.note),
    language = coalesce(fields ->> 'language', c.language)
  where c.id = customer;
  insert into public.import_trace (id, tenant_id, import_id, table_name, row_id, filled)
  values (trace_id, (ctx ->> 'scope')::uuid, group_id, 'client', customer, fields);
end
$$;

-- Takes a whole import back. What others rest on stays: a visit for which money was taken, a client with a visit, note,
-- consent or warning that stays, and a filled field that somebody has changed since.
create or replace function cmd.import_undo(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  group_id constant uuid := args ->> 'id';
  visits uuid[];
begin
  perform cmd.require_open_import(group_id);
  if jsonb_typeof(ctx -> 'locations') = 'array' and (
    exists (select from public.appointment a where a.tenant_id = tenant and a.import_id = group_id
            and a.deleted_at is null and not ctx -> 'locations' ? a.location_id::text)
    or exists (select from public.import_trace t join public.block b on b.tenant_id = tenant and b.id = t.row_id
               where t.tenant_id = tenant and t.import_id = group_id and t.table_name = 'block'
               and t.deleted_at is null and b.deleted_at is null and not ctx -> 'locations' ? b.location_id::text)) then
    perform cmd.reject('forbidden', '{"message": "the import reaches into a location that is not one of this device"}');
  end if;
  visits := array(select a.id from public.appointment a
                  where a.tenant_id = tenant and a.import_id = group_id and a.deleted_at is null
                    and not exists (select from public.ledger_entry e
                                    where e.tenant_id = tenant and e.appointment_id = a.id and e.deleted_at is null));
  update public.hold h set active = false, deleted_at = now()
    where h.tenant_id = tenant and h.appointment_id = any (visits) and h.deleted_at is null;
  update public.appointment_line l set deleted_at = now()
    where l.tenant_id = tenant and l.appointment_id = any (visits) and l.deleted_at is null;
  update public.status_event e set deleted_at = now()
    where e.tenant_id = tenant and e.appointment_id = any (visits) and e.deleted_at is null;
  update public.appointment a set deleted_at = now() where a.tenant_id = tenant and a.id = any (visits);
  update public.client c set deleted_at = now()
    where c.tenant_id = tenant and c.import_id = group_id and c.deleted_at is null
      and not exists (select from public.appointment a
                      where a.tenant_id = tenant and a.client_id = c.id and a.deleted_at is null)
      and not exists (select from public.client_note n
                      where n.tenant_id = tenant and n.client_id = c.id and n.deleted_at is null)
      and not exists (select from public.consent n
                      where n.tenant_id = tenant and n.client_id = c.id and n.deleted_at is null)
      and not exists (select from public.client_alert n
                      where n.tenant_id = tenant and n.client_id = c.id and n.deleted_at is null);
  update public.block b set deleted_at = now() from public.import_trace t
    where t.tenant_id = tenant and t.import_id = group_id and t.table_name = 'block' and t.deleted_at is null
      and b.tenant_id = tenant and b.id = t.row_id and b.deleted_at is null;
  update public.client c set
    phone = case when c.phone = t.filled ->> 'phone' then null else c.phone end,
    email = case when c.email = t.filled ->> 'email' then null else c.email end,
    note = case when c.note = t.filled ->> 'note' then null else c.note end,
    language = case when c.language = t.filled ->> 'language' then null else c.language end
    from (select t.row_id, jsonb_object_agg(f.key, f.value) as filled
          from public.import_trace t, jsonb_each(t.filled) f
          where t.tenant_id = tenant and t.import_id = group_id and t.table_name = 'client' and t.deleted_at is null
          group by t.row_id) t
    where c.tenant_id = tenant and c.id = t.row_id and c.deleted_at is null
      and (c.phone = t.filled ->> 'phone' or c.email = t.filled ->> 'email' or c.note = t.filled ->> 'note'
           or c.language = t.filled ->> 'language');
  update public.import_trace t set deleted_at = now()
    where t.tenant_id = tenant and t.import_id = group_id and t.deleted_at is null;
  update public.import_group g set undone_at = private.instant((ctx ->> 'at')::bigint) where g.id = group_id;
end
$$;

reset role;

insert into sync.command (name, version, fn, roles) values
  ('import.block', 1, 'import_block', '{owner,manager}'),
  ('import.fill', 1, 'import_fill', '{owner,manager}');

-- Pages are read by statements made from the register.
select sync.rebuild_readers();
