-- Hosted refuses changes to its own schemas; without this a migration would pass here and fail there.
-- Allowed, as there: policies and triggers on its tables, and foreign keys to them.
create function extensions.refuse_what_hosted_refuses() returns event_trigger language plpgsql
set search_path = '' as $$
declare
  change record;
begin
  if session_user <> 'postgres' then
    return;
  end if;
  for change in select * from pg_catalog.pg_event_trigger_ddl_commands() loop
    if change.command_tag in ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY', 'CREATE TRIGGER', 'GRANT', 'REVOKE', 'COMMENT') then
      continue;
    end if;
    if change.object_type in ('policy', 'trigger') then
      continue;
    end if;
    if change.schema_name in ('auth', 'realtime', 'storage') then
      raise exception 'hosted Supabase refuses % on %', change.command_tag, change.object_identity
        using errcode = '42501', hint = 'Keep your own tables and functions out of auth, realtime and storage.';
    end if;
  end loop;
end
$$;
create event trigger refuse_what_hosted_refuses on ddl_command_end
  execute function extensions.refuse_what_hosted_refuses();

-- As on hosted: the REST interface hears of every change to the schema and looks again.
create function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql
set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('pgrst', 'reload schema');
end
$$;
create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_ddl_watch();
