-- People: who is on the roster and who signs in. Rules in TypeScript: src/domain/people.

set local role sync_agent;

-- A name as zod's trimmed one: the tables check its length, not that it says anything.
create function cmd.require_person_name(name text) returns void language plpgsql set search_path = '' as $$
begin
  if (char_length(btrim(name)) between 1 and 120) is not true then
    perform cmd.reject('invalid', '{"message": "a name of 1 to 120 characters"}');
  end if;
end
$$;

-- The names of the fields that an update changes; refuses none, and any that is not changed so.
create function cmd.changed_fields(changes jsonb, changeable text[]) returns text[]
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
  return named;
end
$$;

create function cmd.staff_create(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  person constant uuid := args ->> 'id';
begin
  perform cmd.require_person_name(args ->> 'name');
  if (char_length(args ->> 'title') <= 120) is not true or ((args ->> 'sortOrder')::int between 0 and 100000) is not true then
    perform cmd.reject('invalid', '{"message": "title or order"}');
  end if;
  if exists (select from public.staff s where s.id = person and s.deleted_at is null) then
    perform cmd.duplicate('staff', person);
  end if;
  perform cmd.require_location((args ->> 'locationId')::uuid);
  insert into public.staff (id, tenant_id, name, title, location_id, hue, sort_order)
  values (person, (ctx ->> 'scope')::uuid, btrim(args ->> 'name'), btrim(args ->> 'title'), (args ->> 'locationId')::uuid,
          (args ->> 'hue')::int, (args ->> 'sortOrder')::int);
end
$$;

create function cmd.staff_update(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  person constant uuid := args ->> 'id';
  changes constant jsonb := args -> 'changes';
  named constant text[] := cmd.changed_fields(changes,
    array['name', 'title', 'location_id', 'member_id', 'hue', 'sort_order', 'active']);
  current_row public.staff;
begin
  select * into current_row from public.staff s where s.id = person and s.deleted_at is null;
  if current_row.id is null then
    perform cmd.not_found('staff', person);
  end if;
  perform cmd.require_base(base, 'staff', person,
    (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(current_row)) where key = any (named)));
  if changes ? 'name' then
    perform cmd.require_person_name(changes ->> 'name');
  end if;
  if changes ? 'title' and (char_length(changes ->> 'title') <= 120) is not true
    or changes ? 'sort_order' and ((changes ->> 'sort_order')::int between 0 and 100000) is not true then
    perform cmd.reject('invalid', '{"message": "title or order"}');
  end if;
  if changes ? 'location_id' then
    perform cmd.require_location((changes ->> 'location_id')::uuid);
  end if;
  if changes ->> 'member_id' is not null then
    if not exists (select from public.member m where m.id = (changes ->> 'member_id')::uuid and m.deleted_at is null) then
      perform cmd.not_found('member', (changes ->> 'member_id')::uuid);
    end if;
    if exists (select from public.staff s where s.tenant_id = (ctx ->> 'scope')::uuid
               and s.member_id = (changes ->> 'member_id')::uuid and s.id <> person and s.deleted_at is null) then
      perform cmd.reject('invalid', '{"message": "the sign-in belongs to somebody else"}');
    end if;
  end if;
  update public.staff s set
    name = case when changes ? 'name' then btrim(changes ->> 'name') else s.name end,
    title = case when changes ? 'title' then btrim(changes ->> 'title') else s.title end,
    location_id = case when changes ? 'location_id' then (changes ->> 'location_id')::uuid else s.location_id end,
    member_id = case when changes ? 'member_id' then (changes ->> 'member_id')::uuid else s.member_id end,
    hue = case when changes ? 'hue' then (changes ->> 'hue')::int else s.hue end,
    sort_order = case when changes ? 'sort_order' then (changes ->> 'sort_order')::int else s.sort_order end,
    active = case when changes ? 'active' then (changes ->> 'active')::boolean else s.active end
  where s.id = person;
end
$$;

-- Says what shall be: adding what is there and removing what is not change nothing.
create function cmd.staff_services(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  max_services constant int := 500;
  tenant constant uuid := ctx ->> 'scope';
  person constant uuid := args ->> 'staffId';
  named uuid[];
  wanted record;
begin
  if jsonb_typeof(args -> 'add') is distinct from 'array' or jsonb_typeof(args -> 'remove') is distinct from 'array'
    or jsonb_array_length(args -> 'add') > max_services or jsonb_array_length(args -> 'remove') > max_services then
    perform cmd.reject('invalid', '{"message": "at most 500 services at once"}');
  end if;
  named := array(select (a ->> 'serviceId')::uuid from jsonb_array_elements(args -> 'add') a
                 union all select r::uuid from jsonb_array_elements_text(args -> 'remove') r);
  if cardinality(named) = 0 or cardinality(named) <> (select count(distinct n) from unnest(named) n) then
    perform cmd.reject('invalid', '{"message": "each service once, one at least"}');
  end if;
  perform cmd.require_staff(person);
  for wanted in select (a ->> 'id')::uuid as id, (a ->> 'serviceId')::uuid as service
                from jsonb_array_elements(args -> 'add') a loop
    if not exists (select from public.service s where s.id = wanted.service and s.deleted_at is null) then
      perform cmd.not_found('service', wanted.service);
    end if;
    if not exists (select from public.service_staff l where l.tenant_id = tenant and l.staff_id = person
                   and l.service_id = wanted.service and l.deleted_at is null) then
      if exists (select from public.service_staff l where l.id = wanted.id) then
        perform cmd.duplicate('service_staff', wanted.id);
      end if;
      insert into public.service_staff (id, tenant_id, service_id, staff_id)
      values (wanted.id, tenant, wanted.service, person);
    end if;
  end loop;
  update public.service_staff l set deleted_at = now()
    where l.tenant_id = tenant and l.staff_id = person and l.deleted_at is null
      and l.service_id in (select r::uuid from jsonb_array_elements_text(args -> 'remove') r);
end
$$;

/*
 Rights are changed by a person under their own session: a PIN chooses who acts and widens nothing, so work that came
 under somebody else's session is refused here, whoever that is.
*/
create function cmd.member_update(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  who constant uuid := args ->> 'id';
  changes constant jsonb := args -> 'changes';
  named constant text[] := cmd.changed_fields(changes, array['name', 'role', 'active']);
  current_row public.member;
  wanted_role text;
  wanted_active boolean;
begin
  if changes ? 'name' then
    perform cmd.require_person_name(changes ->> 'name');
  end if;
  if changes ? 'role' and (changes ->> 'role' in ('owner', 'manager', 'front_desk')) is not true then
    perform cmd.reject('invalid', '{"message": "no such role"}');
  end if;
  if ctx ->> 'actor' is distinct from ctx ->> 'sender' then
    perform cmd.reject('forbidden', '{"message": "rights are changed under one''s own session"}');
  end if;
  select * into current_row from public.member m where m.id = who and m.deleted_at is null;
  if current_row.id is null then
    perform cmd.not_found('member', who);
  end if;
  if ctx ->> 'role' <> 'owner' and (current_row.role = 'owner' or coalesce(changes ->> 'role' = 'owner', false)) then
    perform cmd.reject('forbidden', '{"message": "owners are made and unmade by owners"}');
  end if;
  perform cmd.require_base(base, 'member', who,
    (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(current_row)) where key = any (named)));
  wanted_role := case when changes ? 'role' then changes ->> 'role' else current_row.role end;
  wanted_active := case when changes ? 'active' then (changes ->> 'active')::boolean else current_row.active end;
  if current_row.role = 'owner' and current_row.active and (wanted_role = 'owner' and wanted_active) is not true
    and not exists (select from public.member m where m.tenant_id = current_row.tenant_id and m.id <> who
                    and m.role = 'owner' and m.active and m.user_id is not null and m.deleted_at is null) then
    perform cmd.reject('last_owner');
  end if;
  if (changes ? 'role' or changes ? 'active') and who = (ctx ->> 'actor')::uuid then
    perform cmd.reject('own_role');
  end if;
  update public.member m set
    name = case when changes ? 'name' then btrim(changes ->> 'name') else m.name end,
    role = wanted_role,
    active = wanted_active
  where m.id = who;
end
$$;

reset role;

insert into sync.command (name, version, fn, roles) values
  ('staff.create', 1, 'staff_create', '{owner,manager}'),
  ('staff.update', 1, 'staff_update', '{owner,manager}'),
  ('staff.services', 1, 'staff_services', '{owner,manager}'),
  ('member.update', 1, 'member_update', '{owner,manager}');
