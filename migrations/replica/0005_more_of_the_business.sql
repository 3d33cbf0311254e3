-- Texts of messages, what is known of clients, and what clients were told. The new column is empty everywhere, so
-- nothing has to be fetched again.
alter table appointment add column client_knows text;
alter table client_alert add column author_id text;

create table message_template (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  kind text not null,
  language text not null,
  body text not null
) strict, without rowid;

create table client_note (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  client_id text not null,
  body text not null,
  at integer not null,
  author_id text
) strict, without rowid;
create index client_note_client on client_note (client_id, at);

create table consent (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  client_id text not null,
  purpose text not null,
  channel text,
  given integer not null,
  how text not null,
  text_version text not null,
  at integer not null,
  actor_id text
) strict, without rowid;
create index consent_client on consent (client_id, at);

create table telling (
  id text primary key,
  row_version integer not null,
  deleted_at integer,
  appointment_id text not null,
  client_id text not null,
  channel text not null,
  outcome text not null,
  told text not null,
  at integer not null,
  actor_id text,
  device_id text
) strict, without rowid;
create index telling_appointment on telling (appointment_id, at);
create index telling_client on telling (client_id, at);
create index appointment_to_tell on appointment (starts_at) where client_knows is not null;
