-- A migration that adds a column or a table to the synced ones names it here: an earlier version dropped what it did not
-- know, so the table is compared with the cloud at once, and what differs is fetched again.
create table check_due (
  scope text not null,
  table_name text not null,
  primary key (scope, table_name)
) strict, without rowid;

-- 0010 added `root` and `v` to conflicts.
insert into check_due select scope, 'conflict' from meta;
