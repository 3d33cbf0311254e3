-- What hosted Supabase has before the first migration. Hosted never sees these files: they give the
-- embedded PostgreSQL the same starting point. Run once, as the superuser supabase_admin, in one
-- transaction. Passwords in double braces are filled in by bootstrap.ts, as quoted literals.

create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator login noinherit password {{authenticator_password}};
create role supabase_auth_admin login noinherit createrole password {{auth_password}};
create role supabase_realtime_admin login noinherit password {{realtime_password}};

-- As weak as on hosted: a superuser here would prove nothing about rights there.
create role postgres login nosuperuser createdb createrole replication bypassrls password {{postgres_password}};

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant anon, authenticated, service_role to supabase_realtime_admin;
-- Lets migrations put policies on realtime.messages; the guard in 05 refuses the rest, as hosted does.
grant supabase_realtime_admin to postgres;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;

alter database postgres owner to postgres;
alter database postgres set search_path = "$user", public, extensions;

-- Limits of a request's role: the gateway reads them and sets them for the transaction.
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role authenticator set idle_in_transaction_session_timeout = '15s';
alter role supabase_auth_admin set search_path = auth;
alter role supabase_auth_admin set statement_timeout = '10s';
alter role supabase_auth_admin set idle_in_transaction_session_timeout = '15s';
alter role supabase_realtime_admin set statement_timeout = '10s';
alter role supabase_realtime_admin set idle_in_transaction_session_timeout = '15s';

grant usage on schema public to anon, authenticated, service_role;
-- Hosted hands every new table and function in public to these roles: a migration must revoke.
alter default privileges for role postgres in schema public
  grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on functions to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on sequences to postgres, anon, authenticated, service_role;
