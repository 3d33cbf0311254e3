-- Commands on what is known of clients and on what they were told. Rules in TypeScript: src/domain/clients.

set local role sync_agent;

-- A visit as its client is told of it: when, with whom (in line order), and whether it stands. The same as visitAsTold of
-- src/domain/scheduling/client-knows.ts.
create function cmd.visit_as_told(visit uuid) returns jsonb language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'status', case a.status when 'cancelled' then 'cancelled' else 'booked' end,
      'staffIds', (select coalesce(jsonb_agg(l.staff_id order by l.position), '[]') from public.appointment_line l
                   where l.appointment_id = visit and l.deleted_at is null),
      'startsAt', private.millis(a.starts_at))
    from public.appointment a where a.id = visit);
end
$$;

-- Whether a client who believes the one needs to hear nothing of the other. Of a cancelled visit the time is no news.
create function cmd.same_visit(believed jsonb, stands jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return believed ->> 'status' = stands ->> 'status'
    and (stands ->> 'status' = 'cancelled' or believed = stands);
end
$$;

-- What the client believes after a change from `before` to `stands`, if that is not what stands then; otherwise null: the
-- rule of clientKnowsAfter. Nobody is told of a visit without a client, of one whose client is in the house, or of one
-- that has begun both as the client believes and as it stands.
create function cmd.client_knows_after(
  appointment public.appointment, status text, before jsonb, stands jsonb, acted bigint
) returns jsonb language plpgsql immutable set search_path = '' as $$
declare
  believed constant jsonb := coalesce(appointment.client_knows, before);
begin
  return case
    when appointment.client_id is null or status in ('arrived', 'in_service', 'done') then null
    when greatest((believed ->> 'startsAt')::bigint, (stands ->> 'startsAt')::bigint) <= acted then null
    when cmd.same_visit(believed, stands) then null
    else believed
  end;
end
$$;

-- As in 0009, and keeps what the client still believes.
create or replace function cmd.appointment_move(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  visit constant uuid := args ->> 'id';
  appointment public.appointment;
  line cmd.visit_line;
  lines cmd.visit_line[];
  old_line public.appointment_line;
  service public.service;
  during tstzrange;
  staff_hold uuid;
  room_hold uuid;
  wanted cmd.wanted_hold[] := '{}';
  new_bucket int;
  told jsonb;
  knows jsonb;
begin
  select * into appointment from public.appointment a where a.id = visit and a.deleted_at is null;
  if appointment.id is null then
    perform cmd.not_found('appointment', visit);
  end if;
  perform cmd.require_place(ctx, appointment.location_id);
  if appointment.status not in ('requested', 'confirmed', 'arrived', 'in_service', 'done') then
    perform cmd.reject('transition', jsonb_build_object('from', appointment.status, 'message', 'only a live booking moves'));
  end if;
  perform cmd.require_base(base, 'appointment', visit, jsonb_build_object(
    'starts_at', private.millis(appointment.starts_at), 'ends_at', private.millis(appointment.ends_at)));
  perform cmd.check_lines(args);
  lines := cmd.visit_lines(args);
  if (select array_agg(l.id order by l.id) from unnest(lines) l) is distinct from
     (select array_agg(l.id order by l.id) from public.appointment_line l where l.appointment_id = visit and l.deleted_at is null) then
    perform cmd.reject('stale', jsonb_build_object('table', 'appointment_line', 'id', visit));
  end if;

  foreach line in array lines loop
    select * into old_line from public.appointment_line l where l.id = line.id;
    perform cmd.require_base(base, 'appointment_line', line.id, jsonb_build_object('staff_id', old_line.staff_id,
      'starts_at', private.millis(old_line.starts_at), 'ends_at', private.millis(old_line.ends_at)));
    perform cmd.check_line_times(line.starts, line.ends);
    select * into service from public.service s where s.id = old_line.service_id and s.deleted_at is null;
    if service.id is null then
      perform cmd.not_found('service', old_line.service_id);
    end if;
    perform cmd.require_staff(line.staff_id);
    during := cmd.held_interval(service, line.starts, line.ends);

    staff_hold := (select h.id from public.hold h where h.appointment_id = visit and h.line_id = line.id
                   and h.resource_id = old_line.staff_id and h.deleted_at is null limit 1);
    if staff_hold is null then
      perform cmd.reject('stale', jsonb_build_object('table', 'hold', 'id', line.id));
    end if;
    wanted := wanted || row(staff_hold, line.id, line.staff_id, during)::cmd.wanted_hold;

    room_hold := (select h.id from public.hold h where h.appointment_id = visit and h.line_id = line.id
                  and h.resource_id = old_line.resource_id and h.deleted_at is null limit 1);
    if line.resource_id is not null then
      perform cmd.require_resource(line.resource_id, appointment.location_id);
      if coalesce(room_hold, line.resource_hold_id) is null then
        perform cmd.reject('invalid', '{"message": "a new room needs the id of its hold"}');
      end if;
      wanted := wanted || row(coalesce(room_hold, line.resource_hold_id), line.id, line.resource_id, during)::cmd.wanted_hold;
    end if;
  end loop;
  perform cmd.refuse_overlap(visit, wanted);

  told := cmd.visit_as_told(visit);
  knows := cmd.client_knows_after(appointment, appointment.status, told, told || (
    select jsonb_build_object('startsAt', private.millis(min(m.starts)), 'staffIds', jsonb_agg(m.staff_id order by l.position))
    from unnest(lines) m join public.appointment_line l on l.id = m.id), (ctx ->> 'at')::bigint);
  -- Lines of one visit may swap places: the constraint looks again when all of them have moved.
  set constraints public.hold_no_overlap deferred;
  new_bucket := (select private.bucket(min(l.starts)) from unnest(lines) l);
  update public.hold h set active = false, deleted_at = now(), bucket = new_bucket
    where h.appointment_id = visit and h.deleted_at is null and h.id <> all (select w.id from unnest(wanted) w);
  update public.hold h set bucket = new_bucket, resource_id = w.resource_id, during = w.during, active = true
    from unnest(wanted) w where h.id = w.id and h.appointment_id = visit;
  insert into public.hold (id, tenant_id, bucket, location_id, appointment_id, line_id, resource_id, during, active)
    select w.id, tenant, new_bucket, appointment.location_id, visit, w.line_id, w.resource_id, w.during, true
    from unnest(wanted) w where not exists (select from public.hold h where h.id = w.id and h.appointment_id = visit);
  set constraints public.hold_no_overlap immediate;

  update public.appointment_line l set bucket = new_bucket, staff_id = m.staff_id, resource_id = m.resource_id,
    starts_at = m.starts, ends_at = m.ends from unnest(lines) m where l.id = m.id and l.appointment_id = visit;
  update public.appointment a set bucket = new_bucket, client_knows = knows,
    starts_at = (select min(l.starts) from unnest(lines) l), ends_at = (select max(l.ends) from unnest(lines) l),
    soft_reason = coalesce(args ->> 'softReason', a.soft_reason) where a.id = visit;
  -- A desk that never held the old month must receive the whole visit; ledger entries count on their own day.
  if new_bucket <> appointment.bucket then
    update public.status_event e set bucket = new_bucket where e.appointment_id = visit and e.deleted_at is null;
  end if;
end
$$;

-- As in 0009, and keeps what the client still believes.
create or replace function cmd.step(ctx jsonb, visit uuid, event uuid, wanted_status text, why text, cancel_code text) returns void
language plpgsql set search_path = '' as $$
declare
  holding constant text[] := array['requested', 'confirmed', 'arrived', 'in_service', 'done'];
  appointment public.appointment;
  difference int;
  told jsonb;
  knows jsonb;
begin
  select * into appointment from public.appointment a where a.id = visit and a.deleted_at is null;
  if appointment.id is null then
    perform cmd.not_found('appointment', visit);
  end if;
  perform cmd.require_place(ctx, appointment.location_id);
  if not exists (select from cmd.status_transition t where t.from_status = appointment.status and t.to_status = wanted_status) then
    perform cmd.reject('transition', jsonb_build_object(
      'table', 'appointment', 'id', visit, 'from', appointment.status, 'to', wanted_status));
  end if;
  if (appointment.status = any (holding)) <> (wanted_status = any (holding)) then
    if wanted_status = any (holding) then
      perform cmd.refuse_overlap(visit, (
        select array_agg(row(h.id, h.line_id, h.resource_id, h.during)::cmd.wanted_hold)
        from public.hold h where h.appointment_id = visit and h.deleted_at is null));
    end if;
    update public.hold h set active = wanted_status = any (holding) where h.appointment_id = visit and h.deleted_at is null;
  end if;
  knows := appointment.client_knows;
  if cancel_code in ('client_request', 'client_ill', 'bereavement_or_hospital') then
    knows := null; -- by word of the client
  elsif 'cancelled' in (appointment.status, wanted_status) then
    told := cmd.visit_as_told(visit);
    knows := cmd.client_knows_after(appointment, wanted_status, told, told || jsonb_build_object(
      'status', case wanted_status when 'cancelled' then 'cancelled' else 'booked' end), (ctx ->> 'at')::bigint);
  end if;
  update public.appointment a set status = wanted_status, client_knows = knows,
    cancel_reason = case when wanted_status = 'cancelled' then cancel_code
                         when a.status = 'cancelled' then null else a.cancel_reason end
    where a.id = visit;
  insert into public.status_event (id, tenant_id, bucket, location_id, appointment_id, from_status, to_status, at,
                                   actor_id, device_id, reason)
  values (event, appointment.tenant_id, appointment.bucket, appointment.location_id, visit, appointment.status, wanted_status,
          private.instant((ctx ->> 'at')::bigint), (ctx ->> 'actor')::uuid, (ctx ->> 'device_id')::uuid, why);
  difference := (wanted_status = 'no_show')::int - (appointment.status = 'no_show')::int;
  if difference <> 0 and appointment.client_id is not null then
    update public.client c set no_shows = greatest(0, c.no_shows + difference)
      where c.id = appointment.client_id and c.deleted_at is null;
  end if;
end
$$;

reset role;
