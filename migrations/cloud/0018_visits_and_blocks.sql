-- Later commands on visits and blocked time. Rules in TypeScript: src/domain/scheduling.

-- Blocked time -----------------------------------------------------------------------------------------------------

set local role sync_agent;

create function cmd.block_update(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  starts constant timestamptz := private.instant((args ->> 'startsAt')::bigint);
  ends constant timestamptz := private.instant((args ->> 'endsAt')::bigint);
  block_id constant uuid := args ->> 'id';
  old public.block;
begin
  select * into old from public.block b where b.id = block_id and b.deleted_at is null;
  if old.id is null then
    perform cmd.not_found('block', block_id);
  end if;
  perform cmd.require_place(ctx, old.location_id);
  perform cmd.require_base(base, 'block', block_id, jsonb_build_object('staff_id', old.staff_id,
    'starts_at', private.millis(old.starts_at), 'ends_at', private.millis(old.ends_at), 'reason', old.reason));
  if (ends > starts) is not true then
    perform cmd.reject('invalid', '{"message": "ends before it starts"}');
  end if;
  perform cmd.require_staff((args ->> 'staffId')::uuid);
  update public.block b
    set bucket = private.bucket(starts), staff_id = (args ->> 'staffId')::uuid, starts_at = starts, ends_at = ends,
      reason = btrim(args ->> 'reason')
    where b.id = block_id;
end
$$;

reset role;

insert into sync.command (name, version, fn, roles) values
  ('block.update', 1, 'block_update', '{owner,manager,front_desk}');

-- Services of a visit -------------------------------------------------------------------------------------------------

set local role sync_agent;

-- Adds, removes and changes lines of a visit; the rule is decideChangeLines of src/domain/scheduling.
create function cmd.appointment_change_lines(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  visit constant uuid := args ->> 'id';
  appointment public.appointment;
  removed uuid[];
  known uuid[];
  named uuid[];
  line cmd.visit_line;
  lines cmd.visit_line[];
  old_line public.appointment_line;
  service public.service;
  during tstzrange;
  staff_hold uuid;
  room_hold uuid;
  wanted cmd.wanted_hold[] := '{}';
  price bigint;
  paid bigint;
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
    perform cmd.reject('transition', jsonb_build_object('from', appointment.status, 'message', 'only a live booking changes'));
  end if;
  perform cmd.require_base(base, 'appointment', visit, jsonb_build_object(
    'starts_at', private.millis(appointment.starts_at), 'ends_at', private.millis(appointment.ends_at),
    'price_cents', appointment.price_cents));
  perform cmd.check_lines(args);
  if jsonb_typeof(args -> 'removed') is distinct from 'array' then
    perform cmd.reject('invalid', '{"message": "what is removed is a list"}');
  end if;
  lines := cmd.visit_lines(args);
  removed := array(select id::uuid from jsonb_array_elements_text(args -> 'removed') as listed (id));
  known := array(select l.id from public.appointment_line l where l.appointment_id = visit and l.deleted_at is null order by l.id);
  named := array(select id from (select l.id from unnest(lines) l where l.id = any (known) union all select unnest(removed)) n order by id);
  if named is distinct from known then
    perform cmd.reject('stale', jsonb_build_object('table', 'appointment_line', 'id', visit));
  end if;
  for old_line in select * from public.appointment_line l where l.id = any (known) order by l.id loop
    perform cmd.require_base(base, 'appointment_line', old_line.id, jsonb_build_object('staff_id', old_line.staff_id,
      'starts_at', private.millis(old_line.starts_at), 'ends_at', private.millis(old_line.ends_at),
      'price_cents', old_line.price_cents));
  end loop;
  price := (select sum(l.price_cents) from unnest(lines) l);
  paid := (select coalesce(sum(e.amount_cents), 0) from public.ledger_entry e where e.appointment_id = visit);
  if price < paid and price < appointment.price_cents then
    perform cmd.reject('paid', jsonb_build_object('table', 'appointment', 'id', visit));
  end if;

  foreach line in array lines loop
    perform cmd.check_line_times(line.starts, line.ends);
    select * into old_line from public.appointment_line l where l.id = line.id;
    if old_line.id is not null and old_line.id <> all (known) then
      perform cmd.duplicate('appointment_line', line.id);
    end if;
    if old_line.service_id <> line.service_id then
      perform cmd.reject('invalid', '{"message": "a line keeps its service"}');
    end if;
    select * into service from public.service s where s.id = line.service_id and s.deleted_at is null;
    if service.id is null then
      perform cmd.not_found('service', line.service_id);
    end if;
    perform cmd.require_staff(line.staff_id);
    during := cmd.held_interval(service, line.starts, line.ends);

    staff_hold := line.staff_hold_id;
    room_hold := null;
    if old_line.id is not null then
      staff_hold := (select h.id from public.hold h where h.appointment_id = visit and h.line_id = line.id
                     and h.resource_id = old_line.staff_id and h.deleted_at is null limit 1);
      room_hold := (select h.id from public.hold h where h.appointment_id = visit and h.line_id = line.id
                    and h.resource_id = old_line.resource_id and h.deleted_at is null limit 1);
    end if;
    if staff_hold is null then
      perform cmd.reject('stale', jsonb_build_object('table', 'hold', 'id', line.id));
    end if;
    wanted := wanted || row(staff_hold, line.id, line.staff_id, during)::cmd.wanted_hold;
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
    select jsonb_build_object('startsAt', private.millis(min(l.starts)), 'staffIds', jsonb_agg(l.staff_id order by l.n))
    from unnest(lines) l), (ctx ->> 'at')::bigint);
  new_bucket := (select private.bucket(min(l.starts)) from unnest(lines) l);
  -- A line stands before its holds.
  insert into public.appointment_line (id, tenant_id, bucket, location_id, appointment_id, position, service_id, staff_id,
                                       resource_id, starts_at, ends_at, price_cents)
    select l.id, tenant, new_bucket, appointment.location_id, visit, l.n, l.service_id, l.staff_id, l.resource_id, l.starts,
           l.ends, l.price_cents
    from unnest(lines) l where l.id <> all (known);
  -- Lines may swap places: the constraint looks again when all of them have changed.
  set constraints public.hold_no_overlap deferred;
  update public.hold h set active = false, deleted_at = now(), bucket = new_bucket
    where h.appointment_id = visit and h.deleted_at is null and h.id <> all (select w.id from unnest(wanted) w);
  update public.hold h set bucket = new_bucket, resource_id = w.resource_id, during = w.during, active = true
    from unnest(wanted) w where h.id = w.id and h.appointment_id = visit;
  insert into public.hold (id, tenant_id, bucket, location_id, appointment_id, line_id, resource_id, during, active)
    select w.id, tenant, new_bucket, appointment.location_id, visit, w.line_id, w.resource_id, w.during, true
    from unnest(wanted) w where not exists (select from public.hold h where h.id = w.id and h.appointment_id = visit);
  set constraints public.hold_no_overlap immediate;

  update public.appointment_line l set deleted_at = now(), bucket = new_bucket
    where l.appointment_id = visit and l.id = any (removed);
  update public.appointment_line l set bucket = new_bucket, position = m.n, staff_id = m.staff_id,
    resource_id = m.resource_id, starts_at = m.starts, ends_at = m.ends, price_cents = m.price_cents
    from unnest(lines) m where l.id = m.id and l.appointment_id = visit;
  update public.appointment a set bucket = new_bucket, client_knows = knows, price_cents = price,
    starts_at = (select min(l.starts) from unnest(lines) l), ends_at = (select max(l.ends) from unnest(lines) l),
    soft_reason = coalesce(args ->> 'softReason', a.soft_reason) where a.id = visit;
  -- A desk that never held the old month must receive the whole visit; ledger entries count on their own day.
  if new_bucket <> appointment.bucket then
    update public.status_event e set bucket = new_bucket where e.appointment_id = visit and e.deleted_at is null;
  end if;
end
$$;

reset role;

insert into sync.command (name, version, fn, roles) values
  ('appointment.change_lines', 1, 'appointment_change_lines', '{owner,manager,front_desk}');
