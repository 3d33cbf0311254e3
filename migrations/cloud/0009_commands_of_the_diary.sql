-- Commands on visits. Their rules in TypeScript are in src/domain/scheduling; tests/contracts holds both to one set of
-- cases. No command has an EXCEPTION block of its own: cmd.run wraps each.

create table cmd.status_transition (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
alter table cmd.status_transition enable row level security;
create policy agent on cmd.status_transition for select to sync_agent using (true);
grant select on cmd.status_transition to sync_agent;
insert into cmd.status_transition (from_status, to_status)
select f, t from (values
  ('requested', 'confirmed arrived no_show cancelled'),
  ('confirmed', 'requested arrived in_service no_show cancelled'),
  ('arrived', 'requested confirmed in_service no_show cancelled'),
  ('in_service', 'confirmed arrived done'),
  ('done', 'in_service'),
  ('no_show', 'requested confirmed arrived'),
  ('cancelled', 'requested confirmed arrived')
) as steps (f, following), string_to_table(following, ' ') as t;

create type cmd.wanted_hold as (id uuid, line_id uuid, resource_id uuid, during tstzrange);
create type cmd.visit_line as (
  n int, id uuid, service_id uuid, staff_id uuid, resource_id uuid, staff_hold_id uuid, resource_hold_id uuid,
  starts timestamptz, ends timestamptz, price_cents bigint
);

/*
 Active holds of other visits of the entered tenant that overlap the wanted ones. Owned by the tables' owner on purpose:
 `&&` on ranges is not leakproof, so under row level security it could not use the index of the constraint. It reads
 the entered tenant only, and gives ids and times only.
*/
create function private.holds_in_the_way(visit uuid, wanted cmd.wanted_hold[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.entered_scope();
begin
  return (
    select jsonb_agg(jsonb_build_object(
      'resource_id', h.resource_id, 'appointment_id', h.appointment_id,
      'starts_at', private.millis(lower(h.during)), 'ends_at', private.millis(upper(h.during))) order by w.n, lower(h.during))
    from unnest(wanted) with ordinality as w (id, line_id, resource_id, during, n)
    join public.hold h on h.tenant_id = tenant and h.resource_id = w.resource_id
      and h.during && w.during and h.active and h.appointment_id <> visit);
end
$$;
grant execute on function private.holds_in_the_way(uuid, cmd.wanted_hold[]) to sync_agent;

set local role sync_agent;

-- What an offline desk based its decision on, against what is there now; a claim that is missing proves nothing.
create function cmd.require_base(base jsonb, table_name text, id uuid, actual jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  claimed jsonb := base -> table_name -> id::text;
  changed text[];
begin
  if claimed is null or not claimed ?& array(select jsonb_object_keys(actual)) then
    perform cmd.reject('invalid', jsonb_build_object('message', 'the base is missing', 'table', table_name, 'id', id));
  end if;
  changed := array(select key from jsonb_each(actual) where value is distinct from claimed -> key order by key);
  if cardinality(changed) > 0 then
    perform cmd.reject('stale', jsonb_build_object('table', table_name, 'id', id, 'columns', changed));
  end if;
end
$$;

-- The same answer as findOverlap of holds.ts: other visits first, then the visit's own lines against each other. The
-- clock's lock makes the look exact within push; the constraint stands behind it.
create function cmd.refuse_overlap(visit uuid, wanted cmd.wanted_hold[]) returns void
language plpgsql set search_path = '' as $$
declare
  taken jsonb := private.holds_in_the_way(visit, wanted);
begin
  if taken is not null then
    perform cmd.reject('overlap', jsonb_build_object('holds', taken));
  end if;
  if cardinality(wanted) > 1 and exists (
    select from unnest(wanted) with ordinality as a (id, line_id, resource_id, during, n)
    join unnest(wanted) with ordinality as b (id, line_id, resource_id, during, n)
      on a.n < b.n and a.resource_id = b.resource_id and a.during && b.during) then
    perform cmd.reject('overlap', '{"message": "two services of the visit need the same person or room at once"}');
  end if;
end
$$;

-- The stretch that a line keeps its people and rooms from others; refuses times that no line has.
create function cmd.held_interval(service public.service, starts timestamptz, ends timestamptz) returns tstzrange
language plpgsql stable set search_path = '' as $$
begin
  return tstzrange(starts - service.buffer_before_minutes * interval '1 minute',
                   ends + service.buffer_after_minutes * interval '1 minute');
end
$$;

create function cmd.check_line_times(starts timestamptz, ends timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  if starts is null or ends is null or ends <= starts or ends - starts > interval '12 hours' then
    perform cmd.reject('invalid', '{"message": "a line must end after it starts, within twelve hours"}');
  end if;
end
$$;

create function cmd.require_staff(staff_id uuid) returns void language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.staff s where s.id = staff_id and s.deleted_at is null) then
    perform cmd.not_found('staff', staff_id);
  end if;
end
$$;

create function cmd.require_resource(resource_id uuid, place uuid) returns void language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.resource r where r.id = resource_id and r.location_id = place and r.deleted_at is null) then
    perform cmd.not_found('resource', resource_id);
  end if;
end
$$;

create function cmd.require_location(place uuid) returns void language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.location l where l.id = place and l.deleted_at is null) then
    perform cmd.not_found('location', place);
  end if;
end
$$;

create function cmd.check_lines(args jsonb) returns void language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(args -> 'lines') is distinct from 'array' or jsonb_array_length(args -> 'lines') not between 1 and 12 then
    perform cmd.reject('invalid', '{"message": "a visit has one to twelve lines"}');
  end if;
end
$$;

-- The lines of a booking or move. In plpgsql, as all that runs for each mutation: a function in SQL is planned every time.
create function cmd.visit_lines(args jsonb) returns cmd.visit_line[] language plpgsql stable set search_path = '' as $$
begin
  return array(
    select row((n - 1)::int, (l ->> 'id')::uuid, (l ->> 'serviceId')::uuid, (l ->> 'staffId')::uuid,
      (l ->> 'resourceId')::uuid, (l ->> 'staffHoldId')::uuid, (l ->> 'resourceHoldId')::uuid,
      private.instant((l ->> 'startsAt')::bigint), private.instant((l ->> 'endsAt')::bigint),
      (l ->> 'priceCents')::bigint)::cmd.visit_line
    from jsonb_array_elements(args -> 'lines') with ordinality as listed (l, n) order by n);
end
$$;

create function cmd.appointment_book(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  visit constant uuid := args ->> 'id';
  place constant uuid := args ->> 'locationId';
  customer constant uuid := args ->> 'clientId';
  acted constant timestamptz := private.instant((ctx ->> 'at')::bigint);
  line cmd.visit_line;
  lines cmd.visit_line[];
  service public.service;
  during tstzrange;
  wanted cmd.wanted_hold[] := '{}';
  visit_starts timestamptz;
  visit_bucket int;
begin
  if exists (select from public.appointment a where a.id = visit and a.deleted_at is null) then
    perform cmd.duplicate('appointment', visit);
  end if;
  perform cmd.require_location(place);
  perform cmd.require_place(ctx, place);
  if customer is not null and not exists (select from public.client c where c.id = customer and c.deleted_at is null) then
    perform cmd.not_found('client', customer);
  end if;
  if args ->> 'status' not in ('requested', 'confirmed', 'arrived') or args ->> 'source' not in ('desk', 'walk_in', 'import') then
    perform cmd.reject('invalid', '{"message": "status or source"}');
  end if;
  perform cmd.check_lines(args);
  lines := cmd.visit_lines(args);

  foreach line in array lines loop
    perform cmd.check_line_times(line.starts, line.ends);
    if (line.resource_id is null) <> (line.resource_hold_id is null) then
      perform cmd.reject('invalid', '{"message": "a room and its hold come together"}');
    end if;
    select * into service from public.service s where s.id = line.service_id and s.deleted_at is null;
    if service.id is null then
      perform cmd.not_found('service', line.service_id);
    end if;
    perform cmd.require_staff(line.staff_id);
    during := cmd.held_interval(service, line.starts, line.ends);
    wanted := wanted || row(line.staff_hold_id, line.id, line.staff_id, during)::cmd.wanted_hold;
    if line.resource_id is not null then
      perform cmd.require_resource(line.resource_id, place);
      wanted := wanted || row(line.resource_hold_id, line.id, line.resource_id, during)::cmd.wanted_hold;
    end if;
  end loop;
  perform cmd.refuse_overlap(visit, wanted);

  select min(l.starts), private.bucket(min(l.starts)) into visit_starts, visit_bucket from unnest(lines) l;
  insert into public.appointment (id, tenant_id, bucket, location_id, client_id, status, source, starts_at, ends_at,
                                  price_cents, note, soft_reason, import_id, created_at, created_by)
  select visit, tenant, visit_bucket, place, customer, args ->> 'status', args ->> 'source', visit_starts, max(l.ends),
         sum(l.price_cents), args ->> 'note', args ->> 'softReason', (args ->> 'importId')::uuid, acted, (ctx ->> 'actor')::uuid
  from unnest(lines) l;
  insert into public.appointment_line (id, tenant_id, bucket, location_id, appointment_id, position, service_id, staff_id,
                                       resource_id, starts_at, ends_at, price_cents)
  select l.id, tenant, visit_bucket, place, visit, l.n, l.service_id, l.staff_id, l.resource_id, l.starts, l.ends,
         l.price_cents
  from unnest(lines) l;
  insert into public.hold (id, tenant_id, bucket, location_id, appointment_id, line_id, resource_id, during, active)
  select w.id, tenant, visit_bucket, place, visit, w.line_id, w.resource_id, w.during, true from unnest(wanted) w;
  insert into public.status_event (id, tenant_id, bucket, location_id, appointment_id, from_status, to_status, at,
                                   actor_id, device_id, reason)
  values ((args ->> 'eventId')::uuid, tenant, visit_bucket, place, visit, null, args ->> 'status', acted,
          (ctx ->> 'actor')::uuid, (ctx ->> 'device_id')::uuid, args ->> 'softReason');
end
$$;

create function cmd.appointment_move(ctx jsonb, args jsonb, base jsonb) returns void
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
  update public.appointment a set bucket = new_bucket,
    starts_at = (select min(l.starts) from unnest(lines) l), ends_at = (select max(l.ends) from unnest(lines) l),
    soft_reason = coalesce(args ->> 'softReason', a.soft_reason) where a.id = visit;
  -- A desk that never held the old month must receive the whole visit; ledger entries count on their own day.
  if new_bucket <> appointment.bucket then
    update public.status_event e set bucket = new_bucket where e.appointment_id = visit and e.deleted_at is null;
  end if;
end
$$;

-- One step of the chain, with the holds and the client's no-shows that go with it.
create function cmd.step(ctx jsonb, visit uuid, event uuid, wanted_status text, why text, cancel_code text) returns void
language plpgsql set search_path = '' as $$
declare
  holding constant text[] := array['requested', 'confirmed', 'arrived', 'in_service', 'done'];
  appointment public.appointment;
  difference int;
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
  update public.appointment a set status = wanted_status,
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

create function cmd.appointment_status(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if args ->> 'to' = 'cancelled' then
    perform cmd.reject('invalid', '{"message": "a cancellation is a command of its own, with its reason"}');
  end if;
  perform cmd.step(ctx, (args ->> 'id')::uuid, (args ->> 'eventId')::uuid, args ->> 'to', args ->> 'reason', null);
end
$$;

create function cmd.appointment_cancel(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  visit constant uuid := args ->> 'id';
begin
  if (args ->> 'reasonCode' in ('client_request', 'client_ill', 'bereavement_or_hospital', 'staff_unavailable',
                                'booked_in_error', 'other')) is not true then
    perform cmd.reject('invalid', '{"message": "no such reason"}');
  end if;
  if (select sum(e.amount_cents) from public.ledger_entry e where e.appointment_id = visit) > 0 then
    perform cmd.reject('paid', jsonb_build_object('table', 'appointment', 'id', visit));
  end if;
  perform cmd.step(ctx, visit, (args ->> 'eventId')::uuid, 'cancelled',
    (args ->> 'reasonCode') || coalesce(': ' || (args ->> 'note'), ''), args ->> 'reasonCode');
end
$$;

reset role;

insert into sync.command (name, version, fn, roles) values
  ('appointment.book', 1, 'appointment_book', '{owner,manager,front_desk}'),
  ('appointment.move', 1, 'appointment_move', '{owner,manager,front_desk}'),
  ('appointment.status', 1, 'appointment_status', '{owner,manager,front_desk}'),
  ('appointment.cancel', 1, 'appointment_cancel', '{owner,manager,front_desk}');
