-- The life of a conflict: it is open until a mutation that answers it is applied or a person puts it away. Whoever
-- answers second is told so. An answer that is refused itself leaves it open with the newest reason, and what rested on
-- the refused work is listed under it.

alter table public.conflict
  add column root uuid, -- the conflict that this one follows from: the refused work that it rested on
  add column v int not null default 1; -- version of the command that args are for

select sync.register_table(27, 'conflict', 'diary', false, null,
                           array['id', 'row_version', 'deleted_at'] || string_to_array(
                             'client_id device_id name args code detail actor_id at state closed_by closed_reason root v', ' '));
select sync.rebuild_readers();

create function private.id_pattern() returns text language sql immutable set search_path = '' as
$$ select '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' $$;
grant execute on function private.id_pattern() to sync_agent;

set local role sync_agent;

-- Null where this mutation is to be decided; otherwise why somebody else's decision stands: the conflict that it answers
-- is not open any more, what it answers went through after all, or it was answered itself before it came (a restored
-- cloud is given back answers and what they answer in any order).
create function cmd.decided_elsewhere(ctx jsonb, mutation jsonb) returns jsonb
language plpgsql set search_path = '' set enable_seqscan = off as $$
declare
  answered uuid := case when mutation ->> 'resolves' ~ private.id_pattern() then mutation ->> 'resolves' end;
  kept public.conflict;
begin
  select * into kept from public.conflict c
    where c.id in ((mutation ->> 'uuid')::uuid, answered) and c.state <> 'open' and c.deleted_at is null limit 1;
  if kept.id is not null then
    return jsonb_build_object('code', 'resolved', 'detail',
      jsonb_build_object('table', 'conflict', 'id', kept.id, 'to', kept.state)
      || coalesce(private.last_change(kept.id, '{state}'), '{}'));
  end if;
  if exists (select from sync.mutation_result r where r.scope_id = (ctx ->> 'scope')::uuid and r.uuid = answered
             and not r.repeated and r.status = 'applied') then
    return jsonb_build_object('code', 'resolved', 'detail',
      jsonb_build_object('table', 'conflict', 'id', answered, 'to', 'applied'));
  end if;
  return null;
end
$$;

-- The first of the mutations that this one rested on whose refusal is known here; its own root where it has one.
create function cmd.root_of(mutation jsonb) returns uuid
language sql stable set search_path = '' as $$
  select coalesce(c.root, c.id)
  from jsonb_array_elements_text(case jsonb_typeof(mutation -> 'follows') when 'array' then mutation -> 'follows' else '[]' end)
       with ordinality as followed (id, n)
  join public.conflict c on c.id = case when followed.id ~ private.id_pattern() then followed.id::uuid end
  order by followed.n limit 1
$$;

-- A refusal is kept whatever was wrong with it: a version that is no number counts as the first.
create function cmd.version_of(mutation jsonb) returns int
language sql immutable set search_path = '' as $$
  select case when mutation ->> 'v' ~ '^[0-9]{1,9}$' then (mutation ->> 'v')::int else 1 end
$$;

create function cmd.insert_conflict(ctx jsonb, mutation jsonb, id uuid, state text, code text, detail jsonb) returns void
language sql set search_path = '' as $$
  insert into public.conflict (id, tenant_id, client_id, device_id, name, v, args, code, detail, actor_id, at, state,
                               closed_by, root)
  values (insert_conflict.id, (ctx ->> 'scope')::uuid, (ctx ->> 'client_id')::uuid, (ctx ->> 'device_id')::uuid,
          coalesce(left(mutation ->> 'name', 60), ''), cmd.version_of(mutation),
          coalesce(mutation -> 'args', '{}'), insert_conflict.code, insert_conflict.detail,
          coalesce(ctx ->> 'actor', ctx ->> 'sender')::uuid, private.instant((ctx ->> 'at')::bigint),
          insert_conflict.state, case insert_conflict.state when 'closed' then (ctx ->> 'actor')::uuid end,
          cmd.root_of(mutation))
  on conflict on constraint conflict_pkey do nothing
$$;

-- Keeps a refused intent where other desks see it. Imports of what is there already are not worth a person's time, nor
-- is putting away what is put away.
create or replace function cmd.keep_conflict(ctx jsonb, mutation jsonb, code text, detail jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if code = 'duplicate' and (mutation ->> 'name' like 'import.%' or mutation -> 'args' ->> 'importId' is not null) then
    return;
  end if;
  if mutation ->> 'name' = 'conflict.dismiss'
     and (code = 'not_found' or code = 'transition' and detail ->> 'from' = 'dismissed') then
    return;
  end if;
  -- An answer that was refused: what it answered is open again, with what is wanted now and why that is refused.
  if mutation ->> 'resolves' ~ private.id_pattern() and code <> 'resolved' then
    update public.conflict c set
        client_id = (ctx ->> 'client_id')::uuid, device_id = (ctx ->> 'device_id')::uuid,
        name = coalesce(left(mutation ->> 'name', 60), ''), v = cmd.version_of(mutation),
        args = coalesce(mutation -> 'args', '{}'), code = keep_conflict.code, detail = keep_conflict.detail,
        actor_id = coalesce(ctx ->> 'actor', ctx ->> 'sender')::uuid, at = private.instant((ctx ->> 'at')::bigint)
      where c.id = (mutation ->> 'resolves')::uuid and c.state = 'open' and c.deleted_at is null;
    if found then
      return;
    end if;
  end if;
  perform cmd.insert_conflict(ctx, mutation, (mutation ->> 'uuid')::uuid, 'open', code, detail);
end
$$;

-- The answer was applied. A restored cloud may not have the conflict (yet): then what comes after the answer is told that
-- it was answered.
create function cmd.close_conflict(ctx jsonb, mutation jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  answered constant uuid := mutation ->> 'resolves';
begin
  update public.conflict c set state = 'closed', closed_by = (ctx ->> 'actor')::uuid
    where c.id = answered and c.state = 'open' and c.deleted_at is null;
  if not found then
    perform cmd.insert_conflict(ctx, mutation, answered, 'closed', 'resolved', '{}');
  end if;
end
$$;

-- As before; and what went through after all cannot be put away.
create or replace function cmd.conflict_dismiss(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  conflict_id constant uuid := args ->> 'id';
  found_state text := (select c.state from public.conflict c where c.id = conflict_id and c.deleted_at is null);
begin
  if found_state is null then
    if exists (select from sync.mutation_result r where r.scope_id = (ctx ->> 'scope')::uuid and r.uuid = conflict_id
               and not r.repeated and r.status = 'applied') then
      perform cmd.reject('transition', '{"from": "applied", "to": "dismissed"}');
    end if;
    perform cmd.not_found('conflict', conflict_id);
  end if;
  if found_state <> 'open' then
    perform cmd.reject('transition', jsonb_build_object('from', found_state, 'to', 'dismissed'));
  end if;
  if (char_length(btrim(args ->> 'reason')) between 1 and 200) is not true then
    perform cmd.reject('invalid', '{"message": "a reason is needed"}');
  end if;
  update public.conflict c set state = 'dismissed', closed_by = (ctx ->> 'actor')::uuid,
    closed_reason = btrim(conflict_dismiss.args ->> 'reason') -- the table has a column of that name
    where c.id = conflict_id;
end
$$;

reset role;

grant create on schema public to sync_agent;
set local role sync_agent;

/*
 Decides up to 50 mutations of one replica, in order, each exactly once. The answer is a hint: verdicts come with a
 pull. Numbers at or below the last must carry the stored uuid, otherwise the file was copied (SY410); a gap is SY409.
*/
create or replace function public.sync_push(req jsonb) returns jsonb
language plpgsql security definer set search_path = '' set enable_seqscan = off as $$
declare
  max_batch constant int := 50;
  id_pattern constant text := private.id_pattern();
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

    refused := coalesce(cmd.decided_elsewhere(ctx, mutation), cmd.run(ctx, mutation));
    insert into sync.mutation_result (client_id, id, scope_id, uuid, status, code, detail, version)
    values (replica, number, entered.scope, identity, case when refused is null then 'applied' else 'rejected' end,
            refused ->> 'code', refused -> 'detail', version);
    if refused is not null then
      perform cmd.keep_conflict(ctx, mutation, refused ->> 'code', refused -> 'detail');
    elsif mutation ->> 'resolves' ~ id_pattern then
      perform cmd.close_conflict(ctx, mutation);
    end if;
  end loop;
  perform set_config('console.audit', '', true);

  update sync.client set last_mutation_id = lmid where client_id = replica;
  perform private.touch_contact(entered, wanted_schema);
  perform private.nudge(entered.scope, version);
  return jsonb_build_object('lmid', lmid, 'version', version);
end
$$;

reset role;
revoke create on schema public from sync_agent;
