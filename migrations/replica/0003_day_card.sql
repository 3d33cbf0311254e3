-- The calendar's day, ready to draw: one row a line of a visit, all of a day next to each other. A day of a large file
-- is otherwise scattered over hundreds of encrypted pages. Kept by src/replica/day-cards.ts, never synced.
create table day_card (
  location_id text not null,
  starts_at integer not null,
  line_id text not null,
  ends_at integer not null,
  appointment_id text not null,
  staff_id text not null,
  resource_id text,
  service_id text not null,
  price_cents integer not null,
  line_count integer not null,
  status text not null,
  source text not null,
  note text,
  client_id text,
  client_name text,
  client_phone text,
  do_not_book integer not null,
  has_alert integer not null,
  paid_cents integer not null,
  pending integer not null,
  primary key (location_id, starts_at, line_id)
) strict, without rowid;
