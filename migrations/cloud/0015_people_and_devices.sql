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

-- Invitations: what people do online, in their own session. The link is handed over by a person; nothing is sent.

create table private.invitation (
  id uuid primary key,
  tenant_id uuid not null references public.tenant (id),
  name text not null check (char_length(btrim(name)) between 1 and 120),
  email text not null check (email ~ '^[^@\s]+@[^@\s]+$' and char_length(email) <= 254),
  role text not null check (role in ('owner', 'manager', 'front_desk')),
  hash bytea not null unique, -- sha256; the token has 244 random bits, so a slow hash would add nothing
  created_by uuid not null, -- member
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  accepted_at timestamptz(3),
  accepted_by uuid -- the account
);
create index invitation_open on private.invitation (tenant_id) where accepted_at is null and withdrawn_at is null;
alter table private.invitation enable row level security;
create policy agent on private.invitation to sync_agent
  using (tenant_id = (select private.entered_scope())) with check (tenant_id = (select private.entered_scope()));
grant select, insert, update on private.invitation to sync_agent;

-- The signed-in account, and its address once that is confirmed: as they are now, not as the token says.
create type private.account as (id uuid, email text);
create function private.my_account() returns private.account
language sql stable security definer set search_path = '' as $$
  select row(u.id, case when u.email_confirmed_at is not null then lower(u.email) end)::private.account
  from auth.users u where u.id = auth.uid()
$$;
grant execute on function private.my_account() to sync_agent;

create function private.invitation_hash(token text) returns bytea language sql immutable set search_path = '' as
$$ select sha256(convert_to(coalesce(token, ''), 'UTF8')) $$;
grant execute on function private.invitation_hash(text) to sync_agent;

-- Whose invitation a token is: looks across tenants, at the one row that the token proves.
create function private.invitation_by_token(token text) returns private.invitation
language sql stable security definer set search_path = '' as
$$ select i from private.invitation i where i.hash = private.invitation_hash(token) $$;
grant execute on function private.invitation_by_token(text) to sync_agent;

/*
 The invitation behind a token, with its scope entered; refuses one that is unknown, withdrawn or expired. One that was
 accepted is for the caller to judge: its own account may ask again, because an answer can be lost.
*/
create function private.invitation_at_door(token text) returns private.invitation
language plpgsql stable set search_path = '' as $$
declare
  known private.invitation := private.invitation_by_token(token);
  again constant text := 'Ask whoever invited you for a new link.';
begin
  if known.id is null then
    perform private.refuse('404', 'SY421', 'unknown', again);
  end if;
  if known.withdrawn_at is not null then
    perform private.refuse('410', 'SY422', 'withdrawn', again);
  end if;
  if known.accepted_at is not null and known.accepted_by is distinct from (private.my_account()).id then
    perform private.refuse('410', 'SY423', 'used', 'Sign in with your e-mail address and password.');
  end if;
  if known.accepted_at is null and known.expires_at <= now() then
    perform private.refuse('410', 'SY424', 'expired', again);
  end if;
  perform set_config('console.scope', known.tenant_id::text, true), set_config('console.home', '', true);
  return known;
end
$$;
grant execute on function private.invitation_at_door(text) to sync_agent;

create function private.invitation_audit(member uuid, command text) returns void
language sql set search_path = '' as $$
  select set_config('console.audit', jsonb_build_object('actor', member, 'command', command,
    'at', private.millis(clock_timestamp()))::text, true)
$$;
grant execute on function private.invitation_audit(uuid, text) to sync_agent;

/*
 {scope, name, email, role}, or {scope, id} to renew one that is open: a new token, and seven days from now; the old
 token ends. The token is answered once; its hash is kept. A manager invites no owner.
*/
create function public.invitation_create(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  max_open constant int := 200;
  scope constant uuid := req ->> 'scope';
  token constant text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  until constant timestamptz := now() + interval '7 days';
  own_role text;
  own_id uuid;
  wanted private.invitation;
begin
  if scope is not distinct from private.platform_scope() then
    perform private.refuse('403', 'SY403', 'scope');
  end if;
  own_role := private.enter_as(scope, array['owner', 'manager']);
  select m.id into own_id from public.member m
    where m.tenant_id = scope and m.user_id = (private.my_account()).id and m.active and m.deleted_at is null;
  if req ? 'id' then
    select * into wanted from private.invitation i
      where i.id = (req ->> 'id')::uuid and i.accepted_at is null and i.withdrawn_at is null for update;
    if wanted.id is null then
      perform private.refuse('404', 'SY404', 'no such invitation', 'Look at the list of invitations again.');
    end if;
  else
    wanted.id := gen_random_uuid();
    wanted.name := btrim(req ->> 'name');
    wanted.email := lower(btrim(req ->> 'email'));
    wanted.role := req ->> 'role';
    if (char_length(wanted.name) between 1 and 120 and wanted.email ~ '^[^@\s]+@[^@\s]+$' and char_length(wanted.email) <= 254
        and wanted.role in ('owner', 'manager', 'front_desk')) is not true then
      perform private.refuse('400', 'SY400', 'name, e-mail address or role', 'Check the name, the address and the role.');
    end if;
  end if;
  if own_role <> 'owner' and wanted.role = 'owner' then
    perform private.refuse('403', 'SY403', 'role', 'Owners are invited by owners.');
  end if;
  if exists (select from public.member m where m.tenant_id = scope and lower(m.email) = wanted.email
             and m.active and m.user_id is not null and m.deleted_at is null) then
    perform private.refuse('409', 'SY425', 'already_member', 'This person signs in here already.');
  end if;
  if req ? 'id' then
    update private.invitation i set hash = private.invitation_hash(token), expires_at = until where i.id = wanted.id;
  else
    -- A second invitation of the same address takes the place of the first: two links would be one too many.
    update private.invitation i set withdrawn_at = now()
      where i.tenant_id = scope and i.email = wanted.email and i.accepted_at is null and i.withdrawn_at is null;
    if (select count(*) from private.invitation i
        where i.tenant_id = scope and i.accepted_at is null and i.withdrawn_at is null) >= max_open then
      perform private.refuse('400', 'SY400', 'too many open invitations', 'Withdraw some of the open invitations.');
    end if;
    insert into private.invitation (id, tenant_id, name, email, role, hash, created_by, expires_at)
      values (wanted.id, scope, wanted.name, wanted.email, wanted.role, private.invitation_hash(token), own_id, until);
  end if;
  return jsonb_build_object('id', wanted.id, 'token', token, 'expires_at', private.millis(until));
end
$$;

-- {scope, id}: the link opens nothing from now on.
create function public.invitation_withdraw(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  wanted private.invitation;
begin
  if private.enter_as((req ->> 'scope')::uuid, array['owner', 'manager']) <> 'owner' and exists (
    select from private.invitation i where i.id = (req ->> 'id')::uuid and i.role = 'owner') then
    perform private.refuse('403', 'SY403', 'role', 'Owners are invited by owners.');
  end if;
  update private.invitation i set withdrawn_at = now()
    where i.id = (req ->> 'id')::uuid and i.accepted_at is null and i.withdrawn_at is null returning * into wanted;
  if wanted.id is null then
    perform private.refuse('404', 'SY404', 'no such invitation', 'Look at the list of invitations again.');
  end if;
  return jsonb_build_object('id', wanted.id);
end
$$;

-- {scope}: what is open, the newest first; those that ran out are there to be renewed or withdrawn.
create function public.invitation_list(req jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.enter_as((req ->> 'scope')::uuid, array['owner', 'manager']);
  return jsonb_build_object('invitations', coalesce((
    select jsonb_agg(jsonb_build_object('id', i.id, 'name', i.name, 'email', i.email, 'role', i.role,
      'created_at', private.millis(i.created_at), 'expires_at', private.millis(i.expires_at),
      'invited_by', (select m.name from public.member m where m.id = i.created_by)) order by i.created_at desc, i.id)
    from private.invitation i where i.accepted_at is null and i.withdrawn_at is null), '[]'));
end
$$;

/*
 {token}: who invites whom as what, for the screen on which an account is made. Anybody may ask, before there is an
 account: the token is the proof.
*/
create function public.invitation_look(req jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  known constant private.invitation := private.invitation_at_door(req ->> 'token');
begin
  return jsonb_build_object('business', (select t.name from public.tenant t where t.id = known.tenant_id),
    'name', known.name, 'email', known.email, 'role', known.role, 'expires_at', private.millis(known.expires_at),
    'invited_by', (select m.name from public.member m where m.id = known.created_by), 'now', private.millis(now()));
end
$$;

/*
 {token}: the signed-in account becomes a member. Its address must be the invited one, so a link that went astray helps
 nobody else. Once: the same account may ask again and hears the same, because an answer can be lost.
*/
create function public.invitation_accept(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  account constant private.account := private.my_account();
  invited private.invitation;
  person public.member;
  version bigint;
begin
  if account.id is null then
    perform private.refuse('401', 'SY401', 'no_session', 'Sign in again.');
  end if;
  invited := private.invitation_at_door(req ->> 'token');
  if account.email is distinct from invited.email then
    perform private.refuse('403', 'SY427', 'other_address', 'Sign in with the address that was invited.');
  end if;
  perform set_config('lock_timeout', '3s', true);
  version := sync.next_version(invited.tenant_id);
  -- Behind its lock nobody else accepts, renews or withdraws it: look again.
  perform from private.invitation i where i.id = invited.id for update;
  invited := private.invitation_at_door(req ->> 'token');
  select * into person from public.member m
    where m.tenant_id = invited.tenant_id and m.user_id = account.id and m.deleted_at is null;
  if invited.accepted_at is null then
    if person.id is null then
      -- Somebody whose account was deleted comes back as who they were.
      select * into person from public.member m where m.tenant_id = invited.tenant_id and m.user_id is null
        and lower(m.email) = invited.email and m.deleted_at is null order by m.id limit 1;
    end if;
    perform private.invitation_audit(coalesce(person.id, invited.created_by), 'invitation_accept');
    if person.id is null then
      insert into public.member (id, tenant_id, user_id, name, email, role)
        values (gen_random_uuid(), invited.tenant_id, account.id, invited.name, invited.email, invited.role)
        returning * into person;
    else
      update public.member m set user_id = account.id, email = invited.email, role = invited.role, active = true
        where m.id = person.id returning * into person;
    end if;
    update private.invitation i set accepted_at = now(), accepted_by = account.id where i.id = invited.id;
    perform private.nudge(invited.tenant_id, version);
  elsif person.id is null or not person.active then
    perform private.refuse('410', 'SY423', 'used', 'Ask whoever invited you for a new link.');
  end if;
  return jsonb_build_object('scope', invited.tenant_id, 'member_id', person.id);
end
$$;

grant create on schema public to sync_agent;
select private.publish(f::regprocedure, 'authenticated')
  from unnest(array['public.invitation_create(jsonb)', 'public.invitation_withdraw(jsonb)',
                    'public.invitation_list(jsonb)', 'public.invitation_accept(jsonb)']) f;
select private.publish('public.invitation_look(jsonb)', 'anon, authenticated');
revoke create on schema public from sync_agent;
