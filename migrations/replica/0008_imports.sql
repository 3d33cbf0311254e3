-- What an import brought besides rows that carry its id, so that a later one knows it and undo can take it back.
alter table import_group add column keys text not null default '[]';

create table import_trace (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  import_id text not null,
  table_name text not null,
  row_id text not null,
  filled text
) strict, without rowid;
create index import_trace_import on import_trace (import_id);
