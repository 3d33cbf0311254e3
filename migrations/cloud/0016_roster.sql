-- Commands of the roster. Rules in TypeScript: src/domain/roster.

create index roster_pattern_staff on public.roster_pattern (tenant_id, staff_id);
create index roster_exception_staff on public.roster_exception (tenant_id, staff_id, day);

-- A day off is neither work nor leave: what is left of a day whose shift somebody else took.
alter table public.roster_exception drop constraint roster_exception_kind_check;
alter table public.roster_exception add constraint roster_exception_kind_check check (kind in ('leave', 'shift', 'off'));
alter table public.roster_exception drop constraint roster_exception_check1;
alter table public.roster_exception add constraint roster_exception_shift_check
  check (kind <> 'shift' or (location_id is not null and start_minute is not null and end_minute is not null));

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

-- The rows of a day as they are written, or why nobody's day can look so.
create function cmd.check_day(ctx jsonb, person uuid, entries jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  entry record;
begin
  perform cmd.require_staff(person);
  if jsonb_typeof(entries) is distinct from 'array' or jsonb_array_length(entries) not between 1 and 8 then
    perform cmd.reject('invalid', '{"message": "one to eight entries"}');
  end if;
  for entry in select * from jsonb_to_recordset(entries) as e (
      kind text, "locationId" uuid, "startMinute" int, "endMinute" int, breaks jsonb, reason text) loop
    if (entry.kind in ('shift', 'leave', 'off')) is not true or btrim(entry.reason) = '' or char_length(entry.reason) > 200 then
      perform cmd.reject('invalid', '{"message": "kind or reason"}');
    end if;
    if entry.kind <> 'shift' then
      if coalesce(entry."locationId"::text, entry."startMinute"::text, entry."endMinute"::text) is not null
         or entry.breaks is distinct from '[]' or jsonb_array_length(entries) <> 1 then
        perform cmd.reject('invalid', '{"message": "a day off stands alone and has no times"}');
      end if;
    elsif entry."locationId" is null then
      perform cmd.reject('invalid', '{"message": "a shift has a place and times"}');
    else
      perform cmd.require_location(entry."locationId");
      perform cmd.require_place(ctx, entry."locationId");
      perform cmd.check_shift(entry."startMinute", entry."endMinute", entry.breaks);
    end if;
  end loop;
  if exists (
    select from jsonb_array_elements(entries) with ordinality as a (s, n)
    join jsonb_array_elements(entries) with ordinality as b (s, n)
      on a.n < b.n and (a.s ->> 'startMinute')::int < (b.s ->> 'endMinute')::int
      and (b.s ->> 'startMinute')::int < (a.s ->> 'endMinute')::int) then
    perform cmd.reject('invalid', '{"message": "two shifts of the day meet"}');
  end if;
  perform cmd.refuse_taken_exception(array(select e.id from jsonb_to_recordset(entries) as e (id uuid)));
end
$$;

create function cmd.refuse_taken_exception(ids uuid[]) returns void language plpgsql set search_path = '' as $$
declare
  taken uuid := (
    select i from unnest(ids) i
    where exists (select from public.roster_exception e where e.id = i and e.deleted_at is null)
    union all
    select i from unnest(ids) i group by i having count(*) > 1
    limit 1);
begin
  if taken is not null then
    perform cmd.duplicate('roster_exception', taken);
  end if;
end
$$;

create function cmd.write_day(tenant uuid, person uuid, on_day date, entries jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  update public.roster_exception e set deleted_at = now()
    where e.tenant_id = tenant and e.staff_id = person and e.day = on_day and e.deleted_at is null;
  insert into public.roster_exception (id, tenant_id, staff_id, day, kind, location_id, start_minute, end_minute, breaks, reason)
  select e.id, tenant, person, on_day, e.kind, e."locationId", e."startMinute", e."endMinute", e.breaks, btrim(e.reason)
  from jsonb_to_recordset(entries) as e (
    id uuid, kind text, "locationId" uuid, "startMinute" int, "endMinute" int, breaks jsonb, reason text);
end
$$;

create function cmd.roster_set_day(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  person constant uuid := args ->> 'staffId';
  on_day constant date := args ->> 'day';
begin
  perform cmd.check_day(ctx, person, args -> 'entries');
  if on_day is null then
    perform cmd.reject('invalid', '{"message": "which day"}');
  end if;
  if args ? 'replaces' and (
    select array_agg(distinct shown::uuid order by shown::uuid) from jsonb_array_elements_text(args -> 'replaces') shown)
    is distinct from (
      select array_agg(e.id order by e.id) from public.roster_exception e
      where e.tenant_id = tenant and e.staff_id = person and e.day = on_day and e.deleted_at is null) then
    perform cmd.reject('stale', jsonb_build_object('table', 'roster_exception', 'id', person));
  end if;
  perform cmd.write_day(tenant, person, on_day, args -> 'entries');
end
$$;

create function cmd.check_stretch(first_day date, last_day date) returns void language plpgsql set search_path = '' as $$
begin
  if (last_day - first_day between 0 and 365) is not true then
    perform cmd.reject('invalid', '{"message": "a stretch of days, at most a year"}');
  end if;
end
$$;

create function cmd.roster_clear_days(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform cmd.require_staff((args ->> 'staffId')::uuid);
  perform cmd.check_stretch((args ->> 'from')::date, (args ->> 'to')::date);
  update public.roster_exception e set deleted_at = now()
    where e.tenant_id = (ctx ->> 'scope')::uuid and e.staff_id = (args ->> 'staffId')::uuid and e.deleted_at is null
      and e.day between (args ->> 'from')::date and (args ->> 'to')::date;
end
$$;

create function cmd.roster_leave(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  person constant uuid := args ->> 'staffId';
  first_day constant date := args ->> 'from';
  last_day constant date := args ->> 'to';
  ids uuid[];
begin
  perform cmd.require_staff(person);
  perform cmd.check_stretch(first_day, last_day);
  if jsonb_typeof(args -> 'ids') is distinct from 'array' or jsonb_array_length(args -> 'ids') <> last_day - first_day + 1
     or btrim(args ->> 'reason') = '' or char_length(args ->> 'reason') > 200 then
    perform cmd.reject('invalid', '{"message": "one id for each day, and a reason or none"}');
  end if;
  ids := array(select listed.id::uuid from jsonb_array_elements_text(args -> 'ids') with ordinality as listed (id, n) order by n);
  perform cmd.refuse_taken_exception(ids);
  update public.roster_exception e set deleted_at = now()
    where e.tenant_id = tenant and e.staff_id = person and e.deleted_at is null and e.day between first_day and last_day;
  insert into public.roster_exception (id, tenant_id, staff_id, day, kind, reason)
  select listed.id, tenant, person, first_day + (listed.n - 1)::int, 'leave', btrim(args ->> 'reason')
  from unnest(ids) with ordinality as listed (id, n);
end
$$;

-- A person's shifts of a day, or null on leave: the day's own rows, otherwise the pattern.
create function cmd.shifts_of_day(tenant uuid, person uuid, on_day date) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if exists (select from public.roster_exception e
             where e.tenant_id = tenant and e.staff_id = person and e.day = on_day and e.deleted_at is null) then
    return (
      select case when bool_or(e.kind = 'leave') then null else coalesce(
        jsonb_agg(jsonb_build_array(e.location_id, e.start_minute, e.end_minute, e.breaks)) filter (where e.kind = 'shift'), '[]') end
      from public.roster_exception e
      where e.tenant_id = tenant and e.staff_id = person and e.day = on_day and e.deleted_at is null);
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_array(p.location_id, p.start_minute, p.end_minute, p.breaks)), '[]')
    from public.roster_pattern p
    where p.tenant_id = tenant and p.staff_id = person and p.deleted_at is null
      and p.weekday = extract(isodow from on_day) and p.valid_from <= on_day and (p.valid_to is null or on_day <= p.valid_to));
end
$$;

create function cmd.roster_swap(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  on_day constant date := args ->> 'day';
  one constant uuid := args -> 'people' -> 0 ->> 'staffId';
  two constant uuid := args -> 'people' -> 1 ->> 'staffId';
  entries constant jsonb := (args -> 'people' -> 0 -> 'entries') || (args -> 'people' -> 1 -> 'entries');
  before jsonb;
begin
  if on_day is null or jsonb_array_length(args -> 'people') <> 2 or (one <> two) is not true then
    perform cmd.reject('invalid', '{"message": "a swap needs two people"}');
  end if;
  perform cmd.check_day(ctx, one, args -> 'people' -> 0 -> 'entries');
  perform cmd.check_day(ctx, two, args -> 'people' -> 1 -> 'entries');
  before := cmd.shifts_of_day(tenant, one, on_day) || cmd.shifts_of_day(tenant, two, on_day);
  if before is null or exists (select from jsonb_array_elements(entries) e where e ->> 'kind' = 'leave') then
    perform cmd.reject('invalid', '{"message": "somebody on leave has nothing to swap"}');
  end if;
  perform cmd.refuse_taken_exception(array(select e.id from jsonb_to_recordset(entries) as e (id uuid)));
  if (select jsonb_agg(shift order by shift) from jsonb_array_elements(before) shift) is distinct from (
    select jsonb_agg(shift order by shift) from (
      select jsonb_build_array(e."locationId", e."startMinute", e."endMinute", e.breaks) as shift
      from jsonb_to_recordset(entries) as e (kind text, "locationId" uuid, "startMinute" int, "endMinute" int, breaks jsonb)
      where e.kind = 'shift') shared) then
    perform cmd.reject('stale', jsonb_build_object('table', 'roster_exception', 'id', one));
  end if;
  perform cmd.write_day(tenant, one, on_day, args -> 'people' -> 0 -> 'entries');
  perform cmd.write_day(tenant, two, on_day, args -> 'people' -> 1 -> 'entries');
end
$$;

reset role;

insert into sync.command (name, version, fn, roles) values
  ('roster.set_week', 1, 'roster_set_week', '{owner,manager}'),
  ('roster.set_day', 1, 'roster_set_day', '{owner,manager}'),
  ('roster.clear_days', 1, 'roster_clear_days', '{owner,manager}'),
  ('roster.leave', 1, 'roster_leave', '{owner,manager}'),
  ('roster.swap', 1, 'roster_swap', '{owner,manager}');
