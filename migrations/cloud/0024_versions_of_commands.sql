-- A command whose arguments change gets a new version. The one before it is accepted for another 90 days: until then every
-- desk has been switched on and upgraded, and has sent what waited in its old words.

alter table sync.command add column accepted_until timestamptz(3);

-- For migrations: `name` has a version after this one. Throws when there is none, because then nothing replaces it.
create function sync.supersede(name text, version int) returns void
language plpgsql set search_path = '' as $$
begin
  update sync.command c set accepted_until = now() + interval '90 days'
    where c.name = supersede.name and c.version = supersede.version and c.accepted_until is null
      and exists (select from sync.command later where later.name = c.name and later.version > c.version);
  if not found then
    raise exception 'no version of % after %', name, version;
  end if;
end
$$;

set local role sync_agent;

-- As before; and a version that is no longer accepted is none.
create or replace function cmd.run(ctx jsonb, mutation jsonb) returns jsonb
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
    where c.name = mutation ->> 'name' and c.version = (mutation ->> 'v')::int
      and (c.accepted_until is null or c.accepted_until > now());
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

reset role;
