-- Commands that set a business up: places, hours, services, rooms. Rules in TypeScript: src/domain/business.

-- A place that is given up keeps its past: it leaves every list, and nothing that points to it loses its name or zone.
alter table public.location add column active boolean not null default true;
create unique index location_exception_once on public.location_exception (tenant_id, location_id, day)
  where deleted_at is null;

select sync.register_table(2, 'location', 'diary', false, null,
  array['id', 'row_version', 'deleted_at', 'name', 'time_zone', 'address', 'phone', 'sort_order', 'hours', 'active']);

create or replace function ops.refresh_overview() returns int
language plpgsql security definer set search_path = '' as $$
declare
  due uuid[];
  changed int;
begin
  with gone as (delete from ops.overview_due returning tenant_id) select array_agg(tenant_id) into due from gone;
  if due is null then
    return 0;
  end if;
  insert into public.tenant_overview as o (id, tenant_id, name, slug, trade, status, location_count, staff_count)
  select gen_random_uuid(), t.id, t.name, t.slug, t.trade, t.status,
         (select count(*) from public.location l where l.tenant_id = t.id and l.deleted_at is null and l.active),
         (select count(*) from public.staff s where s.tenant_id = t.id and s.deleted_at is null and s.active)
  from public.tenant t
  where t.id = any (due) and t.deleted_at is null
  on conflict (tenant_id) do update set
    name = excluded.name, slug = excluded.slug, trade = excluded.trade, status = excluded.status,
    location_count = excluded.location_count, staff_count = excluded.staff_count
  where (o.name, o.slug, o.trade, o.status, o.location_count, o.staff_count) is distinct from
        (excluded.name, excluded.slug, excluded.trade, excluded.status, excluded.location_count, excluded.staff_count);
  get diagnostics changed = row_count;
  if changed > 0 then
    perform private.nudge(private.platform_scope(), sync.next_version(private.platform_scope()));
  end if;
  return cardinality(due);
end
$$;

/*
 Who changed one of these columns of a row last, where and when: what a person is told whose own change came second.
 Owned by the tables' owner, as the audit trail is closed to everybody; it reads the entered tenant only.
*/
create function private.last_change(row_id uuid, columns text[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  tenant constant uuid := private.entered_scope();
begin
  return (
    select jsonb_build_object('changed_by', e.actor_id, 'changed_on', e.device_id,
                              'changed_at', private.millis(coalesce(e.done_at, e.at)))
    from audit.event e
    where e.scope_id = tenant and e.row_id = last_change.row_id and (e.changed is null or e.changed && columns)
    order by e.id desc limit 1);
end
$$;
grant execute on function private.last_change(uuid, text[]) to sync_agent;

set local role sync_agent;

-- As before, and it says whose change came first.
create or replace function cmd.require_base(base jsonb, table_name text, id uuid, actual jsonb) returns void
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
    perform cmd.reject('stale', jsonb_build_object('table', table_name, 'id', id, 'columns', changed)
      || coalesce(private.last_change(id, changed), '{}'));
  end if;
end
$$;

-- The part of a row that a change names, as it stands; refuses a change of nothing, or of what is not changed so.
create function cmd.part_to_change(current_row jsonb, changes jsonb, changeable text[]) returns jsonb
language plpgsql set search_path = '' as $$
declare
  named text[];
begin
  if jsonb_typeof(changes) is distinct from 'object' then
    perform cmd.reject('invalid', '{"message": "nothing to change"}');
  end if;
  named := array(select jsonb_object_keys(changes));
  if cardinality(named) = 0 or not named <@ changeable then
    perform cmd.reject('invalid', '{"message": "nothing to change, or a field that is not changed so"}');
  end if;
  return (select jsonb_object_agg(key, value) from jsonb_each(current_row) where key = any (named));
end
$$;

create function cmd.require_text(said text, fewest int, most int) returns void language plpgsql set search_path = '' as $$
begin
  if (char_length(btrim(said)) between fewest and most) is not true then
    perform cmd.reject('invalid', jsonb_build_object('message', format('a text of %s to %s characters', fewest, most)));
  end if;
end
$$;

-- A day's hours: each stretch ends after it starts, and none begins before the one above it has ended.
create function cmd.require_day_hours(hours jsonb) returns void language plpgsql set search_path = '' as $$
declare
  stretch jsonb;
  free int := 0;
begin
  if jsonb_typeof(hours) is distinct from 'array' or jsonb_array_length(hours) > 6 then
    perform cmd.reject('invalid', '{"message": "at most six stretches a day"}');
  end if;
  for stretch in select s from jsonb_array_elements(hours) with ordinality as listed (s, n) order by n loop
    if (jsonb_typeof(stretch) = 'array' and jsonb_array_length(stretch) = 2
        and (stretch ->> 0)::int >= free and (stretch ->> 1)::int > (stretch ->> 0)::int
        and (stretch ->> 1)::int <= 1440) is not true then
      perform cmd.reject('invalid', '{"message": "stretches in their order, each after the one before"}');
    end if;
    free := (stretch ->> 1)::int;
  end loop;
end
$$;

create function cmd.require_week(week jsonb) returns void language plpgsql set search_path = '' as $$
declare
  day text;
  hours jsonb;
begin
  if jsonb_typeof(week) is distinct from 'object' then
    perform cmd.reject('invalid', '{"message": "hours by weekday"}');
  end if;
  for day, hours in select key, value from jsonb_each(week) loop
    if day !~ '^[1-7]$' then
      perform cmd.reject('invalid', '{"message": "weekdays are 1 to 7"}');
    end if;
    perform cmd.require_day_hours(hours);
  end loop;
end
$$;

-- A zone by its name in the tz database; an unknown one is an error of its own (22023).
create function cmd.require_time_zone(zone text) returns void language plpgsql set search_path = '' as $$
begin
  if (zone ~ '^[A-Z][A-Za-z_]+/[A-Za-z_/-]+$' and now() at time zone zone is not null) is not true then
    perform cmd.reject('invalid', '{"message": "a time zone that is known"}');
  end if;
end
$$;

create function cmd.require_phone(phone text) returns void language plpgsql set search_path = '' as $$
begin
  if phone !~ '^\+[1-9][0-9]{6,14}$' then
    perform cmd.reject('invalid', '{"message": "a number as +27821234567"}');
  end if;
end
$$;

-- Ids of a list in its order.
create function cmd.listed_ids(ids jsonb) returns uuid[] language plpgsql set search_path = '' as $$
declare
  listed uuid[];
begin
  if jsonb_typeof(ids) is distinct from 'array' or jsonb_array_length(ids) not between 1 and 500 then
    perform cmd.reject('invalid', '{"message": "1 to 500 ids"}');
  end if;
  listed := array(select i::uuid from jsonb_array_elements_text(ids) with ordinality as listed (i, n) order by n);
  if cardinality(listed) <> (select count(distinct i) from unnest(listed) i) then
    perform cmd.reject('invalid', '{"message": "each once"}');
  end if;
  return listed;
end
$$;

create function cmd.tenant_update(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := args ->> 'id';
  changes constant jsonb := args -> 'changes';
  old_row public.tenant;
  new_row public.tenant;
begin
  select * into old_row from public.tenant t where t.id = tenant and t.deleted_at is null;
  if old_row.id is null then
    perform cmd.not_found('tenant', tenant);
  end if;
  perform cmd.require_base(base, 'tenant', tenant,
    cmd.part_to_change(to_jsonb(old_row), changes, array['name', 'trade', 'language', 'vat_registered']));
  new_row := jsonb_populate_record(old_row, changes);
  perform cmd.require_text(new_row.name, 1, 120);
  if (new_row.trade in ('salon', 'clinic', 'barber') and new_row.language in ('en', 'af', 'zu')) is not true then
    perform cmd.reject('invalid', '{"message": "trade or language"}');
  end if;
  update public.tenant t set name = btrim(new_row.name), trade = new_row.trade, language = new_row.language,
    vat_registered = new_row.vat_registered
    where t.id = tenant;
end
$$;

create function cmd.location_create(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  place constant uuid := args ->> 'id';
begin
  perform cmd.require_text(args ->> 'name', 1, 120);
  perform cmd.require_text(args ->> 'address', 0, 300);
  perform cmd.require_time_zone(args ->> 'timeZone');
  perform cmd.require_phone(args ->> 'phone');
  perform cmd.require_week(args -> 'hours');
  if exists (select from public.location l where l.id = place and l.deleted_at is null) then
    perform cmd.duplicate('location', place);
  end if;
  insert into public.location (id, tenant_id, name, time_zone, address, phone, sort_order, hours)
  values (place, (ctx ->> 'scope')::uuid, btrim(args ->> 'name'), args ->> 'timeZone', btrim(args ->> 'address'),
          args ->> 'phone', (args ->> 'sortOrder')::int, args -> 'hours');
end
$$;

-- Refused while visits are still to come: giving the place up, or another time zone, in which they would read differently.
create function cmd.require_no_visits_to_come(ctx jsonb, place uuid) returns void
language plpgsql set search_path = '' as $$
declare
  found_visits int := (
    select count(*) from public.appointment a
    where a.tenant_id = (ctx ->> 'scope')::uuid and a.location_id = place
      and a.ends_at > private.instant((ctx ->> 'at')::bigint)
      and a.status in ('requested', 'confirmed', 'arrived', 'in_service') and a.deleted_at is null);
begin
  if found_visits > 0 then
    perform cmd.reject('in_use', jsonb_build_object('table', 'appointment', 'id', place, 'count', found_visits));
  end if;
end
$$;

create function cmd.location_update(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  place constant uuid := args ->> 'id';
  changes constant jsonb := args -> 'changes';
  old_row public.location;
  new_row public.location;
  people int;
begin
  select * into old_row from public.location l where l.id = place and l.deleted_at is null;
  if old_row.id is null then
    perform cmd.not_found('location', place);
  end if;
  perform cmd.require_base(base, 'location', place, cmd.part_to_change(to_jsonb(old_row), changes,
    array['name', 'time_zone', 'address', 'phone', 'hours', 'active']));
  new_row := jsonb_populate_record(old_row, changes);
  perform cmd.require_text(new_row.name, 1, 120);
  if changes ? 'address' then
    perform cmd.require_text(new_row.address, 0, 300);
  end if;
  if changes ? 'phone' then
    perform cmd.require_phone(new_row.phone);
  end if;
  if changes ? 'hours' then
    perform cmd.require_week(new_row.hours);
  end if;
  if new_row.time_zone is distinct from old_row.time_zone then
    perform cmd.require_time_zone(new_row.time_zone);
    perform cmd.require_no_visits_to_come(ctx, place);
  end if;
  if changes -> 'active' = 'false' then
    perform cmd.require_no_visits_to_come(ctx, place);
    people := (select count(*) from public.staff s
               where s.tenant_id = old_row.tenant_id and s.location_id = place and s.active and s.deleted_at is null);
    if people > 0 then
      perform cmd.reject('in_use', jsonb_build_object('table', 'staff', 'id', place, 'count', people));
    end if;
  end if;
  update public.location l set name = btrim(new_row.name), time_zone = new_row.time_zone,
    address = btrim(new_row.address), phone = new_row.phone, hours = new_row.hours, active = new_row.active
    where l.id = place;
end
$$;

create function cmd.location_order(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  update public.location l set sort_order = listed.n - 1
    from unnest(cmd.listed_ids(args -> 'ids')) with ordinality as listed (id, n)
    where l.id = listed.id and l.deleted_at is null and l.sort_order <> listed.n - 1;
end
$$;

create function cmd.location_set_day(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  entry constant uuid := args ->> 'id';
  place constant uuid := args ->> 'locationId';
  there public.location_exception;
begin
  perform cmd.require_text(args ->> 'reason', 1, 120);
  perform cmd.require_day_hours(args -> 'hours');
  perform cmd.require_location(place);
  perform cmd.require_place(ctx, place);
  select * into there from public.location_exception e
    where e.tenant_id = (ctx ->> 'scope')::uuid and e.location_id = place and e.day = (args ->> 'day')::date
      and e.deleted_at is null;
  if there.id is null then
    if exists (select from public.location_exception e where e.id = entry and e.deleted_at is null) then
      perform cmd.duplicate('location_exception', entry);
    end if;
    insert into public.location_exception (id, tenant_id, location_id, day, hours, reason)
    values (entry, (ctx ->> 'scope')::uuid, place, (args ->> 'day')::date, args -> 'hours', btrim(args ->> 'reason'));
    return;
  end if;
  if there.id <> entry then
    perform cmd.reject('stale', jsonb_build_object('table', 'location_exception', 'id', there.id,
      'columns', array['hours', 'reason']) || coalesce(private.last_change(there.id, array['hours', 'reason']), '{}'));
  end if;
  perform cmd.require_base(base, 'location_exception', entry,
    jsonb_build_object('hours', there.hours, 'reason', there.reason));
  update public.location_exception e set hours = args -> 'hours', reason = btrim(args ->> 'reason') where e.id = entry;
end
$$;

create function cmd.location_clear_day(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  entry constant uuid := args ->> 'id';
  there public.location_exception;
begin
  select * into there from public.location_exception e where e.id = entry and e.deleted_at is null;
  if there.id is null then
    perform cmd.not_found('location_exception', entry);
  end if;
  perform cmd.require_place(ctx, there.location_id);
  perform cmd.require_base(base, 'location_exception', entry,
    jsonb_build_object('hours', there.hours, 'reason', there.reason));
  update public.location_exception e set deleted_at = now() where e.id = entry;
end
$$;

-- Figures and words that a service may have, beyond what its table checks.
create function cmd.require_service(name text, category text, requires text, minutes int) returns void
language plpgsql set search_path = '' as $$
begin
  perform cmd.require_text(name, 1, 120);
  perform cmd.require_text(category, 0, 60);
  if requires is not null then
    perform cmd.require_text(requires, 1, 60);
  end if;
  if (minutes between 1 and 720) is not true then
    perform cmd.reject('invalid', '{"message": "one minute to twelve hours"}');
  end if;
end
$$;

-- People whom a list adds to a service, each with the id of the link; those who do it already are passed over.
create function cmd.add_service_staff(ctx jsonb, service uuid, links jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  wanted record;
begin
  for wanted in select (l ->> 'id')::uuid as id, (l ->> 'staffId')::uuid as person
                from jsonb_array_elements(links) with ordinality as listed (l, n)
                where not exists (select from public.service_staff s where s.tenant_id = tenant and s.service_id = service
                                  and s.staff_id = (l ->> 'staffId')::uuid and s.deleted_at is null)
                order by n loop
    perform cmd.require_staff(wanted.person);
    if exists (select from public.service_staff s where s.id = wanted.id and s.deleted_at is null) then
      perform cmd.duplicate('service_staff', wanted.id);
    end if;
    insert into public.service_staff (id, tenant_id, service_id, staff_id) values (wanted.id, tenant, service, wanted.person);
  end loop;
end
$$;

-- The people whom a list names: each once, 500 at most.
create function cmd.require_people_once(links jsonb, removed jsonb) returns int language plpgsql set search_path = '' as $$
declare
  named uuid[];
begin
  if jsonb_typeof(links) is distinct from 'array' or jsonb_typeof(removed) is distinct from 'array'
    or jsonb_array_length(links) > 500 or jsonb_array_length(removed) > 500 then
    perform cmd.reject('invalid', '{"message": "at most 500 people at once"}');
  end if;
  named := array(select (l ->> 'staffId')::uuid from jsonb_array_elements(links) l
                 union all select r::uuid from jsonb_array_elements_text(removed) r);
  if cardinality(named) <> (select count(distinct n) from unnest(named) n) then
    perform cmd.reject('invalid', '{"message": "each person once"}');
  end if;
  return cardinality(named);
end
$$;

create function cmd.service_create(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  service constant uuid := args ->> 'id';
begin
  perform cmd.require_service(args ->> 'name', args ->> 'category', args ->> 'requires', (args ->> 'durationMinutes')::int);
  perform cmd.require_people_once(args -> 'staff', '[]');
  if exists (select from public.service s where s.id = service and s.deleted_at is null) then
    perform cmd.duplicate('service', service);
  end if;
  insert into public.service (id, tenant_id, name, category, duration_minutes, buffer_before_minutes,
                              buffer_after_minutes, price_cents, hue, requires, sort_order)
  values (service, (ctx ->> 'scope')::uuid, btrim(args ->> 'name'), btrim(args ->> 'category'),
          (args ->> 'durationMinutes')::int, (args ->> 'bufferBeforeMinutes')::int, (args ->> 'bufferAfterMinutes')::int,
          (args ->> 'priceCents')::bigint, (args ->> 'hue')::int, btrim(args ->> 'requires'), (args ->> 'sortOrder')::int);
  perform cmd.add_service_staff(ctx, service, args -> 'staff');
end
$$;

create function cmd.service_update(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  service constant uuid := args ->> 'id';
  changes constant jsonb := args -> 'changes';
  old_row public.service;
  new_row public.service;
begin
  select * into old_row from public.service s where s.id = service and s.deleted_at is null;
  if old_row.id is null then
    perform cmd.not_found('service', service);
  end if;
  perform cmd.require_base(base, 'service', service, cmd.part_to_change(to_jsonb(old_row), changes,
    array['name', 'category', 'duration_minutes', 'buffer_before_minutes', 'buffer_after_minutes', 'price_cents', 'hue',
          'requires', 'active']));
  new_row := jsonb_populate_record(old_row, changes);
  perform cmd.require_service(new_row.name, new_row.category, new_row.requires, new_row.duration_minutes);
  update public.service s set name = btrim(new_row.name), category = btrim(new_row.category),
    duration_minutes = new_row.duration_minutes, buffer_before_minutes = new_row.buffer_before_minutes,
    buffer_after_minutes = new_row.buffer_after_minutes, price_cents = new_row.price_cents, hue = new_row.hue,
    requires = btrim(new_row.requires), active = new_row.active
    where s.id = service;
end
$$;

create function cmd.service_staff(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  service constant uuid := args ->> 'serviceId';
begin
  if cmd.require_people_once(args -> 'add', args -> 'remove') = 0 then
    perform cmd.reject('invalid', '{"message": "one person at least"}');
  end if;
  if not exists (select from public.service s where s.id = service and s.deleted_at is null) then
    perform cmd.not_found('service', service);
  end if;
  perform cmd.add_service_staff(ctx, service, args -> 'add');
  update public.service_staff s set deleted_at = now()
    where s.tenant_id = (ctx ->> 'scope')::uuid and s.service_id = service and s.deleted_at is null
      and s.staff_id in (select r::uuid from jsonb_array_elements_text(args -> 'remove') r);
end
$$;

create function cmd.service_order(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  update public.service s set sort_order = listed.n - 1
    from unnest(cmd.listed_ids(args -> 'ids')) with ordinality as listed (id, n)
    where s.id = listed.id and s.deleted_at is null and s.sort_order <> listed.n - 1;
end
$$;

create function cmd.resource_create(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  room constant uuid := args ->> 'id';
  place constant uuid := args ->> 'locationId';
begin
  perform cmd.require_text(args ->> 'name', 1, 120);
  perform cmd.require_text(args ->> 'capability', 1, 60);
  if exists (select from public.resource r where r.id = room and r.deleted_at is null) then
    perform cmd.duplicate('resource', room);
  end if;
  perform cmd.require_location(place);
  perform cmd.require_place(ctx, place);
  insert into public.resource (id, tenant_id, location_id, name, kind, capability, sort_order)
  values (room, (ctx ->> 'scope')::uuid, place, btrim(args ->> 'name'), args ->> 'kind', btrim(args ->> 'capability'),
          (args ->> 'sortOrder')::int);
end
$$;

create function cmd.resource_update(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  room constant uuid := args ->> 'id';
  changes constant jsonb := args -> 'changes';
  old_row public.resource;
  new_row public.resource;
begin
  select * into old_row from public.resource r where r.id = room and r.deleted_at is null;
  if old_row.id is null then
    perform cmd.not_found('resource', room);
  end if;
  perform cmd.require_place(ctx, old_row.location_id);
  perform cmd.require_base(base, 'resource', room,
    cmd.part_to_change(to_jsonb(old_row), changes, array['name', 'kind', 'capability', 'active']));
  new_row := jsonb_populate_record(old_row, changes);
  perform cmd.require_text(new_row.name, 1, 120);
  perform cmd.require_text(new_row.capability, 1, 60);
  update public.resource r set name = btrim(new_row.name), kind = new_row.kind, capability = btrim(new_row.capability),
    active = new_row.active
    where r.id = room;
end
$$;

create function cmd.resource_order(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  update public.resource r set sort_order = listed.n - 1
    from unnest(cmd.listed_ids(args -> 'ids')) with ordinality as listed (id, n)
    where r.id = listed.id and r.deleted_at is null and r.sort_order <> listed.n - 1
      and (jsonb_typeof(ctx -> 'locations') is distinct from 'array' or ctx -> 'locations' ? r.location_id::text);
end
$$;

reset role;

insert into sync.command (name, version, fn, roles) values
  ('tenant.update', 1, 'tenant_update', '{owner,manager}'),
  ('location.create', 1, 'location_create', '{owner,manager}'),
  ('location.update', 1, 'location_update', '{owner,manager}'),
  ('location.order', 1, 'location_order', '{owner,manager}'),
  ('location.set_day', 1, 'location_set_day', '{owner,manager}'),
  ('location.clear_day', 1, 'location_clear_day', '{owner,manager}'),
  ('service.create', 1, 'service_create', '{owner,manager}'),
  ('service.update', 1, 'service_update', '{owner,manager}'),
  ('service.staff', 1, 'service_staff', '{owner,manager}'),
  ('service.order', 1, 'service_order', '{owner,manager}'),
  ('resource.create', 1, 'resource_create', '{owner,manager}'),
  ('resource.update', 1, 'resource_update', '{owner,manager}'),
  ('resource.order', 1, 'resource_order', '{owner,manager}');

-- Pages are read by statements made from the register.
select sync.rebuild_readers();
