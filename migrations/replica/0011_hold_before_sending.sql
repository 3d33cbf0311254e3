-- Until when nothing is sent, so that a person can look at what would clash.
alter table meta add column held_until integer;
