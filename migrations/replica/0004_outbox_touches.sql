-- Which rows a waiting command has changed, as ["table id", …]: when the cloud echoes just those, unchanged, nothing
-- needs to be replayed.
alter table outbox add column touches text not null default '[]';
