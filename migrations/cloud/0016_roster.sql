-- Commands of the roster. Rules in TypeScript: src/domain/roster.

create index roster_pattern_staff on public.roster_pattern (tenant_id, staff_id);
create index roster_exception_staff on public.roster_exception (tenant_id, staff_id, day);

set local role sync_agent;

-- A shift that somebody can work: it ends after it starts, and its breaks lie in it one after another.
create function cmd.check_shift(starts int, ends int, breaks jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  pause jsonb;
  free int := starts;
begin
  if (starts >= 0 and ends > starts and ends <= 1440) is not true then
    perform cmd.reject('invalid', '{"message": "a shift ends after it starts"}');
  end if;
  if jsonb_typeof(breaks) is distinct from 'array' or jsonb_array_length(breaks) > 6 then
    perform cmd.reject('invalid', '{"message": "at most six breaks"}');
  end if;
  for pause in select p from jsonb_array_elements(breaks) with ordinality as listed (p, n) order by n loop
    if ((pause ->> 0)::int >= free and (pause ->> 1)::int > (pause ->> 0)::int and (pause ->> 1)::int <= ends
        and jsonb_array_length(pause) = 2) is not true then
      perform cmd.reject('invalid', '{"message": "breaks lie in their shift, one after another"}');
    end if;
    free := (pause ->> 1)::int;
  end loop;
end
$$;

create function cmd.roster_set_week(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  person constant uuid := args ->> 'staffId';
  place constant uuid := args ->> 'locationId';
  first_day constant date := args ->> 'validFrom';
  listed constant jsonb := args -> 'shifts';
  replaced uuid[];
  other uuid;
begin
  perform cmd.require_staff(person);
  perform cmd.require_location(place);
  perform cmd.require_place(ctx, place);
  if first_day is null or jsonb_typeof(listed) is distinct from 'array' or jsonb_array_length(listed) > 42 then
    perform cmd.reject('invalid', '{"message": "a day and the shifts of a week"}');
  end if;
  perform cmd.check_shift(s."startMinute", s."endMinute", s.breaks)
    from jsonb_to_recordset(listed) as s ("startMinute" int, "endMinute" int, breaks jsonb);
  if exists (
    select from jsonb_array_elements(listed) with ordinality as a (s, n)
    join jsonb_array_elements(listed) with ordinality as b (s, n)
      on a.n < b.n and a.s ->> 'weekday' = b.s ->> 'weekday'
      and (a.s ->> 'startMinute')::int < (b.s ->> 'endMinute')::int
      and (b.s ->> 'startMinute')::int < (a.s ->> 'endMinute')::int) then
    perform cmd.reject('invalid', '{"message": "two shifts of a day meet"}');
  end if;
  other := (
    select s.id from jsonb_to_recordset(listed) as s (id uuid)
    where exists (select from public.roster_pattern p where p.id = s.id and p.deleted_at is null)
    union all
    select s.id from jsonb_to_recordset(listed) as s (id uuid) group by s.id having count(*) > 1
    limit 1);
  if other is not null then
    perform cmd.duplicate('roster_pattern', other);
  end if;

  replaced := array(
    select p.id from public.roster_pattern p
    where p.tenant_id = tenant and p.staff_id = person and p.location_id = place and p.deleted_at is null
      and (p.valid_to is null or p.valid_to >= first_day));
  if args ? 'replaces' and (
    select array_agg(distinct shown::uuid order by shown::uuid) from jsonb_array_elements_text(args -> 'replaces') shown)
    is distinct from (select array_agg(r order by r) from unnest(replaced) r) then
    perform cmd.reject('stale', jsonb_build_object('table', 'roster_pattern', 'id', person));
  end if;
  other := (
    select p.id from public.roster_pattern p
    join jsonb_to_recordset(listed) as s (weekday int, "startMinute" int, "endMinute" int)
      on s.weekday = p.weekday and s."startMinute" < p.end_minute and p.start_minute < s."endMinute"
    where p.tenant_id = tenant and p.staff_id = person and p.location_id <> place and p.deleted_at is null
      and (p.valid_to is null or p.valid_to >= first_day)
    order by p.id limit 1);
  if other is not null then
    perform cmd.reject('overlap', jsonb_build_object('table', 'roster_pattern', 'id', other));
  end if;

  update public.roster_pattern p set
    deleted_at = case when p.valid_from >= first_day then now() end,
    valid_to = case when p.valid_from >= first_day then p.valid_to else first_day - 1 end
  where p.tenant_id = tenant and p.id = any (replaced);
  insert into public.roster_pattern (id, tenant_id, staff_id, location_id, weekday, start_minute, end_minute, breaks, valid_from)
  select s.id, tenant, person, place, s.weekday, s."startMinute", s."endMinute", s.breaks, first_day
  from jsonb_to_recordset(listed) as s (id uuid, weekday int, "startMinute" int, "endMinute" int, breaks jsonb);
end
$$;

reset role;

insert into sync.command (name, version, fn, roles) values
  ('roster.set_week', 1, 'roster_set_week', '{owner,manager}');
