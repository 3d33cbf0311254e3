-- The PCs of a business: who they are, what they may hold, and what they had not sent when they were last heard of.

alter table sync.device_contact
  add column app text,
  add column client_id uuid,
  add column queued bigint; -- number of the newest mutation in that desk's outbox when it last said hello

-- The signed-in person's member row in a tenant, for the audit trail. Owned by the tables' owner, because the weak role
-- may not ask who is signed in.
create function private.my_member_id(scope uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select m.id from public.member m
  where m.tenant_id = scope and m.user_id = auth.uid() and m.active and m.deleted_at is null
$$;
grant execute on function private.my_member_id(uuid) to sync_agent;

-- Leaves for the audit trail who does this; the caller has entered the scope.
create function private.audit_as(scope uuid, command text) returns void
language sql set search_path = '' as $$
  select set_config('console.audit', jsonb_build_object(
    'actor', private.my_member_id(scope), 'command', command, 'at', private.millis(clock_timestamp()))::text, true)
$$;
grant execute on function private.audit_as(uuid, text) to sync_agent;

-- The locations of a device as they may be stored: null for all, otherwise a list of branches that exist.
create function private.checked_places(scope uuid, places jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
  if coalesce(jsonb_typeof(places), 'null') = 'null' then
    return 'null';
  end if;
  if jsonb_typeof(places) <> 'array' or jsonb_array_length(places) = 0 or exists (
    select from jsonb_array_elements_text(places) p
    where not exists (select from public.location l where l.tenant_id = scope and l.id::text = p and l.deleted_at is null)) then
    perform private.refuse('400', 'SY400', 'no such location', 'Choose the branches again.');
  end if;
  return (select jsonb_agg(distinct p order by p) from jsonb_array_elements_text(places) p);
end
$$;

-- Reference tables are of class diary: without them no desk can work.
create function private.checked_classes(classes jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_agg(distinct c order by c) from (
    select 'diary' union
    select c from jsonb_array_elements_text(case jsonb_typeof(classes) when 'array' then classes else '[]' end) c
      where c in ('diary', 'ledger', 'special')
  ) as wanted (c)
$$;
grant execute on function private.checked_places(uuid, jsonb), private.checked_classes(jsonb) to sync_agent;

create function private.live_device(scope uuid, device uuid) returns public.device
language plpgsql set search_path = '' as $$
declare
  found_device public.device;
begin
  select * into found_device from public.device d
    where d.id = device and d.tenant_id = scope and d.revoked_at is null and d.deleted_at is null;
  if found_device.id is null then
    perform private.refuse('404', 'SY404', 'no such device', 'Look at the list of devices again.');
  end if;
  return found_device;
end
$$;
grant execute on function private.live_device(uuid, uuid) to sync_agent;

-- {scope}: what a person chooses from before this PC is enrolled, when it holds nothing of the business yet.
create function public.device_choices(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  scope constant uuid := req ->> 'scope';
begin
  perform private.enter_as(scope, array['owner', 'manager']);
  return jsonb_build_object(
    'locations', coalesce((select jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name) order by l.sort_order, l.name)
                           from public.location l where l.tenant_id = scope and l.deleted_at is null), '[]'),
    'names', coalesce((select jsonb_agg(d.name order by d.name) from public.device d
                       where d.tenant_id = scope and d.revoked_at is null and d.deleted_at is null), '[]'));
end
$$;

-- {scope}: when each PC was last heard of, by whom, with which console, and how much it had not sent by then.
create function public.device_contacts(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  scope constant uuid := req ->> 'scope';
begin
  perform private.enter_as(scope, array['owner', 'manager']);
  return jsonb_build_object('now', private.millis(clock_timestamp()), 'contacts', coalesce((
    select jsonb_agg(jsonb_build_object(
      'device_id', d.id,
      'last_contact', private.millis(c.last_contact),
      'person', (select m.name from public.member m where m.tenant_id = scope and m.user_id = c.user_id limit 1),
      'app', c.app,
      'schema', c.schema,
      'waiting', (select case when c.queued is not null then greatest(c.queued - k.last_mutation_id, 0) end
                  from sync.client k where k.client_id = c.client_id))
      order by d.id)
    from public.device d join sync.device_contact c on c.device_id = d.id
    where d.tenant_id = scope and d.deleted_at is null), '[]'));
end
$$;

-- {scope, device_id, name}
create function public.device_rename(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  scope constant uuid := req ->> 'scope';
  wanted constant text := btrim(req ->> 'name');
  device public.device;
begin
  perform private.enter_as(scope, array['owner', 'manager']);
  if (char_length(wanted) between 1 and 60) is not true then
    perform private.refuse('400', 'SY400', 'a name of 1 to 60 characters', 'Give this PC a name.');
  end if;
  device := private.live_device(scope, (req ->> 'device_id')::uuid);
  perform private.audit_as(scope, 'device_rename');
  update public.device d set name = wanted where d.id = device.id and d.name <> wanted;
  update sync.device_secret s set name = wanted where s.device_id = device.id;
  perform private.nudge(scope, sync.next_version(scope));
  return jsonb_build_object('device_id', device.id);
end
$$;

-- {scope, device_id, locations, classes}: what the PC may hold from its next contact on. `hello` answers another
-- scope_v then, and that desk fetches anew what it may hold; what it may no longer hold goes.
create function public.device_scope(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  scope constant uuid := req ->> 'scope';
  device public.device;
begin
  perform private.enter_as(scope, array['owner', 'manager']);
  device := private.live_device(scope, (req ->> 'device_id')::uuid);
  perform private.audit_as(scope, 'device_scope');
  update public.device d set locations = private.checked_places(scope, req -> 'locations'),
      classes = private.checked_classes(req -> 'classes')
    where d.id = device.id;
  perform private.nudge(scope, sync.next_version(scope));
  return jsonb_build_object('device_id', device.id);
end
$$;

grant create on schema public to sync_agent;
set local role sync_agent;

-- As in 0011; who did it is in the audit trail, and the other desks learn of the new PC at once.
create or replace function public.device_enrol(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  scope constant uuid := req ->> 'scope';
  device_name constant text := btrim(req ->> 'name');
  device constant uuid := gen_random_uuid();
  secret constant text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
  perform private.enter_as(scope, array['owner', 'manager', 'support', 'operations']);
  if (char_length(device_name) between 1 and 60) is not true then
    perform private.refuse('400', 'SY400', 'a name of 1 to 60 characters', 'Give this PC a name.');
  end if;
  if scope <> private.platform_scope() then
    perform private.audit_as(scope, 'device_enrol');
    insert into public.device (id, tenant_id, name, locations, classes, enrolled_at)
      values (device, scope, device_name, private.checked_places(scope, req -> 'locations'),
              private.checked_classes(req -> 'classes'), now());
    perform private.nudge(scope, sync.next_version(scope));
  end if;
  insert into sync.device_secret (device_id, scope_id, hash, name)
    values (device, scope, sha256(convert_to(secret, 'UTF8')), device_name);
  return jsonb_build_object('device_id', device, 'device_secret', secret);
end
$$;

-- As in 0011, with who did it in the audit trail.
create or replace function public.device_revoke(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  scope constant uuid := req ->> 'scope';
  device constant uuid := req ->> 'device_id';
begin
  perform private.enter_as(scope, array['owner', 'manager', 'operations']);
  update sync.device_secret s set revoked_at = coalesce(s.revoked_at, now()) where s.device_id = device and s.scope_id = scope;
  if not found then
    perform private.refuse('404', 'SY404', 'no such device', 'Look at the list of devices again.');
  end if;
  if scope <> private.platform_scope() then
    perform private.audit_as(scope, 'device_revoke');
    update public.device d set revoked_at = now() where d.id = device and d.tenant_id = scope and d.revoked_at is null;
    perform private.nudge(scope, sync.next_version(scope));
  end if;
  return jsonb_build_object('device_id', device);
end
$$;

-- As in 0007; it keeps what the desk says of itself as well.
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
    'now', private.millis(clock_timestamp())
  );
end
$$;

reset role;
select private.publish(f::regprocedure, 'authenticated') from unnest(array[
  'public.device_choices(jsonb)', 'public.device_contacts(jsonb)', 'public.device_rename(jsonb)',
  'public.device_scope(jsonb)']) f;
revoke create on schema public from sync_agent;
