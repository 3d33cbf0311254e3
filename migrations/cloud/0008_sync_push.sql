-- Writing: the register of commands, and push, which decides each mutation in a block of its own.

create table sync.command (
  name text not null check (name ~ '^[a-z_]+\.[a-z_]+$'),
  version int not null check (version > 0),
  fn text not null check (fn ~ '^[a-z_]+$'), -- a function of schema cmd
  roles text[] not null,
  primary key (name, version)
);
alter table sync.command enable row level security;
create policy agent on sync.command for select to sync_agent using (true);
grant select on sync.command to sync_agent;

-- Names of those whom a nudge reaches: members of the tenant; for the platform anyone who works somewhere.
create function private.may_join(topic text) returns boolean
language sql stable security definer set search_path = '' as $$
  select case
    when auth.uid() is null then false
    when topic = 'scope:' || private.platform_scope() then
      exists (select private.my_tenants()) or private.my_platform_role() is not null
    else exists (select from private.my_tenants() t where topic = 'scope:' || t)
  end
$$;
grant execute on function private.may_join(text) to authenticated;
create policy console_scopes on realtime.messages for select to authenticated
  using (extension = 'broadcast' and (select private.may_join(realtime.topic())));

-- A hint that there is something to pull. realtime.send turns its own errors into warnings.
create function private.nudge(scope uuid, version bigint) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(jsonb_build_object('v', version), 'changed', 'scope:' || scope, true);
end
$$;
grant execute on function private.nudge(uuid, bigint) to sync_agent;

-- Who belongs to a tenant decides who may listen: the members learn of a change at once.
create function sync.nudge_members() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.nudge(new.tenant_id, new.row_version);
  return null;
end
$$;
create trigger z_nudge after insert or update on public.member
  for each row execute function sync.nudge_members();

set local role sync_agent;

-- A refusal that is stored as the verdict: codes and detail as src/domain/command.ts has them.
create function cmd.reject(code text, detail jsonb default '{}') returns void
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'CR001', message = code, detail = detail::text;
end
$$;

create function cmd.not_found(table_name text, id uuid) returns void language sql set search_path = '' as
$$ select cmd.reject('not_found', jsonb_build_object('table', table_name, 'id', id)) $$;

create function cmd.duplicate(table_name text, id uuid) returns void language sql set search_path = '' as
$$ select cmd.reject('duplicate', jsonb_build_object('table', table_name, 'id', id)) $$;

-- What a device may not hold it may not write either.
create function cmd.require_place(ctx jsonb, place uuid) returns void language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(ctx -> 'locations') = 'array' and not ctx -> 'locations' ? place::text then
    perform cmd.reject('forbidden', '{"message": "the location is not one of this device"}');
  end if;
end
$$;

create function cmd.require_class(ctx jsonb, class text) returns void language plpgsql set search_path = '' as $$
begin
  if not ctx -> 'classes' ? class then
    perform cmd.reject('forbidden', jsonb_build_object('message', 'this device does not hold the class ' || class));
  end if;
end
$$;

-- Runs one mutation in its own block. Returns null when it was applied, otherwise {code, detail}. Errors that another
-- try may cure are raised again: the whole push fails and the desk sends the same bytes later.
-- Plans are cached while tables are small, and a scan chosen then would stay: everything here is found by an index.
create function cmd.run(ctx jsonb, mutation jsonb) returns jsonb
language plpgsql set search_path = '' set enable_seqscan = off as $$
declare
  command sync.command;
  detail text;
  state text;
  said text;
begin
  if jsonb_typeof(mutation -> 'args') is distinct from 'object' or jsonb_typeof(coalesce(mutation -> 'base', '{}')) <> 'object' then
    return '{"code": "invalid", "detail": {"message": "args and base are objects"}}';
  end if;
  select * into command from sync.command c
    where c.name = mutation ->> 'name' and c.version = (mutation ->> 'v')::int;
  if command.name is null then
    return jsonb_build_object('detail', jsonb_build_object(), 'code',
      case when exists (select from sync.command c where c.name = mutation ->> 'name') then 'stale_version'
           else 'unknown_command' end);
  end if;
  if not (ctx ->> 'role') = any (command.roles) then
    return jsonb_build_object('code', 'forbidden', 'detail', jsonb_build_object('message', 'above the role of the sender'));
  end if;
  if not exists (select from public.member m where m.tenant_id = (ctx ->> 'scope')::uuid and m.id = (ctx ->> 'actor')::uuid) then
    return jsonb_build_object('code', 'forbidden', 'detail', jsonb_build_object('message', 'the actor is not a member'));
  end if;
  execute format('select cmd.%I($1, $2, $3)', command.fn)
    using ctx, mutation -> 'args', coalesce(mutation -> 'base', '{}');
  return null;
exception
  when sqlstate 'CR001' then
    get stacked diagnostics detail = pg_exception_detail, said = message_text;
    return jsonb_build_object('code', said, 'detail', coalesce(nullif(detail, ''), '{}')::jsonb);
  when exclusion_violation then
    return jsonb_build_object('code', 'overlap', 'detail', jsonb_build_object('message', 'the time is taken'));
  when unique_violation then
    return jsonb_build_object('code', 'duplicate', 'detail', jsonb_build_object('message', 'the id is in use'));
  when foreign_key_violation then
    return jsonb_build_object('code', 'not_found', 'detail', jsonb_build_object('message', 'something it names does not exist'));
  when others then
    get stacked diagnostics state = returned_sqlstate, said = message_text;
    -- 40 rollback, 53 resources, 55 locks, 57 operator, 58 system, XX damage: not the mutation's fault.
    if left(state, 2) in ('08', '40', '53', '55', '57', '58', 'F0', 'XX') then
      raise;
    end if;
    -- Data that a column refuses is the sender's; anything else is ours, and the log must say so.
    if left(state, 2) not in ('22', '23') then
      raise warning 'command % failed: % %', mutation ->> 'name', state, said;
    end if;
    return jsonb_build_object('code', 'invalid', 'detail', jsonb_build_object('message', 'SQLSTATE ' || state));
end
$$;

-- Keeps a refused intent where other desks see it. Imports of what is there already are not worth a person's time.
create function cmd.keep_conflict(ctx jsonb, mutation jsonb, code text, detail jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if code = 'duplicate' and (mutation ->> 'name' like 'import.%' or mutation -> 'args' ->> 'importId' is not null) then
    return;
  end if;
  insert into public.conflict (id, tenant_id, client_id, device_id, name, args, code, detail, actor_id, at)
  values ((mutation ->> 'uuid')::uuid, (ctx ->> 'scope')::uuid, (ctx ->> 'client_id')::uuid, (ctx ->> 'device_id')::uuid,
          coalesce(left(mutation ->> 'name', 60), ''), coalesce(mutation -> 'args', '{}'), code, detail,
          coalesce(ctx ->> 'actor', ctx ->> 'sender')::uuid,
          private.instant((ctx ->> 'at')::bigint))
  on conflict (id) do nothing;
end
$$;

reset role;

/*
 Decides up to 50 mutations of one replica, in order, each exactly once. The answer is a hint: verdicts come with a
 pull. Numbers at or below the last must carry the stored uuid, otherwise the file was copied (SY410); a gap is SY409.
*/
create function public.sync_push(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' set enable_seqscan = off as $$
declare
  max_batch constant int := 50;
  id_pattern constant text := '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
  entered private.entry := private.enter(req);
  replica uuid := (req ->> 'client_id')::uuid;
  wanted_schema int := (req ->> 'schema')::int;
  version bigint;
  lmid bigint;
  mutation jsonb;
  number bigint;
  identity uuid;
  stored sync.mutation_result;
  ctx jsonb;
  refused jsonb;
begin
  if entered.scope = private.platform_scope() then
    perform private.refuse('403', 'SY403', 'scope', 'The platform takes no commands: flags are set online.');
  end if;
  if jsonb_typeof(req -> 'mutations') is distinct from 'array' or jsonb_array_length(req -> 'mutations') not between 1 and max_batch then
    perform private.refuse('400', 'SY400', 'one to 50 mutations', 'Send smaller batches.');
  end if;
  if wanted_schema is null or wanted_schema < private.min_schema() then
    perform private.refuse('426', 'SY426', 'desk_too_old', 'Update this desk; its work is kept until then.');
  end if;
  perform set_config('lock_timeout', '3s', true);
  version := sync.next_version(entered.scope);
  lmid := private.own_client(entered, replica, wanted_schema);

  for mutation in select m from jsonb_array_elements(req -> 'mutations') with ordinality as listed (m, n) order by n loop
    number := (mutation ->> 'id')::bigint;
    identity := (mutation ->> 'uuid')::uuid;
    if number <= lmid then
      select * into stored from sync.mutation_result r where r.client_id = replica and r.id = number;
      if stored.uuid is distinct from identity then
        perform private.refuse('410', 'SY410', 'copied', 'This file was copied: take a new client id and renumber.');
      end if;
      continue;
    end if;
    if number is distinct from lmid + 1 or identity is null then
      perform private.refuse('409', 'SY409', 'gap', 'Say hello and send from the number after lmid.');
    end if;
    lmid := number;

    select * into stored from sync.mutation_result r
      where r.scope_id = entered.scope and r.uuid = identity and not r.repeated;
    if stored.uuid is not null then
      insert into sync.mutation_result (client_id, id, scope_id, uuid, status, code, detail, version, repeated)
      values (replica, number, entered.scope, identity, stored.status, stored.code, stored.detail, stored.version, true);
      continue;
    end if;

    -- `at` times the ledger, the trading day and statuses; a clock far ahead must not write the future. An actor that is
    -- no id is nobody: the mutation is refused, those behind it are not held up.
    ctx := jsonb_build_object(
      'scope', entered.scope, 'client_id', replica, 'device_id', entered.device_id, 'user_id', entered.user_id,
      'sender', entered.member_id, 'role', entered.role,
      'locations', entered.locations, 'classes', entered.classes,
      'actor', case when mutation ->> 'actor' ~ id_pattern then mutation ->> 'actor' end, 'mutation', identity,
      'command', mutation ->> 'name', 'why', coalesce(mutation -> 'args' ->> 'reason', mutation -> 'args' ->> 'reasonCode',
                                                      mutation -> 'args' ->> 'softReason'),
      'at', least(coalesce(case when jsonb_typeof(mutation -> 'at') = 'number' then greatest((mutation ->> 'at')::numeric, 0) end,
                           private.millis(clock_timestamp())), private.millis(clock_timestamp()) + 300000)::bigint);
    perform set_config('console.audit', ctx::text, true);

    refused := cmd.run(ctx, mutation);
    insert into sync.mutation_result (client_id, id, scope_id, uuid, status, code, detail, version)
    values (replica, number, entered.scope, identity, case when refused is null then 'applied' else 'rejected' end,
            refused ->> 'code', refused -> 'detail', version);
    if refused is not null then
      perform cmd.keep_conflict(ctx, mutation, refused ->> 'code', refused -> 'detail');
    elsif mutation ->> 'resolves' ~ id_pattern then
      update public.conflict set state = 'closed', closed_by = (ctx ->> 'actor')::uuid
        where tenant_id = entered.scope and id = (mutation ->> 'resolves')::uuid and state = 'open';
    end if;
  end loop;
  perform set_config('console.audit', '', true);

  update sync.client set last_mutation_id = lmid where client_id = replica;
  perform private.touch_contact(entered, wanted_schema);
  perform private.nudge(entered.scope, version);
  return jsonb_build_object('lmid', lmid, 'version', version);
end
$$;

grant create on schema public to sync_agent;
select private.publish('public.sync_push(jsonb)', 'authenticated');
revoke create on schema public from sync_agent;
