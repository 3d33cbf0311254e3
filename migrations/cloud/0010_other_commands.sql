-- Commands on blocked time, clients, money, imports and conflicts. Their rules in TypeScript are under src/domain.

set local role sync_agent;

create function cmd.block_create(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  starts constant timestamptz := private.instant((args ->> 'startsAt')::bigint);
  ends constant timestamptz := private.instant((args ->> 'endsAt')::bigint);
  block_id constant uuid := args ->> 'id';
begin
  if (ends > starts) is not true then
    perform cmd.reject('invalid', '{"message": "ends before it starts"}');
  end if;
  if exists (select from public.block b where b.id = block_id and b.deleted_at is null) then
    perform cmd.duplicate('block', block_id);
  end if;
  perform cmd.require_staff((args ->> 'staffId')::uuid);
  perform cmd.require_location((args ->> 'locationId')::uuid);
  perform cmd.require_place(ctx, (args ->> 'locationId')::uuid);
  insert into public.block (id, tenant_id, bucket, location_id, staff_id, starts_at, ends_at, reason, author_id)
  values (block_id, (ctx ->> 'scope')::uuid, private.bucket(starts), (args ->> 'locationId')::uuid,
          (args ->> 'staffId')::uuid, starts, ends, btrim(args ->> 'reason'), (ctx ->> 'actor')::uuid);
end
$$;

create function cmd.block_remove(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  block_id constant uuid := args ->> 'id';
  place uuid;
begin
  update public.block b set deleted_at = now() where b.id = block_id and b.deleted_at is null
    returning b.location_id into place;
  if place is null then
    perform cmd.not_found('block', block_id);
  end if;
  perform cmd.require_place(ctx, place);
end
$$;

create function cmd.client_create(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  customer constant uuid := args ->> 'id';
begin
  if exists (select from public.client c where c.id = customer and c.deleted_at is null) then
    perform cmd.duplicate('client', customer);
  end if;
  insert into public.client (id, tenant_id, name, phone, email, note, import_id, created_at)
  values (customer, (ctx ->> 'scope')::uuid, btrim(args ->> 'name'), args ->> 'phone', args ->> 'email', args ->> 'note',
          (args ->> 'importId')::uuid, private.instant((ctx ->> 'at')::bigint));
end
$$;

-- Compares and sets field by field: a change of another field meanwhile does not clash.
create function cmd.client_update(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  changeable constant text[] := array['name', 'phone', 'email', 'note', 'do_not_book'];
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
    do_not_book = case when changes ? 'do_not_book' then (changes ->> 'do_not_book')::boolean else c.do_not_book end
  where c.id = customer;
end
$$;

-- A flag as the entered tenant sees it: its override, otherwise the default.
create function cmd.flag_is_on(wanted text) returns boolean language plpgsql stable set search_path = '' as $$
begin
  return coalesce((
    select coalesce(o.is_on, f.default_on) from public.flag f
    left join public.flag_override o
      on o.flag_id = f.id and o.tenant_id = private.entered_scope() and o.deleted_at is null
    where f.key = wanted and f.deleted_at is null), false);
end
$$;

-- Money counts on the location's own day, give or take one around midnight: on any other day no count of a till would miss it.
create function cmd.require_trading_day(place uuid, day date, acted timestamptz) returns void
language plpgsql set search_path = '' as $$
declare
  zone text := (select l.time_zone from public.location l where l.id = place);
begin
  if (abs(day - (acted at time zone zone)::date) <= 1) is not true then
    perform cmd.reject('invalid', '{"message": "the trading day is not the day on which it was done"}');
  end if;
end
$$;

create function cmd.payment_take(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  entry constant uuid := args ->> 'id';
  acted constant timestamptz := private.instant((ctx ->> 'at')::bigint);
  appointment public.appointment;
begin
  if (args ->> 'tender' in ('cash', 'card', 'payshap')) is not true or ((args ->> 'amountCents')::bigint > 0) is not true then
    perform cmd.reject('invalid', '{"message": "tender or amount"}');
  end if;
  perform cmd.require_class(ctx, 'ledger');
  -- A tender on trial is taken only where the platform has switched it on for the business.
  if args ->> 'tender' = 'payshap' and not cmd.flag_is_on('ENABLE_BETA_PAYMENTS') then
    perform cmd.reject('forbidden', '{"message": "the tender is not switched on"}');
  end if;
  if exists (select from public.ledger_entry e where e.id = entry) then
    perform cmd.duplicate('ledger_entry', entry);
  end if;
  select * into appointment from public.appointment a where a.id = (args ->> 'appointmentId')::uuid and a.deleted_at is null;
  if appointment.id is null then
    perform cmd.not_found('appointment', (args ->> 'appointmentId')::uuid);
  end if;
  perform cmd.require_place(ctx, appointment.location_id);
  if appointment.status = 'cancelled' then
    perform cmd.reject('transition', '{"message": "the appointment is cancelled"}');
  end if;
  perform cmd.require_trading_day(appointment.location_id, (args ->> 'tradingDay')::date, acted);
  insert into public.ledger_entry (id, tenant_id, bucket, location_id, appointment_id, kind, tender, amount_cents,
                                   trading_day, at, actor_id, device_id)
  values (entry, appointment.tenant_id, private.bucket(acted), appointment.location_id, appointment.id, 'payment',
          args ->> 'tender', (args ->> 'amountCents')::bigint, (args ->> 'tradingDay')::date, acted,
          (ctx ->> 'actor')::uuid, (ctx ->> 'device_id')::uuid);
end
$$;

create function cmd.payment_reverse(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  reversed constant uuid := args ->> 'entryId';
  acted constant timestamptz := private.instant((ctx ->> 'at')::bigint);
  entry public.ledger_entry;
begin
  if (char_length(args ->> 'reason') > 0) is not true then
    perform cmd.reject('invalid', '{"message": "a reversal needs its reason"}');
  end if;
  perform cmd.require_class(ctx, 'ledger');
  select * into entry from public.ledger_entry e where e.id = reversed and e.kind = 'payment';
  if entry.id is null then
    perform cmd.not_found('ledger_entry', reversed);
  end if;
  perform cmd.require_place(ctx, entry.location_id);
  if exists (select from public.ledger_entry e where e.tenant_id = entry.tenant_id and e.reverses_id = reversed) then
    perform cmd.duplicate('ledger_entry', reversed);
  end if;
  perform cmd.require_trading_day(entry.location_id, (args ->> 'tradingDay')::date, acted);
  insert into public.ledger_entry (id, tenant_id, bucket, location_id, appointment_id, kind, tender, amount_cents,
                                   trading_day, at, actor_id, device_id, reverses_id, reason)
  values ((args ->> 'id')::uuid, entry.tenant_id, private.bucket(acted), entry.location_id, entry.appointment_id, 'reversal',
          entry.tender, -entry.amount_cents, (args ->> 'tradingDay')::date, acted, (ctx ->> 'actor')::uuid,
          (ctx ->> 'device_id')::uuid, reversed, args ->> 'reason');
end
$$;

create function cmd.import_begin(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  group_id constant uuid := args ->> 'id';
begin
  if exists (select from public.import_group g where g.id = group_id and g.deleted_at is null) then
    perform cmd.duplicate('import_group', group_id);
  end if;
  insert into public.import_group (id, tenant_id, kind, file_name, row_count, imported_at, actor_id)
  values (group_id, (ctx ->> 'scope')::uuid, args ->> 'kind', btrim(args ->> 'fileName'), (args ->> 'rowCount')::int,
          private.instant((ctx ->> 'at')::bigint), (ctx ->> 'actor')::uuid);
end
$$;

-- Takes a whole import back: its visits, then its clients, except those that were booked by other means since.
create function cmd.import_undo(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  tenant constant uuid := ctx ->> 'scope';
  group_id constant uuid := args ->> 'id';
  visits uuid[];
  paid uuid;
begin
  if not exists (select from public.import_group g where g.id = group_id and g.deleted_at is null and g.undone_at is null) then
    perform cmd.not_found('import_group', group_id);
  end if;
  visits := array(select a.id from public.appointment a
                  where a.tenant_id = tenant and a.import_id = group_id and a.deleted_at is null);
  if jsonb_typeof(ctx -> 'locations') = 'array' and exists (
    select from public.appointment a where a.tenant_id = tenant and a.id = any (visits)
      and not ctx -> 'locations' ? a.location_id::text) then
    perform cmd.reject('forbidden', '{"message": "the import reaches into a location that is not one of this device"}');
  end if;
  paid := (select e.appointment_id from public.ledger_entry e
           where e.tenant_id = tenant and e.appointment_id = any (visits) limit 1);
  if paid is not null then
    perform cmd.reject('paid', jsonb_build_object('table', 'appointment', 'id', paid));
  end if;
  update public.hold h set active = false, deleted_at = now()
    where h.tenant_id = tenant and h.appointment_id = any (visits) and h.deleted_at is null;
  update public.appointment_line l set deleted_at = now()
    where l.tenant_id = tenant and l.appointment_id = any (visits) and l.deleted_at is null;
  update public.status_event e set deleted_at = now()
    where e.tenant_id = tenant and e.appointment_id = any (visits) and e.deleted_at is null;
  update public.appointment a set deleted_at = now() where a.tenant_id = tenant and a.id = any (visits);
  update public.client c set deleted_at = now()
    where c.tenant_id = tenant and c.import_id = group_id and c.deleted_at is null
      and not exists (select from public.appointment a
                      where a.tenant_id = tenant and a.client_id = c.id and a.deleted_at is null);
  update public.import_group g set undone_at = private.instant((ctx ->> 'at')::bigint) where g.id = group_id;
end
$$;

create function cmd.conflict_dismiss(ctx jsonb, args jsonb, base jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  conflict_id constant uuid := args ->> 'id';
  found_state text := (select c.state from public.conflict c where c.id = conflict_id and c.deleted_at is null);
begin
  if found_state is null then
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

insert into sync.command (name, version, fn, roles) values
  ('block.create', 1, 'block_create', '{owner,manager,front_desk}'),
  ('block.remove', 1, 'block_remove', '{owner,manager,front_desk}'),
  ('client.create', 1, 'client_create', '{owner,manager,front_desk}'),
  ('client.update', 1, 'client_update', '{owner,manager,front_desk}'),
  ('payment.take', 1, 'payment_take', '{owner,manager,front_desk}'),
  ('payment.reverse', 1, 'payment_reverse', '{owner,manager,front_desk}'),
  ('import.begin', 1, 'import_begin', '{owner,manager}'),
  ('import.undo', 1, 'import_undo', '{owner,manager}'),
  ('conflict.dismiss', 1, 'conflict_dismiss', '{owner,manager,front_desk}');
