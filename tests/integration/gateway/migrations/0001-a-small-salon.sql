-- A salon just big enough to ask every kind of question of the gateway.
create schema private;
grant usage on schema private to authenticated, service_role;

create table public.client (
  id integer primary key,
  name text not null,
  visits integer not null default 0,
  vip boolean,
  "Odd, name" text
);
insert into public.client values
  (1, 'Thandi Nkosi', 12, true, 'a'),
  (2, 'Pieter van Wyk', 3, false, 'b'),
  (3, 'Ayesha, Patel', 7, null, 'c "quoted"'),
  (4, 'Sipho Dlamini', 7, true, null);
alter table public.client enable row level security;
revoke all on public.client from anon, authenticated;
grant select on public.client to authenticated;
create policy members on public.client for select to authenticated using (true);

-- Rows that only their owner sees.
create table public.diary_entry (
  id uuid primary key default extensions.gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  body text not null
);
alter table public.diary_entry enable row level security;
revoke all on public.diary_entry from anon, authenticated;
grant select on public.diary_entry to authenticated;
create policy own on public.diary_entry for select to authenticated using (user_id = (select auth.uid()));

create function public.write_entry(body text) returns uuid language plpgsql
security definer set search_path = '' as $$
declare
  made uuid;
begin
  insert into public.diary_entry (user_id, body) values (auth.uid(), body) returning id into made;
  perform realtime.send(jsonb_build_object('body', body), 'written', 'diary:' || auth.uid(), true);
  return made;
end
$$;

create function public.total(price_cents integer, quantity integer default 2) returns integer
language sql immutable as 'select price_cents * quantity';
create function public.echo(value jsonb) returns jsonb language sql immutable as 'select value';
create function public.whole_body(jsonb) returns jsonb language sql immutable as 'select $1';
create function public.nothing() returns void language sql as '';
create function public.regulars(minimum integer) returns setof public.client language sql stable
  as 'select * from public.client where visits >= minimum';
create function public.best_client() returns public.client language sql stable
  as 'select * from public.client order by visits desc limit 1';
create function public.name_and_visits() returns table (name text, visits integer) language sql stable
  as 'select name, visits from public.client order by id';
create function public.client_names() returns setof text language sql stable
  as 'select name from public.client order by id';
create function public.ambiguous(a integer) returns text language sql immutable as $$ select 'integer' $$;
create function public.ambiguous(a text) returns text language sql immutable as $$ select 'text' $$;
create function public.day_of(day date, tags text[] default '{}') returns text language sql immutable
  as $$ select to_char(day, 'YYYY-MM-DD') || ' ' || array_to_string(tags, '+') $$;

create function public.who_am_i() returns jsonb language sql stable as $$
  select jsonb_build_object(
    'role', current_user,
    'uid', auth.uid(),
    'email', auth.jwt() ->> 'email',
    'method', current_setting('request.method', true),
    'path', current_setting('request.path', true),
    'header', current_setting('request.headers', true)::jsonb ->> 'x-story',
    'cookie', current_setting('request.cookies', true)::jsonb ->> 'till',
    'search_path', current_setting('search_path'),
    'statement_timeout', current_setting('statement_timeout'),
    'read_only', current_setting('transaction_read_only'))
$$;
create function public.patient() returns text language sql stable set statement_timeout = '60s'
  as $$ select current_setting('statement_timeout') $$;
create function public.quick_limit(seconds double precision) returns void language plpgsql set statement_timeout = '200ms'
  as $$ begin perform pg_sleep(seconds); end $$;
create function public.slow(seconds double precision) returns text language plpgsql
  as $$ begin perform pg_sleep(seconds); return 'done'; end $$;
create function public.lying() returns integer language plpgsql stable as $$
begin
  insert into public.client (id, name) values (99, 'written by a stable function');
  return 1;
end $$;
create function public.fail_with(code text, message text) returns void language plpgsql as $$
begin
  raise exception using errcode = code, message = message, hint = 'Ask at the desk', detail = 'About this';
end $$;
create function public.twice() returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.client (id, name) values (1, 'again');
end $$;
create function public.add_clients(amount integer) returns setof public.client language sql
  security definer set search_path = ''
  as 'insert into public.client (id, name) select 100 + g, ''new'' from generate_series(1, amount) g returning *';
create function private.secret() returns text language sql as $$ select 'private' $$;
create function public.for_staff() returns text language sql as $$ select 'staff only' $$;
revoke execute on function public.for_staff() from public, anon, authenticated;
create function public.big(kilobytes integer) returns jsonb language sql immutable
  as $$ select jsonb_build_object('text', repeat('0123456789abcdef', kilobytes * 64)) $$;

create policy own_diary on realtime.messages for select to authenticated
  using (realtime.topic() = 'diary:' || (select auth.uid()) or realtime.topic() like 'scope:%' or realtime.topic() = 'shared');
create policy may_write on realtime.messages for insert to authenticated
  with check (realtime.topic() = 'shared');
create function public.raise_version(scope text, times integer) returns void language plpgsql
security definer set search_path = '' as $$
begin
  perform realtime.send(jsonb_build_object('v', times), 'changed', 'scope:' || scope, true);
end $$;

create schema ops;
grant usage on schema ops to service_role;
create table ops.sample (at bigint, body jsonb);
create function ops.record_sample(sample jsonb) returns void language sql security definer set search_path = ''
  as $$ insert into ops.sample values ((sample ->> 'at')::bigint, sample) $$;
revoke execute on function ops.record_sample(jsonb) from public;
grant execute on function ops.record_sample(jsonb) to service_role;
create function public.samples() returns setof jsonb language sql stable security definer set search_path = ''
  as 'select body from ops.sample order by at';
