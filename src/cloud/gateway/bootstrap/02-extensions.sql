create schema extensions authorization postgres;
grant usage on schema extensions to public;

create extension btree_gist with schema extensions;
create extension pgcrypto with schema extensions;
create extension pg_trgm with schema extensions;
create extension pg_stat_statements with schema extensions;
create extension "uuid-ossp" with schema extensions;
