-- Reading: hello, pull, bootstrap, buckets, digest. Pages are found by static statements that are generated from the
-- register whenever it changes, so that plans are cached and nothing from the wire ever becomes SQL text.

create table sync.client (
  client_id uuid primary key,
  scope_id uuid not null,
  device_id uuid not null,
  last_mutation_id bigint not null default 0,
  schema int not null,
  created_at timestamptz(3) not null default now()
) with (fillfactor = 70);

create table sync.mutation_result (
  client_id uuid not null references sync.client (client_id),
  id bigint not null,
  scope_id uuid not null,
  uuid uuid not null,
  status text not null check (status in ('applied', 'rejected')),
  code text,
  detail jsonb,
  version bigint not null,
  repeated boolean not null default false, -- a renumbered queue brought a decided mutation again
  decided_at timestamptz(3) not null default now(),
  primary key (client_id, id),
  check ((status = 'applied') = (code is null))
);
create unique index mutation_result_once on sync.mutation_result (scope_id, uuid) where not repeated;
create index mutation_result_age on sync.mutation_result (scope_id, decided_at);

alter table sync.client enable row level security;
alter table sync.mutation_result enable row level security;
create policy agent on sync.client to sync_agent
  using (scope_id = (select private.entered_scope())) with check (scope_id = (select private.entered_scope()));
create policy agent on sync.mutation_result to sync_agent
  using (scope_id = (select private.entered_scope())) with check (scope_id = (select private.entered_scope()));
grant select, insert, update on sync.client to sync_agent;
grant select, insert, delete on sync.mutation_result to sync_agent;

-- The oldest desk that may push. Raised when a command's meaning changes, 90 days after its successor.
create function private.min_schema() returns int language sql immutable as $$ select 1 $$;

-- Stored epoch, system identifier and timeline as one hash: a restored or promoted cloud is noticed.
create function private.published_epoch(scope uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  stored uuid := (select c.epoch from sync.scope_clock c where c.scope_id = scope);
  machine text := '';
begin
  begin
    machine := (select s.system_identifier::text from pg_catalog.pg_control_system() s)
      || ':' || (select c.timeline_id::text from pg_catalog.pg_control_checkpoint() c);
  exception when insufficient_privilege then
    -- Where the owner may not ask, a restore must set a new stored epoch (the restore script does).
    machine := '';
  end;
  return md5(coalesce(stored::text, '') || ':' || machine);
end
$$;

create function sync.rebuild_readers() returns void language plpgsql set search_path = '' as $$
declare
  kind text;
  branches text;
  arms text;
begin
  foreach kind in array array['tenant', 'platform'] loop
    -- The next keys of all tables in the order (row_version, table_no, id): index-only range scans, merged.
    select string_agg(format(
      '(select k.row_version, %s, k.id from public.%I k where k.%I = scope and (k.row_version, k.id) > (after_version, '
      'case when %1$s < after_table then ''ffffffff-ffff-ffff-ffff-ffffffffffff'' when %1$s = after_table then after_id '
      'else ''00000000-0000-0000-0000-000000000000'' end::uuid) order by k.row_version, k.id limit wanted)',
      t.table_no, t.name, case kind when 'tenant' then 'tenant_id' else 'scope_id' end),
      E'\n union all ' order by t.table_no)
    into branches from sync.synced_table t where (t.class = 'platform') = (kind = 'platform');
    execute format($sql$
      create or replace function sync.%I(scope uuid, after_version bigint, after_table int, after_id uuid, wanted int)
      returns table (row_version bigint, table_no int, id uuid)
      language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off as $body$
      begin
        return query select * from (%s) merged order by 1, 2, 3 limit wanted;
      end $body$ $sql$, kind || '_keys', branches);
    execute format('grant execute on function sync.%I(uuid, bigint, int, uuid, int) to sync_agent', kind || '_keys');
  end loop;

  -- The rows of one table between two keys, as arrays; locations outside of the device's are left out.
  select string_agg(format(
    'when %s then return (select json_agg(json_build_array(%s) order by row_version, id) from public.%I where %I = scope '
    'and (row_version, id) > (after_version, after_id) and (row_version, id) <= (last_version, last_id)%s);',
    t.table_no, t.select_list, t.name, case t.class when 'platform' then 'scope_id' else 'tenant_id' end,
    case when t.location_column is null then '' else
      format(' and (allowed is null or %I = any (allowed))', t.location_column) end),
    E'\n ' order by t.table_no)
  into arms from sync.synced_table t;
  execute format($sql$
    create or replace function sync.page_rows(wanted_table int, scope uuid, after_version bigint, after_id uuid,
      last_version bigint, last_id uuid, allowed uuid[])
    returns json language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off as $body$
    begin
      case wanted_table %s end case;
    end $body$ $sql$, arms);
  grant execute on function sync.page_rows(int, uuid, bigint, uuid, bigint, uuid, uuid[]) to sync_agent;
end
$$;
select sync.rebuild_readers();

create function private.touch_contact(entered private.entry, desk_schema int) returns void
language sql set search_path = '' as $$
  insert into sync.device_contact as c (device_id, scope_id, user_id, schema, last_contact)
  values (entered.device_id, coalesce(entered.home, entered.scope), entered.user_id, desk_schema, now())
  on conflict (device_id) do update
    set last_contact = excluded.last_contact, user_id = excluded.user_id, schema = excluded.schema
    where c.last_contact < excluded.last_contact - interval '10 seconds' or c.user_id <> excluded.user_id
$$;

-- Takes the replica's row, making it on first sight. A client id belongs to one device and scope for ever.
create function private.own_client(entered private.entry, replica uuid, desk_schema int) returns bigint
language plpgsql set search_path = '' as $$
declare
  known sync.client;
begin
  insert into sync.client (client_id, scope_id, device_id, schema)
    values (replica, entered.scope, entered.device_id, desk_schema) on conflict (client_id) do nothing;
  select * into known from sync.client c where c.client_id = replica for update;
  if known.client_id is null or known.device_id <> entered.device_id then
    perform private.refuse('410', 'SY410', 'client_of_another_device', 'This file was copied: take a new client id.');
  end if;
  if known.schema <> desk_schema then
    update sync.client set schema = desk_schema where client_id = replica;
  end if;
  return known.last_mutation_id;
end
$$;

create function public.sync_hello(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  entered private.entry := private.enter(req);
  wanted_schema int := (req ->> 'schema')::int;
  lmid bigint;
begin
  perform set_config('lock_timeout', '3s', true);
  lmid := private.own_client(entered, (req ->> 'client_id')::uuid, wanted_schema);
  perform private.touch_contact(entered, wanted_schema);
  return jsonb_build_object(
    'epoch', private.published_epoch(entered.scope),
    'head', coalesce((select c.version from sync.scope_clock c where c.scope_id = entered.scope), 0),
    'lmid', lmid,
    'min_schema', private.min_schema(),
    'scope_v', private.scope_v(entered),
    'now', private.millis(clock_timestamp())
  );
end
$$;

/*
 Everything decided after `since`, with this replica's verdicts. Stable: rows, head, lmid and verdicts come from one
 snapshot, whatever commits meanwhile. Rows that the device may not hold move the cursor but are not sent.
*/
create function public.sync_pull(req jsonb) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  nil constant uuid := '00000000-0000-0000-0000-000000000000';
  top constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  last_table constant int := 32767;
  entered private.entry := private.enter(req);
  after_version bigint := (req -> 'since' ->> 0)::bigint;
  after_table int := (req -> 'since' ->> 1)::int;
  after_id uuid := (req -> 'since' ->> 2)::uuid;
  row_limit int := least(greatest((req ->> 'limit')::int, 1), 5000);
  epoch text := private.published_epoch(entered.scope);
  clock sync.scope_clock;
  replica sync.client;
  versions bigint[];
  tables int[];
  ids uuid[];
  more boolean := false;
  end_version bigint;
  end_table int := last_table;
  end_id uuid := top;
  listed sync.synced_table;
  rows json;
  cols jsonb := '{}';
  parts text[] := '{}';
  results json;
begin
  select * into clock from sync.scope_clock c where c.scope_id = entered.scope;
  if after_version is null or after_table is null or after_id is null or row_limit is null then
    perform private.refuse('400', 'SY400', 'since and limit are needed', 'Update this desk.');
  end if;
  if req ->> 'epoch' is distinct from epoch or req ->> 'scope_v' is distinct from private.scope_v(entered)
     or after_version > coalesce(clock.version, 0) or after_version < coalesce(clock.gc_version, 0) then
    return '{"reset":true}';
  end if;

  select * into replica from sync.client c where c.client_id = (req ->> 'client_id')::uuid;
  if replica.client_id is not null and replica.device_id <> entered.device_id then
    perform private.refuse('410', 'SY410', 'client_of_another_device', 'This file was copied: take a new client id.');
  end if;

  end_version := coalesce(clock.version, 0);
  if (after_version, after_table, after_id) < (end_version, last_table, top) then
    if entered.scope = private.platform_scope() then
      select array_agg(k.row_version), array_agg(k.table_no), array_agg(k.id) into versions, tables, ids
        from sync.platform_keys(entered.scope, after_version, after_table, after_id, row_limit + 1) k;
    else
      select array_agg(k.row_version), array_agg(k.table_no), array_agg(k.id) into versions, tables, ids
        from sync.tenant_keys(entered.scope, after_version, after_table, after_id, row_limit + 1) k;
    end if;
    if cardinality(ids) > row_limit then
      more := true;
      end_version := versions[row_limit];
      end_table := tables[row_limit];
      end_id := ids[row_limit];
    end if;
    for listed in
      select * from sync.synced_table t
      where t.table_no = any (tables) and t.class = any (entered.classes) order by t.table_no
    loop
      rows := sync.page_rows(
        listed.table_no, entered.scope,
        after_version, case when listed.table_no < after_table then top when listed.table_no = after_table then after_id else nil end,
        end_version, case when listed.table_no < end_table then top when listed.table_no = end_table then end_id else nil end,
        entered.locations);
      if rows is not null then
        cols := cols || jsonb_build_object(listed.name, listed.columns);
        parts := parts || (to_json(listed.name)::text || ':' || rows::text);
      end if;
    end loop;
  end if;

  select json_agg(json_build_object('id', r.id, 'uuid', r.uuid, 'status', r.status, 'code', r.code,
                                    'detail', r.detail, 'version', r.version) order by r.id)
    into results from sync.mutation_result r
    where r.client_id = replica.client_id and r.id > (req ->> 'ack')::bigint;

  return json_build_object(
    'epoch', epoch,
    'head', coalesce(clock.version, 0),
    'more', more,
    'next', json_build_array(end_version, end_table, end_id),
    'lmid', coalesce(replica.last_mutation_id, 0),
    'results', coalesce(results, '[]'),
    'cols', cols,
    't', ('{' || array_to_string(parts, ',') || '}')::json
  );
end
$$;

-- Live rows of one table (and month) by id: the pages of a first sync.
create function public.sync_bootstrap(req jsonb) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  entered private.entry := private.enter(req);
  row_limit int := least(greatest((req ->> 'limit')::int, 1), 10000);
  listed sync.synced_table;
  rows json;
  more boolean;
begin
  listed := private.listed_table(req, entered.scope);
  if listed.class = any (entered.classes) then
    execute format(
      'select json_agg(page.fields) filter (where page.n <= $4), count(*) > $4 from (
         select json_build_array(%s) as fields, row_number() over (order by id) as n from public.%I
         where %I = $1 and deleted_at is null and id > $3 %s %s order by id limit $4 + 1) page',
      listed.select_list, listed.name, case listed.class when 'platform' then 'scope_id' else 'tenant_id' end,
      case when listed.bucketed then 'and bucket = $2' else '' end,
      case when listed.location_column is null or entered.locations is null then '' else
        format('and %I = any ($5)', listed.location_column) end)
    into rows, more
    using entered.scope, (req ->> 'bucket')::int,
      coalesce((req ->> 'after_id')::uuid, '00000000-0000-0000-0000-000000000000'), row_limit, entered.locations;
  end if;
  return json_build_object(
    'cols', listed.columns, 'rows', coalesce(rows, '[]'), 'more', coalesce(more, false),
    'head', coalesce((select c.version from sync.scope_clock c where c.scope_id = entered.scope), 0));
end
$$;

create function private.listed_table(req jsonb, scope uuid) returns sync.synced_table
language plpgsql stable set search_path = '' as $$
declare
  listed sync.synced_table;
begin
  select * into listed from sync.synced_table t
    where t.name = req ->> 'table' and (t.class = 'platform') = (scope = private.platform_scope());
  if listed.name is null then
    perform private.refuse('400', 'SY400', 'no such table in this scope', 'Update this desk.');
  end if;
  if listed.bucketed <> (req ->> 'bucket' is not null) then
    perform private.refuse('400', 'SY400', 'bucketed tables are read by month, others whole', 'Update this desk.');
  end if;
  return listed;
end
$$;

-- Which months have visits, so that a first sync knows how much there is.
create function public.sync_buckets(req jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  entered private.entry := private.enter(req);
begin
  return jsonb_build_object('buckets', coalesce((
    select jsonb_agg(jsonb_build_object('bucket', b.bucket, 'appointments', b.n) order by b.bucket)
    from (select m.bucket, sum(m.n) as n
          from (select a.bucket, 1 as n from public.appointment a
                where a.tenant_id = entered.scope and a.deleted_at is null
                  and (entered.locations is null or a.location_id = any (entered.locations))
                union all -- a month with blocked time alone is one to fetch, too
                select k.bucket, 0 from public.block k
                where k.tenant_id = entered.scope and k.deleted_at is null
                  and (entered.locations is null or k.location_id = any (entered.locations))) m
          group by m.bucket) b), '[]'));
end
$$;

-- count, and the exclusive or of the first 8 bytes of md5('id:row_version') of live rows as 16 hex digits.
create function public.sync_digest(req jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  entered private.entry := private.enter(req);
  listed sync.synced_table := private.listed_table(req, entered.scope);
  n bigint := 0;
  hash bigint := 0;
begin
  if listed.class = any (entered.classes) then
    execute format(
      'select count(*), coalesce(bit_xor((''x'' || left(md5(id::text || '':'' || row_version), 16))::bit(64)::bigint), 0)
       from public.%I where %I = $1 and deleted_at is null %s %s',
      listed.name, case listed.class when 'platform' then 'scope_id' else 'tenant_id' end,
      case when listed.bucketed then 'and bucket = $2' else '' end,
      case when listed.location_column is null or entered.locations is null then '' else
        format('and %I = any ($3)', listed.location_column) end)
    into n, hash using entered.scope, (req ->> 'bucket')::int, entered.locations;
  end if;
  return jsonb_build_object('count', n, 'hash', lpad(to_hex(hash), 16, '0'),
    'head', coalesce((select c.version from sync.scope_clock c where c.scope_id = entered.scope), 0));
end
$$;

grant execute on function private.min_schema(), private.published_epoch(uuid), private.listed_table(jsonb, uuid),
  private.touch_contact(private.entry, int), private.own_client(private.entry, uuid, int) to sync_agent;

-- Gives a function of the wire to the weak role and to those who may call it.
create function private.publish(fn regprocedure, callers text) returns void
language plpgsql set search_path = '' as $$
begin
  execute format('revoke all on function %s from public, anon, authenticated, service_role', fn);
  execute format('grant execute on function %s to %s', fn, callers);
  execute format('alter function %s owner to sync_agent', fn);
end
$$;
grant create on schema public to sync_agent;
select private.publish(f::regprocedure, 'authenticated') from unnest(array[
  'public.sync_hello(jsonb)', 'public.sync_pull(jsonb)', 'public.sync_bootstrap(jsonb)',
  'public.sync_buckets(jsonb)', 'public.sync_digest(jsonb)']) f;
revoke create on schema public from sync_agent;
