-- What support and operations look at: the gateway's figures, alerts, silent desks. No clients, no appointments.

create table ops.metric_sample (
  at timestamptz(3) primary key,
  window_s int not null check (window_s > 0),
  latency_p50_ms real,
  latency_p95_ms real,
  requests int not null check (requests >= 0),
  errors int not null check (errors >= 0),
  pool_used int not null,
  pool_size int not null,
  pool_waiting int not null
);

create table ops.alert (
  id uuid primary key default gen_random_uuid(),
  severity text not null check (severity in ('P1', 'P2', 'P3')),
  title text not null check (char_length(title) between 1 and 200),
  source text not null,
  opened_at timestamptz(3) not null default now(),
  acknowledged_at timestamptz(3),
  acknowledged_by text,
  closed_at timestamptz(3)
);
create unique index alert_open on ops.alert (source, title) where closed_at is null;

alter table ops.metric_sample enable row level security;
alter table ops.alert enable row level security;
create policy agent on ops.metric_sample for select to sync_agent using (true);
create policy agent on ops.alert to sync_agent using (true) with check (true);
grant select on ops.metric_sample to sync_agent;
grant select, update on ops.alert to sync_agent;
grant select, insert, update on ops.metric_sample, ops.alert to service_role;

-- Opens or closes one alert; severity and title are those of the rule.
create function ops.set_alert(wanted_severity text, wanted_title text, wanted_source text, firing boolean) returns void
language plpgsql set search_path = '' as $$
begin
  if firing then
    insert into ops.alert (severity, title, source) values (wanted_severity, wanted_title, wanted_source)
      on conflict (source, title) where closed_at is null do nothing;
  elsif firing is false then
    update ops.alert set closed_at = now()
      where source = wanted_source and title = wanted_title and closed_at is null;
  end if;
end
$$;

/*
 Keeps one sample of the gateway's figures for 26 hours, and judges the last five minutes by the handover's rules:
 P2 over 2 s or over 1 % errors, P3 over the targets of 500 ms and 0.1 %. Without requests nothing is judged: "no data"
 neither opens nor closes an alert. P1 (service down) cannot be said by a service that answers; a watcher outside says it.
*/
create function ops.record_sample(sample jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  slowest real;
  share real;
  crowded boolean;
begin
  insert into ops.metric_sample (at, window_s, latency_p50_ms, latency_p95_ms, requests, errors, pool_used, pool_size, pool_waiting)
  values (private.instant((sample ->> 'at')::bigint), (sample ->> 'window_s')::int, (sample ->> 'latency_p50_ms')::real,
          (sample ->> 'latency_p95_ms')::real, (sample ->> 'requests')::int, (sample ->> 'errors')::int,
          (sample ->> 'pool_used')::int, (sample ->> 'pool_size')::int, (sample ->> 'pool_waiting')::int)
  on conflict (at) do nothing;
  delete from ops.metric_sample where at < now() - interval '26 hours';

  -- The typical sample of five minutes: one slow minute after a start is not an incident.
  select percentile_cont(0.5) within group (order by m.latency_p95_ms),
         case when sum(m.requests) >= 20 then sum(m.errors)::real / sum(m.requests) end, bool_and(m.pool_waiting > 0)
    into slowest, share, crowded
    from ops.metric_sample m where m.at > private.instant((sample ->> 'at')::bigint) - interval '5 minutes' and m.requests > 0;
  perform ops.set_alert('P2', 'High latency', 'gateway', slowest > 2000);
  perform ops.set_alert('P3', 'Latency above target', 'gateway', slowest > 500 and slowest <= 2000);
  perform ops.set_alert('P2', 'Elevated error rate', 'gateway', share > 0.01);
  perform ops.set_alert('P3', 'Error rate above target', 'gateway', share > 0.001 and share <= 0.01);
  perform ops.set_alert('P3', 'Requests wait for the database', 'gateway', crowded);
  perform ops.refresh_overview();
end
$$;
revoke all on function ops.record_sample(jsonb) from public;
grant execute on function ops.record_sample(jsonb) to service_role;

-- Desks of which nothing was heard for a day. Contact is written by hello and push: pull reads only.
create function private.silent_desks() returns table (device_id uuid, device_name text, tenant_name text, last_contact timestamptz)
language sql stable security definer set search_path = '' as $$
  select d.id, d.name, t.name, c.last_contact
  from public.device d
  join public.tenant t on t.id = d.tenant_id and t.deleted_at is null
  left join sync.device_contact c on c.device_id = d.id
  where d.revoked_at is null and d.deleted_at is null
    and coalesce(c.last_contact, d.enrolled_at) < now() - interval '24 hours'
  order by coalesce(c.last_contact, d.enrolled_at)
  limit 200
$$;
grant execute on function private.silent_desks() to sync_agent;

create function public.ops_health(req jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.enter_as(private.platform_scope(), array['support', 'operations']);
  return jsonb_build_object(
    'now', private.millis(clock_timestamp()),
    'samples', coalesce((
      select jsonb_agg(to_jsonb(m) || jsonb_build_object('at', private.millis(m.at)) order by m.at)
      from ops.metric_sample m where m.at > now() - interval '1 hour'), '[]'),
    'alerts', coalesce((
      select jsonb_agg(jsonb_build_object('id', a.id, 'severity', a.severity, 'title', a.title, 'source', a.source,
        'opened_at', private.millis(a.opened_at), 'acknowledged_at', private.millis(a.acknowledged_at),
        'acknowledged_by', a.acknowledged_by) order by a.severity, a.opened_at)
      from ops.alert a where a.closed_at is null), '[]'),
    'desks', coalesce((
      select jsonb_agg(jsonb_build_object('device_id', s.device_id, 'device_name', s.device_name,
        'tenant_name', s.tenant_name, 'last_contact', private.millis(s.last_contact)))
      from private.silent_desks() s), '[]'));
end
$$;

-- {id}: says who looks after it. The first one to say so stays.
create function public.ops_alert_acknowledge(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  alert_id constant uuid := req ->> 'id';
begin
  perform private.enter_as(private.platform_scope(), array['support', 'operations']);
  update ops.alert a set acknowledged_at = coalesce(a.acknowledged_at, now()),
    acknowledged_by = coalesce(a.acknowledged_by, private.my_platform_name())
    where a.id = alert_id and a.closed_at is null;
  if not found then
    perform private.refuse('404', 'SY404', 'no such open alert', 'Look again: it may be closed by now.');
  end if;
  return jsonb_build_object('id', alert_id);
end
$$;

grant create on schema public to sync_agent;
select private.publish(f::regprocedure, 'authenticated')
  from unnest(array['public.ops_health(jsonb)', 'public.ops_alert_acknowledge(jsonb)']) f;
revoke create on schema public from sync_agent;

/*
 Deletes tombstones of a scope that are older than `keep`, children before parents, and raises gc_version in the same
 transaction, so that a desk that was away longer starts anew. A tombstone that is still referred to stays. Verdicts go
 after 400 days: by then a desk that never pulled has to start anew anyway. Returns the number of rows deleted.
*/
create function sync.gc(scope uuid, keep interval default '100 days') returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  listed sync.synced_table;
  version bigint := sync.next_version(scope);
  highest bigint := 0;
  deleted bigint := 0;
  n bigint;
  reached bigint;
  old_row record;
begin
  if keep < interval '1 day' then
    raise exception 'tombstones are kept for at least a day' using errcode = '22023';
  end if;
  perform set_config('console.scope', scope::text, true), set_config('console.home', '', true),
          set_config('sync.gc', 'on', true);
  for listed in select * from sync.synced_table t where t.class <> 'platform' order by t.table_no desc loop
    begin
      execute format('with gone as (delete from public.%I where tenant_id = $1 and deleted_at < $2 returning row_version) '
                     'select count(*), coalesce(max(row_version), 0) from gone', listed.name)
        into n, reached using scope, now() - keep;
      deleted := deleted + n;
      highest := greatest(highest, reached);
    exception when foreign_key_violation then
      -- A live row still names one of them: take the others one by one, a bounded number a call.
      for old_row in execute format('select id, row_version from public.%I where tenant_id = $1 and deleted_at < $2 limit 1000',
                                    listed.name) using scope, now() - keep
      loop
        begin
          execute format('delete from public.%I where id = $1', listed.name) using old_row.id;
          highest := greatest(highest, old_row.row_version);
          deleted := deleted + 1;
        exception when foreign_key_violation then
          null;
        end;
      end loop;
    end;
  end loop;
  delete from sync.mutation_result r where r.scope_id = scope and r.decided_at < now() - interval '400 days';
  get diagnostics n = row_count;
  update sync.scope_clock c set gc_version = greatest(c.gc_version, highest) where c.scope_id = scope;
  perform set_config('sync.gc', 'off', true);
  return deleted + n;
end
$$;
revoke all on function sync.gc(uuid, interval) from public;
grant execute on function sync.gc(uuid, interval) to service_role;
grant create on schema sync to sync_agent;
alter function sync.gc(uuid, interval) owner to sync_agent;
revoke create on schema sync from sync_agent;
