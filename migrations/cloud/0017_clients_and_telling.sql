-- Commands on what is known of clients and on what they were told. Rules in TypeScript: src/domain/clients.

alter table public.client add column do_not_book_reason text check (char_length(btrim(do_not_book_reason)) between 1 and 300);
select sync.register_table(13, 'client', 'diary', false, null, string_to_array('id row_version deleted_at '
  'name phone email language note do_not_book no_shows import_id created_at do_not_book_reason', ' '));

-- Pages are read by statements made from the register.
select sync.rebuild_readers();

set local role sync_agent;

-- A visit as its client is told of it: when, with whom (in line order), and whether it stands. The same as visitAsTold of
-- src/domain/scheduling/client-knows.ts.
create function cmd.visit_as_told(visit uuid) returns jsonb language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'status', case a.status when 'cancelled' then 'cancelled' else 'booked' end,
      'staffIds', (select coalesce(jsonb_agg(l.staff_id order by l.position), '[]') from public.appointment_line l
                   where l.appointment_id = visit and l.deleted_at is null),
      'startsAt', private.millis(a.starts_at))
    from public.appointment a where a.id = visit);
end
$$;

-- Whether a client who believes the one needs to hear nothing of the other. Of a cancelled visit the time is no news.
create function cmd.same_visit(believed jsonb, stands jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return believed ->> 'status' = stands ->> 'status'
    and (stands ->> 'status' = 'cancelled' or believed = stands);
end
$$;

-- What the client believes after a change from `before` to `stands`, if that is not what stands then; otherwise null: the
-- rule of clientKnowsAfter. Nobody is told of a visit without a client, of one whose client is in the house, or of one
-- that has begun both as the client believes and as it stands.
create function cmd.client_knows_after(
  appointment public.appointment, status text, before jsonb, stands jsonb, acted bigint
) returns jsonb language plpgsql immutable set search_path = '' as $$
declare
  believed constant jsonb := coalesce(appointment.client_knows, before);
begin
  return case
    when appointment.client_id is null or status in ('arrived', 'in_service', 'done') then null
    when greatest((believed ->> 'startsAt')::bigint, (stands ->> 'startsAt')::bigint) <= acted then null
    when cmd.same_visit(believed, stands) then null
    else believed
  end;
end
$$;

-- As in 0009, and keeps what the client still believes.
create or replace function cmd.appointment_move(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  visit constant uuid := args ->> 'id';
  appointment public.appointment;
  line cmd.visit_line;
  lines cmd.visit_line[];
  old_line public.appointment_line;
  service public.service;
  during tstzrange;
  staff_hold uuid;
  room_hold uuid;
  wanted cmd.wanted_hold[] := '{}';
  new_bucket int;
  told jsonb;
  knows jsonb;
begin
  select * into appointment from public.appointment a where a.id = visit and a.deleted_at is null;
  if appointment.id is null then
    perform cmd.not_found('appointment', visit);
  end if;
  perform cmd.require_place(ctx, appointment.location_id);
  if appointment.status not in ('requested', 'confirmed', 'arrived', 'in_service', 'done') then
    perform cmd.reject('transition', jsonb_build_object('from', appointment.status, 'message', 'only a live booking moves'));
  end if;
  perform cmd.require_base(base, 'appointment', visit, jsonb_build_object(
    'starts_at', private.millis(appointment.starts_at), 'ends_at', private.millis(appointment.ends_at)));
  perform cmd.check_lines(args);
  lines := cmd.visit_lines(args);
  if (select array_agg(l.id order by l.id) from unnest(lines) l) is distinct from
     (select array_agg(l.id order by l.id) from public.appointment_line l where l.appointment_id = visit and l.deleted_at is null) then
    perform cmd.reject('stale', jsonb_build_object('table', 'appointment_line', 'id', visit));
  end if;

  foreach line in array lines loop
    select * into old_line from public.appointment_line l where l.id = line.id;
    perform cmd.require_base(base, 'appointment_line', line.id, jsonb_build_object('staff_id', old_line.staff_id,
      'starts_at', private.millis(old_line.starts_at), 'ends_at', private.millis(old_line.ends_at)));
    perform cmd.check_line_times(line.starts, line.ends);
    select * into service from public.service s where s.id = old_line.service_id and s.deleted_at is null;
    if service.id is null then
      perform cmd.not_found('service', old_line.service_id);
    end if;
    perform cmd.require_staff(line.staff_id);
    during := cmd.held_interval(service, line.starts, line.ends);

    staff_hold := (select h.id from public.hold h where h.appointment_id = visit and h.line_id = line.id
                   and h.resource_id = old_line.staff_id and h.deleted_at is null limit 1);
    if staff_hold is null then
      perform cmd.reject('stale', jsonb_build_object('table', 'hold', 'id', line.id));
    end if;
    wanted := wanted || row(staff_hold, line.id, line.staff_id, during)::cmd.wanted_hold;

    room_hold := (select h.id from public.hold h where h.appointment_id = visit and h.line_id = line.id
                  and h.resource_id = old_line.resource_id and h.deleted_at is null limit 1);
    if line.resource_id is not null then
      perform cmd.require_resource(line.resource_id, appointment.location_id);
      if coalesce(room_hold, line.resource_hold_id) is null then
        perform cmd.reject('invalid', '{"message": "a new room needs the id of its hold"}');
      end if;
      wanted := wanted || row(coalesce(room_hold, line.resource_hold_id), line.id, line.resource_id, during)::cmd.wanted_hold;
    end if;
  end loop;
  perform cmd.refuse_overlap(visit, wanted);

  told := cmd.visit_as_told(visit);
  knows := cmd.client_knows_after(appointment, appointment.status, told, told || (
    select jsonb_build_object('startsAt', private.millis(min(m.starts)), 'staffIds', jsonb_agg(m.staff_id order by l.position))
    from unnest(lines) m join public.appointment_line l on l.id = m.id), (ctx ->> 'at')::bigint);
  -- Lines of one visit may swap places: the constraint looks again when all of them have moved.
  set constraints public.hold_no_overlap deferred;
  new_bucket := (select private.bucket(min(l.starts)) from unnest(lines) l);
  update public.hold h set active = false, deleted_at = now(), bucket = new_bucket
    where h.appointment_id = visit and h.deleted_at is null and h.id <> all (select w.id from unnest(wanted) w);
  update public.hold h set bucket = new_bucket, resource_id = w.resource_id, during = w.during, active = true
    from unnest(wanted) w where h.id = w.id and h.appointment_id = visit;
  insert into public.hold (id, tenant_id, bucket, location_id, appointment_id, line_id, resource_id, during, active)
    select w.id, tenant, new_bucket, appointment.location_id, visit, w.line_id, w.resource_id, w.during, true
    from unnest(wanted) w where not exists (select from public.hold h where h.id = w.id and h.appointment_id = visit);
  set constraints public.hold_no_overlap immediate;

  update public.appointment_line l set bucket = new_bucket, staff_id = m.staff_id, resource_id = m.resource_id,
    starts_at = m.starts, ends_at = m.ends from unnest(lines) m where l.id = m.id and l.appointment_id = visit;
  update public.appointment a set bucket = new_bucket, client_knows = knows,
    starts_at = (select min(l.starts) from unnest(lines) l), ends_at = (select max(l.ends) from unnest(lines) l),
    soft_reason = coalesce(args ->> 'softReason', a.soft_reason) where a.id = visit;
  -- A desk that never held the old month must receive the whole visit; ledger entries count on their own day.
  if new_bucket <> appointment.bucket then
    update public.status_event e set bucket = new_bucket where e.appointment_id = visit and e.deleted_at is null;
  end if;
end
$$;

-- As in 0009, and keeps what the client still believes.
create or replace function cmd.step(ctx jsonb, visit uuid, event uuid, wanted_status text, why text, cancel_code text) returns void
language plpgsql set search_path = '' as $$
declare
  holding constant text[] := array['requested', 'confirmed', 'arrived', 'in_service', 'done'];
  appointment public.appointment;
  difference int;
  told jsonb;
  knows jsonb;
begin
  select * into appointment from public.appointment a where a.id = visit and a.deleted_at is null;
  if appointment.id is null then
    perform cmd.not_found('appointment', visit);
  end if;
  perform cmd.require_place(ctx, appointment.location_id);
  if not exists (select from cmd.status_transition t where t.from_status = appointment.status and t.to_status = wanted_status) then
    perform cmd.reject('transition', jsonb_build_object(
      'table', 'appointment', 'id', visit, 'from', appointment.status, 'to', wanted_status));
  end if;
  if (appointment.status = any (holding)) <> (wanted_status = any (holding)) then
    if wanted_status = any (holding) then
      perform cmd.refuse_overlap(visit, (
        select array_agg(row(h.id, h.line_id, h.resource_id, h.during)::cmd.wanted_hold)
        from public.hold h where h.appointment_id = visit and h.deleted_at is null));
    end if;
    update public.hold h set active = wanted_status = any (holding) where h.appointment_id = visit and h.deleted_at is null;
  end if;
  knows := appointment.client_knows;
  if cancel_code in ('client_request', 'client_ill', 'bereavement_or_hospital') then
    knows := null; -- by word of the client
  elsif 'cancelled' in (appointment.status, wanted_status) then
    told := cmd.visit_as_told(visit);
    knows := cmd.client_knows_after(appointment, wanted_status, told, told || jsonb_build_object(
      'status', case wanted_status when 'cancelled' then 'cancelled' else 'booked' end), (ctx ->> 'at')::bigint);
  end if;
  update public.appointment a set status = wanted_status, client_knows = knows,
    cancel_reason = case when wanted_status = 'cancelled' then cancel_code
                         when a.status = 'cancelled' then null else a.cancel_reason end
    where a.id = visit;
  insert into public.status_event (id, tenant_id, bucket, location_id, appointment_id, from_status, to_status, at,
                                   actor_id, device_id, reason)
  values (event, appointment.tenant_id, appointment.bucket, appointment.location_id, visit, appointment.status, wanted_status,
          private.instant((ctx ->> 'at')::bigint), (ctx ->> 'actor')::uuid, (ctx ->> 'device_id')::uuid, why);
  difference := (wanted_status = 'no_show')::int - (appointment.status = 'no_show')::int;
  if difference <> 0 and appointment.client_id is not null then
    update public.client c set no_shows = greatest(0, c.no_shows + difference)
      where c.id = appointment.client_id and c.deleted_at is null;
  end if;
end
$$;

create function cmd.require_client(customer uuid) returns void language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.client c where c.id = customer and c.deleted_at is null) then
    perform cmd.not_found('client', customer);
  end if;
end
$$;

-- Compares and sets field by field: a change of another field meanwhile does not clash. As in 0010, with the language and
-- the reason not to book.
create or replace function cmd.client_update(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  changeable constant text[] := array['name', 'phone', 'email', 'note', 'do_not_book', 'do_not_book_reason', 'language'];
  customer constant uuid := args ->> 'id';
  changes constant jsonb := args -> 'changes';
  named text[];
  current_row public.client;
begin
  if jsonb_typeof(changes) is distinct from 'object' then
    perform cmd.reject('invalid', '{"message": "nothing to change"}');
  end if;
  named := array(select jsonb_object_keys(changes));
  if cardinality(named) = 0 or not named <@ changeable then
    perform cmd.reject('invalid', '{"message": "nothing to change, or a field that is not changed so"}');
  end if;
  if changes ->> 'language' not in ('en', 'af', 'zu') then
    perform cmd.reject('invalid', '{"message": "a language that no message is written in"}');
  end if;
  select * into current_row from public.client c where c.id = customer and c.deleted_at is null;
  if current_row.id is null then
    perform cmd.not_found('client', customer);
  end if;
  perform cmd.require_base(base, 'client', customer,
    (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(current_row)) where key = any (named)));
  update public.client c set
    name = case when changes ? 'name' then btrim(changes ->> 'name') else c.name end,
    phone = case when changes ? 'phone' then changes ->> 'phone' else c.phone end,
    email = case when changes ? 'email' then changes ->> 'email' else c.email end,
    note = case when changes ? 'note' then changes ->> 'note' else c.note end,
    do_not_book = case when changes ? 'do_not_book' then (changes ->> 'do_not_book')::boolean else c.do_not_book end,
    do_not_book_reason = case when changes ? 'do_not_book_reason' then btrim(changes ->> 'do_not_book_reason')
                              else c.do_not_book_reason end,
    language = case when changes ? 'language' then changes ->> 'language' else c.language end
  where c.id = customer;
end
$$;

create function cmd.client_note_add(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  note constant uuid := args ->> 'id';
begin
  perform cmd.require_client((args ->> 'clientId')::uuid);
  if exists (select from public.client_note n where n.id = note and n.deleted_at is null) then
    perform cmd.duplicate('client_note', note);
  end if;
  insert into public.client_note (id, tenant_id, client_id, body, at, author_id)
  values (note, (ctx ->> 'scope')::uuid, (args ->> 'clientId')::uuid, btrim(args ->> 'body'),
          private.instant((ctx ->> 'at')::bigint), (ctx ->> 'actor')::uuid);
end
$$;

-- The newest word of a client counts; of two at the same moment the one that withdraws. The same as hasConsent.
create function cmd.has_consent(customer uuid, wanted_purpose text) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((
    select bool_and(c.given) from public.consent c
    where c.client_id = customer and c.purpose = wanted_purpose and c.channel is null and c.deleted_at is null
      and c.at = (select max(n.at) from public.consent n
                  where n.client_id = customer and n.purpose = wanted_purpose and n.channel is null
                    and n.deleted_at is null)), false);
end
$$;

create function cmd.client_alert_add(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  alert constant uuid := args ->> 'id';
  customer constant uuid := args ->> 'clientId';
begin
  if (args ->> 'kind' in ('allergy', 'alert')) is not true
    or (char_length(btrim(args ->> 'text')) between 1 and 300) is not true then
    perform cmd.reject('invalid', '{"message": "kind or text"}');
  end if;
  perform cmd.require_class(ctx, 'special');
  perform cmd.require_client(customer);
  if exists (select from public.client_alert a where a.id = alert and a.deleted_at is null) then
    perform cmd.duplicate('client_alert', alert);
  end if;
  if not cmd.has_consent(customer, 'special_information') then
    perform cmd.reject('no_consent');
  end if;
  insert into public.client_alert (id, tenant_id, client_id, kind, text, created_at, author_id)
  values (alert, (ctx ->> 'scope')::uuid, customer, args ->> 'kind', btrim(args ->> 'text'),
          private.instant((ctx ->> 'at')::bigint), (ctx ->> 'actor')::uuid);
end
$$;

create function cmd.client_alert_remove(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform cmd.require_class(ctx, 'special');
  update public.client_alert a set deleted_at = now() where a.id = (args ->> 'id')::uuid and a.deleted_at is null;
  if not found then
    perform cmd.not_found('client_alert', (args ->> 'id')::uuid);
  end if;
end
$$;

-- Rows are only added. Taking back the consent to special information removes what it allowed, also on a device that may
-- not hold any: the client's word counts wherever it is given.
create function cmd.consent_record(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  word constant uuid := args ->> 'id';
  customer constant uuid := args ->> 'clientId';
begin
  if (args ->> 'purpose' in ('reminders', 'marketing', 'special_information')
      and (args ->> 'purpose' = 'special_information') = (args ->> 'channel' is null)
      and coalesce(args ->> 'channel', 'sms') in ('sms', 'whatsapp', 'email', 'call')
      and args ->> 'how' in ('in_person', 'telephone', 'form', 'online')
      and jsonb_typeof(args -> 'given') = 'boolean') is not true then
    perform cmd.reject('invalid', '{"message": "purpose, channel or way"}');
  end if;
  perform cmd.require_client(customer);
  if exists (select from public.consent c where c.id = word and c.deleted_at is null) then
    perform cmd.duplicate('consent', word);
  end if;
  insert into public.consent (id, tenant_id, client_id, purpose, channel, given, how, text_version, at, actor_id)
  values (word, (ctx ->> 'scope')::uuid, customer, args ->> 'purpose', args ->> 'channel', (args ->> 'given')::boolean,
          args ->> 'how', args ->> 'textVersion', private.instant((ctx ->> 'at')::bigint), (ctx ->> 'actor')::uuid);
  if args ->> 'purpose' = 'special_information' and not (args ->> 'given')::boolean then
    update public.client_alert a set deleted_at = now() where a.client_id = customer and a.deleted_at is null;
  end if;
end
$$;

-- Somebody told the client how the visit stands, or tried to; what the screen showed must still stand.
create function cmd.telling_record(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  telling constant uuid := args ->> 'id';
  visit constant uuid := args ->> 'appointmentId';
  appointment public.appointment;
  stands jsonb;
begin
  if (args ->> 'channel' in ('call', 'sms', 'whatsapp', 'email', 'in_person')
      and args ->> 'outcome' in ('told', 'no_answer') and jsonb_typeof(args -> 'told') = 'object') is not true then
    perform cmd.reject('invalid', '{"message": "channel or outcome"}');
  end if;
  if exists (select from public.telling t where t.id = telling and t.deleted_at is null) then
    perform cmd.duplicate('telling', telling);
  end if;
  select * into appointment from public.appointment a where a.id = visit and a.deleted_at is null;
  if appointment.client_id is null then
    perform cmd.not_found('appointment', visit);
  end if;
  perform cmd.require_place(ctx, appointment.location_id);
  stands := cmd.visit_as_told(visit);
  if cmd.same_visit(args -> 'told', stands) is not true then
    perform cmd.reject('stale', jsonb_build_object('table', 'appointment', 'id', visit));
  end if;
  insert into public.telling (id, tenant_id, appointment_id, client_id, channel, outcome, told, at, actor_id, device_id)
  values (telling, (ctx ->> 'scope')::uuid, visit, appointment.client_id, args ->> 'channel', args ->> 'outcome',
          stands || jsonb_build_object('instead', appointment.client_knows), private.instant((ctx ->> 'at')::bigint),
          (ctx ->> 'actor')::uuid, (ctx ->> 'device_id')::uuid);
  if args ->> 'outcome' = 'told' then
    update public.appointment a set client_knows = null where a.id = visit;
  end if;
end
$$;

-- Ticked by mistake: the client believes again what he believed before it.
create function cmd.telling_undo(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  telling public.telling;
  place uuid;
  told jsonb;
  believed jsonb;
  stands jsonb;
begin
  select * into telling from public.telling t where t.id = (args ->> 'id')::uuid and t.deleted_at is null;
  if telling.id is null then
    perform cmd.not_found('telling', (args ->> 'id')::uuid);
  end if;
  place := (select a.location_id from public.appointment a where a.id = telling.appointment_id and a.deleted_at is null);
  if place is not null then
    perform cmd.require_place(ctx, place);
  end if;
  if telling.outcome = 'told' and place is not null then
    told := telling.told - 'instead';
    stands := cmd.visit_as_told(telling.appointment_id);
    believed := (select coalesce(a.client_knows, stands) from public.appointment a where a.id = telling.appointment_id);
    if not cmd.same_visit(believed, told)
      or exists (select from public.telling t where t.appointment_id = telling.appointment_id and t.outcome = 'told'
                 and t.deleted_at is null and t.id <> telling.id and t.at >= telling.at) then
      perform cmd.reject('transition', jsonb_build_object('table', 'telling', 'id', telling.id));
    end if;
    believed := coalesce(nullif(telling.told -> 'instead', 'null'), told);
    update public.appointment a set client_knows = case when not cmd.same_visit(believed, stands) then believed end
      where a.id = telling.appointment_id;
  end if;
  update public.telling t set deleted_at = now() where t.id = telling.id;
end
$$;

-- A business's own wording: each message and language once, and nothing between braces that no message fills.
create function cmd.template_set(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  wording constant uuid := args ->> 'id';
  worded constant text := btrim(args ->> 'body', E' \t\r\n');
  known constant text[] := array['client', 'service', 'person', 'day', 'time', 'place', 'business']
    || case when args ->> 'kind' = 'moved' then array['old_day', 'old_time', 'old_person'] else '{}' end;
  present uuid;
  named public.message_template;
begin
  if (args ->> 'kind' in ('moved', 'cancelled', 'restored') and args ->> 'language' in ('en', 'af', 'zu')
      and char_length(worded) between 1 and 1000) is not true then
    perform cmd.reject('invalid', '{"message": "kind, language or length"}');
  end if;
  if exists (select from regexp_matches(worded, '\{([^{}]*)\}|[{}]', 'g') hit
             where hit[1] is null or hit[1] <> all (known)) then
    perform cmd.reject('invalid', '{"message": "a placeholder that this message does not know"}');
  end if;
  present := (select t.id from public.message_template t where t.tenant_id = (ctx ->> 'scope')::uuid
              and t.kind = args ->> 'kind' and t.language = args ->> 'language' and t.deleted_at is null limit 1);
  select * into named from public.message_template t where t.id = wording and t.deleted_at is null;
  if present is distinct from named.id then
    perform cmd.reject('stale', jsonb_build_object('table', 'message_template', 'id', wording));
  end if;
  if named.id is null then
    insert into public.message_template (id, tenant_id, kind, language, body)
    values (wording, (ctx ->> 'scope')::uuid, args ->> 'kind', args ->> 'language', worded);
  else
    perform cmd.require_base(base, 'message_template', wording, jsonb_build_object('body', named.body));
    update public.message_template t set body = worded where t.id = wording;
  end if;
end
$$;

create function cmd.template_reset(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  wording constant uuid := args ->> 'id';
  named public.message_template;
begin
  select * into named from public.message_template t where t.id = wording and t.deleted_at is null;
  if named.id is null then
    perform cmd.not_found('message_template', wording);
  end if;
  perform cmd.require_base(base, 'message_template', wording, jsonb_build_object('body', named.body));
  update public.message_template t set deleted_at = now() where t.id = wording;
end
$$;

reset role;

insert into sync.command (name, version, fn, roles) values
  ('client.note_add', 1, 'client_note_add', '{owner,manager,front_desk}'),
  ('client.alert_add', 1, 'client_alert_add', '{owner,manager,front_desk}'),
  ('client.alert_remove', 1, 'client_alert_remove', '{owner,manager,front_desk}'),
  ('consent.record', 1, 'consent_record', '{owner,manager,front_desk}'),
  ('telling.record', 1, 'telling_record', '{owner,manager,front_desk}'),
  ('telling.undo', 1, 'telling_undo', '{owner,manager,front_desk}'),
  ('template.set', 1, 'template_set', '{owner,manager}'),
  ('template.reset', 1, 'template_reset', '{owner,manager}');
