-- When this file was last compared with the cloud as a whole, and what was found to differ: figures, never values.
alter table meta add column checked_at integer;

create table check_finding (
  no integer primary key,
  scope text not null,
  at integer not null,
  table_name text not null,
  bucket integer,
  missing integer not null,
  surplus integer not null,
  changed integer not null,
  outcome text not null check (outcome in ('healed', 'disagrees'))
) strict;
create index check_finding_scope on check_finding (scope, at);
