-- A digest that also speaks of what the rows hold: a value that was changed in a desk's file without its version (a
-- failing memory, a fault in a program) is noticed, and just that month is fetched again.

grant create on schema public to sync_agent;
set local role sync_agent;

-- count; hash: the exclusive or of the first 8 bytes of md5('id:row_version') of live rows, as 16 hex digits; contents:
-- the same of md5 of the row as a jsonb array of the columns named by cols. A desk that does not know all of those
-- columns compares the hash alone.
create or replace function public.sync_digest(req jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  entered private.entry := private.enter(req);
  listed sync.synced_table := private.listed_table(req, entered.scope);
  n bigint := 0;
  hash bigint := 0;
  contents bigint := 0;
begin
  if listed.class = any (entered.classes) then
    execute format(
      'select count(*), coalesce(bit_xor(page.hash), 0), coalesce(bit_xor(page.contents), 0) from (
         select (''x'' || left(md5(id::text || '':'' || row_version), 16))::bit(64)::bigint as hash,
                (''x'' || left(md5(jsonb_build_array(%s)::text), 16))::bit(64)::bigint as contents
         from public.%I where %I = $1 and deleted_at is null %s %s) page',
      listed.select_list, listed.name, case listed.class when 'platform' then 'scope_id' else 'tenant_id' end,
      case when listed.bucketed then 'and bucket = $2' else '' end,
      case when listed.location_column is null or entered.locations is null then '' else
        format('and %I = any ($3)', listed.location_column) end)
    into n, hash, contents using entered.scope, (req ->> 'bucket')::int, entered.locations;
  end if;
  return jsonb_build_object('count', n, 'hash', lpad(to_hex(hash), 16, '0'),
    'contents', lpad(to_hex(contents), 16, '0'), 'cols', to_jsonb(listed.columns),
    'head', coalesce((select c.version from sync.scope_clock c where c.scope_id = entered.scope), 0));
end
$$;

reset role;
revoke create on schema public from sync_agent;
