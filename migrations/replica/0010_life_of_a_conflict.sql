-- Conflicts say what they follow from and which version of the command they hold. Waiting work says what it rests on,
-- and each row that waiting work has changed says which command changed it last.
alter table conflict add column root text;
alter table conflict add column v integer not null default 1;

alter table outbox add column follows text not null default '[]';
-- The detail of the refusal that will_clash names.
alter table outbox add column clash_detail text;
alter table journal add column follows text not null default '[]';

alter table base_row add column changed_by text;
create index base_row_id on base_row (id);
