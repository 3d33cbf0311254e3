-- A first sync that begins with the days around today, and scopes of devices that change without a reset.

grant create on schema public to sync_agent;
set local role sync_agent;

/*
 As in 0007. `span` [from, to) in epoch milliseconds, with bucket null: of tables with months the rows of visits that
 begin in it, with their money and blocked time; of clients and what is kept about them those of these visits; other
 tables whole. `places`: of tables with a location only these, as far as the device may hold them. The answer names the
 device scope that it was given under.
*/
create or replace function public.sync_bootstrap(req jsonb) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  entered private.entry := private.enter(req);
  row_limit int := least(greatest((req ->> 'limit')::int, 1), 10000);
  span_from timestamptz := private.instant((req -> 'span' ->> 0)::bigint);
  span_to timestamptz := private.instant((req -> 'span' ->> 1)::bigint);
  listed sync.synced_table;
  allowed uuid[];
  visits uuid[];
  clients uuid[];
  condition text := '';
  rows json;
  more boolean;
begin
  listed := private.listed_table(req, entered.scope);
  if listed.class = any (entered.classes) then
    allowed := entered.locations;
    if req -> 'places' is not null then
      allowed := array(select p::uuid from jsonb_array_elements_text(req -> 'places') p
                       where entered.locations is null or p::uuid = any (entered.locations));
    end if;
    if span_from is not null then
      if listed.bucketed or listed.name in ('client', 'client_alert', 'client_note', 'consent', 'telling') then
        select array_agg(a.id), array_agg(distinct a.client_id) into visits, clients
          from public.location l
          join public.appointment a on a.tenant_id = l.tenant_id and a.location_id = l.id
            and a.starts_at >= span_from and a.starts_at < span_to and a.deleted_at is null
          where l.tenant_id = entered.scope and (allowed is null or l.id = any (allowed));
      end if;
      condition := case
        when listed.name = 'appointment' then 'and id = any ($6)'
        when listed.name in ('appointment_line', 'hold', 'status_event', 'ledger_entry', 'telling') then
          'and appointment_id = any ($6)'
        when listed.name = 'block' then 'and starts_at < $9 and ends_at > $8'
        when listed.name = 'till_count' then 'and trading_day between $8::date - 1 and $9::date'
        when listed.name = 'client' then 'and id = any ($7)'
        when listed.name in ('client_alert', 'client_note', 'consent') then 'and client_id = any ($7)'
        else '' end;
    elsif listed.bucketed then
      condition := 'and bucket = $2';
    end if;
    execute format(
      'select json_agg(page.fields) filter (where page.n <= $4), count(*) > $4 from (
         select json_build_array(%s) as fields, row_number() over (order by id) as n from public.%I
         where %I = $1 and deleted_at is null and id > $3 %s %s order by id limit $4 + 1) page',
      listed.select_list, listed.name, case listed.class when 'platform' then 'scope_id' else 'tenant_id' end,
      condition,
      case when listed.location_column is null or allowed is null then '' else
        format('and %I = any ($5)', listed.location_column) end)
    into rows, more
    using entered.scope, (req ->> 'bucket')::int,
      coalesce((req ->> 'after_id')::uuid, '00000000-0000-0000-0000-000000000000'), row_limit, allowed,
      visits, clients, span_from, span_to;
  end if;
  return json_build_object(
    'cols', listed.columns, 'rows', coalesce(rows, '[]'), 'more', coalesce(more, false),
    'head', coalesce((select c.version from sync.scope_clock c where c.scope_id = entered.scope), 0),
    'scope_v', private.scope_v(entered));
end
$$;

-- As in 0020, with what the device may hold: a desk whose scope changed takes away and fetches just the difference.
create or replace function public.sync_hello(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  entered private.entry := private.enter(req);
  wanted_schema int := (req ->> 'schema')::int;
  lmid bigint;
begin
  perform set_config('lock_timeout', '3s', true);
  lmid := private.own_client(entered, (req ->> 'client_id')::uuid, wanted_schema);
  perform private.touch_contact(entered, wanted_schema);
  if entered.home is null then
    update sync.device_contact c
      set app = left(req ->> 'app', 40), client_id = (req ->> 'client_id')::uuid, queued = (req ->> 'queued')::bigint
      where c.device_id = entered.device_id
        and (c.app, c.client_id, c.queued) is distinct from
            (left(req ->> 'app', 40), (req ->> 'client_id')::uuid, (req ->> 'queued')::bigint);
  end if;
  return jsonb_build_object(
    'epoch', private.published_epoch(entered.scope),
    'head', coalesce((select c.version from sync.scope_clock c where c.scope_id = entered.scope), 0),
    'lmid', lmid,
    'min_schema', private.min_schema(),
    'scope_v', private.scope_v(entered),
    'holds', jsonb_build_object('locations', to_jsonb(entered.locations), 'classes', to_jsonb(entered.classes)),
    'now', private.millis(clock_timestamp())
  );
end
$$;

reset role;
revoke create on schema public from sync_agent;

-- A span stands instead of a month.
create or replace function private.listed_table(req jsonb, scope uuid) returns sync.synced_table
language plpgsql stable set search_path = '' as $$
declare
  listed sync.synced_table;
begin
  select * into listed from sync.synced_table t
    where t.name = req ->> 'table' and (t.class = 'platform') = (scope = private.platform_scope());
  if listed.name is null then
    perform private.refuse('400', 'SY400', 'no such table in this scope', 'Update this desk.');
  end if;
  if req -> 'span' is not null then
    if (jsonb_array_length(req -> 'span') = 2 and req ->> 'bucket' is null and listed.class <> 'platform') is not true then
      perform private.refuse('400', 'SY400', 'a span has two instants and no month', 'Update this desk.');
    end if;
  elsif listed.bucketed <> (req ->> 'bucket' is not null) then
    perform private.refuse('400', 'SY400', 'bucketed tables are read by month, others whole', 'Update this desk.');
  end if;
  return listed;
end
$$;
