-- Of a large first sync: the days around today that are whole before anything else is. And what this PC may hold, as
-- the rows here were fetched under it; a change of it that is not carried out yet stands beside it.
alter table meta add column today_from integer;
alter table meta add column today_to integer;
alter table meta add column holds text;
alter table meta add column holds_due text;
