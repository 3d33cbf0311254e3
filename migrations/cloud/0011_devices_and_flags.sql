-- What people do online, in their own session: enrol and revoke devices, see where they work, set flags.

-- Roles of the signed-in person in a scope; null where they do not work.
create function private.my_role(scope uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case when scope = private.platform_scope() then private.my_platform_role()
    else (select m.role from public.member m
          where m.tenant_id = scope and m.user_id = auth.uid() and m.active and m.deleted_at is null) end
$$;
grant execute on function private.my_role(uuid) to sync_agent;

create policy agent on sync.device_secret to sync_agent
  using (scope_id = (select private.entered_scope())) with check (scope_id = (select private.entered_scope()));
grant select, insert, update on sync.device_secret to sync_agent;

-- Enters a scope by role alone, for calls that no device makes.
create function private.enter_as(scope uuid, roles text[]) returns text
language plpgsql stable set search_path = '' as $$
declare
  role text := private.my_role(scope);
begin
  if role is null or not role = any (roles) then
    perform private.refuse('403', 'SY403', case when role is null then 'not_a_member' else 'role' end);
  end if;
  perform set_config('console.scope', scope::text, true), set_config('console.home', '', true);
  return role;
end
$$;
grant execute on function private.enter_as(uuid, text[]) to sync_agent;

-- An owner or manager lets this PC hold a part of the business. The secret is answered once; its hash is kept.
create function public.device_enrol(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  scope constant uuid := req ->> 'scope';
  device_name constant text := btrim(req ->> 'name');
  device constant uuid := gen_random_uuid();
  secret constant text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  places constant jsonb := coalesce(req -> 'locations', 'null');
  wanted jsonb;
begin
  perform private.enter_as(scope, array['owner', 'manager', 'support', 'operations']);
  if (char_length(device_name) between 1 and 60) is not true then
    perform private.refuse('400', 'SY400', 'a name of 1 to 60 characters', 'Give this PC a name.');
  end if;
  if scope <> private.platform_scope() then
    -- Reference tables are of class diary: without them no desk can work.
    wanted := (select jsonb_agg(distinct c order by c) from (
      select 'diary' union select c from jsonb_array_elements_text(req -> 'classes') c where c in ('diary', 'ledger', 'special')
    ) as classes (c));
    if jsonb_typeof(places) = 'array' and (jsonb_array_length(places) = 0 or exists (
      select from jsonb_array_elements_text(places) p
      where not exists (select from public.location l where l.tenant_id = scope and l.id = p::uuid and l.deleted_at is null))) then
      perform private.refuse('400', 'SY400', 'no such location', 'Choose the branches again.');
    end if;
    insert into public.device (id, tenant_id, name, locations, classes, enrolled_at)
      values (device, scope, device_name, places, wanted, now());
  end if;
  insert into sync.device_secret (device_id, scope_id, hash, name)
    values (device, scope, sha256(convert_to(secret, 'UTF8')), device_name);
  return jsonb_build_object('device_id', device, 'device_secret', secret);
end
$$;

-- {scope, device_id}: the device is refused from now on, and destroys its key at the next contact.
create function public.device_revoke(req jsonb) returns jsonb
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
    update public.device d set revoked_at = now() where d.id = device and d.tenant_id = scope and d.revoked_at is null;
    perform private.nudge(scope, sync.next_version(scope));
  end if;
  return jsonb_build_object('device_id', device);
end
$$;

-- Where the signed-in person may work. Owned by the tables' owner, because it looks across tenants: at one person's rows.
create function public.my_memberships(req jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('memberships', coalesce(jsonb_agg(m.entry order by m.entry ->> 'scope_name'), '[]'))
  from (
    select jsonb_build_object('scope', t.id, 'scope_name', t.name, 'member_id', m.id, 'member_name', m.name, 'role', m.role)
    from public.member m join public.tenant t on t.id = m.tenant_id
    where m.user_id = auth.uid() and m.active and m.deleted_at is null and t.deleted_at is null
    union all
    select jsonb_build_object('scope', private.platform_scope(), 'scope_name', 'AppointmentBooking',
                              'member_id', p.user_id, 'member_name', p.name, 'role', p.role)
    from private.platform_member p where p.user_id = auth.uid()
  ) as m (entry)
$$;

create function private.my_platform_name() returns text
language sql stable security definer set search_path = '' as
$$ select p.name from private.platform_member p where p.user_id = auth.uid() $$;
grant execute on function private.my_platform_name() to sync_agent;

-- Sets, changes or (is_on null) takes away a tenant's override, against the version that the screen showed.
create function public.flag_set(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  platform constant uuid := private.platform_scope();
  entered private.entry;
  flag constant uuid := req ->> 'flag_id';
  tenant constant uuid := req ->> 'tenant_id';
  why constant text := btrim(req ->> 'reason');
  wanted constant boolean := (req ->> 'is_on')::boolean;
  shown public.flag_override;
  version bigint;
begin
  entered := private.enter(req || jsonb_build_object('scope', platform));
  if entered.home is not null or entered.role not in ('support', 'operations') then
    perform private.refuse('403', 'SY403', 'role', 'Flags are set by the platform''s staff.');
  end if;
  if (char_length(why) between 3 and 300) is not true then
    perform private.refuse('400', 'SY400', 'a reason of 3 to 300 characters', 'Say why.');
  end if;
  if not req ? 'is_on' or not exists (select from public.flag f where f.id = flag and f.deleted_at is null) then
    perform private.refuse('404', 'SY404', 'no such flag', 'Pull and look again.');
  end if;
  perform set_config('lock_timeout', '3s', true);
  version := sync.next_version(platform);
  perform set_config('console.audit', jsonb_build_object('actor', entered.member_id, 'device_id', entered.device_id,
    'command', 'flag_set', 'why', why, 'at', private.millis(clock_timestamp()))::text, true);

  select * into shown from public.flag_override o where o.tenant_id = tenant and o.flag_id = flag and o.deleted_at is null;
  if coalesce(shown.row_version, 0) is distinct from (req ->> 'expected_version')::bigint then
    perform private.refuse('409', 'SY412', 'changed', 'Somebody changed this flag meanwhile: look again.');
  end if;
  if shown.id is not null then
    update public.flag_override o set is_on = coalesce(wanted, o.is_on), reason = why, changed_by = private.my_platform_name(),
      changed_at = now(), deleted_at = case when wanted is null then now() end
      where o.id = shown.id;
  elsif wanted is not null then
    begin
      insert into public.flag_override (id, tenant_id, flag_id, is_on, reason, changed_by)
        values (gen_random_uuid(), tenant, flag, wanted, why, private.my_platform_name());
    exception when foreign_key_violation then
      perform private.refuse('404', 'SY404', 'no such tenant', 'Pull and look again.');
    end;
  end if;
  perform private.nudge(platform, version);
  return jsonb_build_object('version', version);
end
$$;

-- A tenant, its first owner and, if told, its first location: {name, slug, trade, owner: {user_id, name, email},
-- location?: {name, time_zone, address}}. With the secret key only.
create function public.admin_create_tenant(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  tenant constant uuid := coalesce((req ->> 'id')::uuid, gen_random_uuid());
  owner_id constant uuid := gen_random_uuid();
  place constant uuid := gen_random_uuid();
begin
  perform set_config('console.scope', tenant::text, true), set_config('console.home', '', true);
  insert into public.tenant (id, tenant_id, name, slug, trade, vat_registered, language)
  values (tenant, tenant, req ->> 'name', req ->> 'slug', req ->> 'trade',
          coalesce((req ->> 'vat_registered')::boolean, false), coalesce(req ->> 'language', 'en'));
  insert into public.member (id, tenant_id, user_id, name, email, role)
  values (owner_id, tenant, (req -> 'owner' ->> 'user_id')::uuid, req -> 'owner' ->> 'name', req -> 'owner' ->> 'email', 'owner');
  if jsonb_typeof(req -> 'location') = 'object' then
    insert into public.location (id, tenant_id, name, time_zone, address, hours)
    values (place, tenant, req -> 'location' ->> 'name',
            coalesce(req -> 'location' ->> 'time_zone', 'Africa/Johannesburg'),
            coalesce(req -> 'location' ->> 'address', ''),
            coalesce(req -> 'location' -> 'hours', '{"1":[[480,1080]],"2":[[480,1080]],"3":[[480,1080]],"4":[[480,1080]],"5":[[480,1080]],"6":[[480,780]],"7":[]}'));
  end if;
  return jsonb_build_object('tenant_id', tenant, 'member_id', owner_id,
    'location_id', case when jsonb_typeof(req -> 'location') = 'object' then place end);
end
$$;

grant create on schema public to sync_agent;
select private.publish(f::regprocedure, 'authenticated')
  from unnest(array['public.device_enrol(jsonb)', 'public.device_revoke(jsonb)', 'public.flag_set(jsonb)']) f;
select private.publish('public.admin_create_tenant(jsonb)', 'service_role');
revoke create on schema public from sync_agent;

revoke all on function public.my_memberships(jsonb) from public, anon, authenticated, service_role;
grant execute on function public.my_memberships(jsonb) to authenticated;
