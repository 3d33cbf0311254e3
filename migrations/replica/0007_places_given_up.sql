-- A place that is given up keeps its past. All are in use so far, so nothing has to be fetched again.
alter table location add column active integer not null default 1;
