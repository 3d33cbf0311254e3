-- The platform's own scope: flags, their overrides, the overview of tenants. Never clients or appointments.

create table public.flag (
  id uuid primary key,
  scope_id uuid not null default private.platform_scope() check (scope_id = private.platform_scope()),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  key text not null unique check (key ~ '^[A-Z][A-Z0-9_]{2,60}$'),
  description text not null,
  default_on boolean not null default false
);

create table public.flag_override (
  id uuid primary key,
  scope_id uuid not null default private.platform_scope() check (scope_id = private.platform_scope()),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  tenant_id uuid not null references public.tenant (id),
  flag_id uuid not null references public.flag (id),
  is_on boolean not null,
  reason text not null check (char_length(btrim(reason)) between 3 and 300),
  changed_by text not null,
  changed_at timestamptz(3) not null default now()
);
create unique index flag_override_live on public.flag_override (tenant_id, flag_id) where deleted_at is null;

create table public.tenant_overview (
  id uuid primary key,
  scope_id uuid not null default private.platform_scope() check (scope_id = private.platform_scope()),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  tenant_id uuid not null unique references public.tenant (id),
  name text not null,
  slug text not null,
  trade text not null,
  status text not null,
  location_count int not null default 0,
  staff_count int not null default 0
);

-- Tenants whose overview is out of date. A tenant's transaction never touches the platform's clock (two clocks in one
-- transaction can deadlock), so it leaves a mark here and ops.refresh_overview() catches up.
create table ops.overview_due (tenant_id uuid primary key);
alter table ops.overview_due enable row level security;

create function ops.mark_overview() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into ops.overview_due (tenant_id) values (new.tenant_id) on conflict do nothing;
  return null;
end
$$;
create trigger z_overview after insert or update on public.tenant
  for each row execute function ops.mark_overview();
create trigger z_overview after insert or update on public.location
  for each row execute function ops.mark_overview();
create trigger z_overview after insert or update on public.staff
  for each row execute function ops.mark_overview();

-- Brings the overview of the marked tenants up to date; in a transaction of its own. Returns how many it looked at.
create function ops.refresh_overview() returns int
language plpgsql security definer set search_path = '' as $$
declare
  due uuid[];
  changed int;
begin
  with gone as (delete from ops.overview_due returning tenant_id) select array_agg(tenant_id) into due from gone;
  if due is null then
    return 0;
  end if;
  insert into public.tenant_overview as o (id, tenant_id, name, slug, trade, status, location_count, staff_count)
  select gen_random_uuid(), t.id, t.name, t.slug, t.trade, t.status,
         (select count(*) from public.location l where l.tenant_id = t.id and l.deleted_at is null),
         (select count(*) from public.staff s where s.tenant_id = t.id and s.deleted_at is null and s.active)
  from public.tenant t
  where t.id = any (due) and t.deleted_at is null
  on conflict (tenant_id) do update set
    name = excluded.name, slug = excluded.slug, trade = excluded.trade, status = excluded.status,
    location_count = excluded.location_count, staff_count = excluded.staff_count
  where (o.name, o.slug, o.trade, o.status, o.location_count, o.staff_count) is distinct from
        (excluded.name, excluded.slug, excluded.trade, excluded.status, excluded.location_count, excluded.staff_count);
  get diagnostics changed = row_count;
  if changed > 0 then
    perform private.nudge(private.platform_scope(), sync.next_version(private.platform_scope()));
  end if;
  return cardinality(due);
end
$$;
grant execute on function ops.refresh_overview() to service_role;
