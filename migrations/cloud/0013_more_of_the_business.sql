-- Texts of messages, what is known of clients, and what clients were told.

alter table public.appointment add column client_knows jsonb
  check (client_knows is null or jsonb_typeof(client_knows) = 'object');
alter table public.client_alert add column author_id uuid;

create table public.message_template (
  id uuid primary key,
  tenant_id uuid not null references public.tenant (id),
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  kind text not null check (kind in ('moved', 'cancelled', 'restored')),
  language text not null check (language ~ '^[a-z]{2}$'),
  body text not null check (char_length(btrim(body)) between 1 and 1000),
  unique (tenant_id, id)
);

create table public.client_note (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  client_id uuid not null,
  body text not null check (char_length(btrim(body)) between 1 and 2000),
  at timestamptz(3) not null,
  author_id uuid,
  unique (tenant_id, id),
  foreign key (tenant_id, client_id) references public.client (tenant_id, id)
);
create index client_note_client on public.client_note (tenant_id, client_id);

create table public.consent (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  client_id uuid not null,
  purpose text not null check (purpose in ('reminders', 'marketing', 'special_information')),
  channel text check (channel in ('sms', 'whatsapp', 'email', 'call')),
  given boolean not null,
  how text not null check (how in ('in_person', 'telephone', 'form', 'online')),
  text_version text not null check (char_length(text_version) between 1 and 60),
  at timestamptz(3) not null,
  actor_id uuid,
  unique (tenant_id, id),
  foreign key (tenant_id, client_id) references public.client (tenant_id, id)
);
create index consent_client on public.consent (tenant_id, client_id);

create table public.telling (
  id uuid primary key,
  tenant_id uuid not null,
  row_version bigint not null default 0,
  deleted_at timestamptz(3),
  appointment_id uuid not null,
  client_id uuid not null,
  channel text not null check (channel in ('call', 'sms', 'whatsapp', 'email', 'in_person')),
  outcome text not null check (outcome in ('told', 'no_answer')),
  told jsonb not null check (jsonb_typeof(told) = 'object'),
  at timestamptz(3) not null,
  actor_id uuid,
  device_id uuid,
  unique (tenant_id, id),
  foreign key (tenant_id, client_id) references public.client (tenant_id, id)
);
create index telling_appointment on public.telling (tenant_id, appointment_id);

select sync.register_table(t.table_no, t.name, t.class, t.bucketed, t.location_column,
                           array['id', 'row_version', 'deleted_at'] || string_to_array(t.columns, ' '))
from (values
  (14, 'client_alert', 'special', false, null, 'client_id kind text created_at author_id'),
  (15, 'message_template', 'diary', false, null, 'kind language body'),
  (16, 'client_note', 'diary', false, null, 'client_id body at author_id'),
  (17, 'consent', 'diary', false, null, 'client_id purpose channel given how text_version at actor_id'),
  (20, 'appointment', 'diary', true, 'location_id', 'bucket location_id client_id status source starts_at ends_at '
    'price_cents note cancel_reason soft_reason import_id created_at created_by client_knows'),
  (28, 'telling', 'diary', false, null, 'appointment_id client_id channel outcome told at actor_id device_id')
) as t (table_no, name, class, bucketed, location_column, columns);

-- What is known of clients goes through the functions that know what the device may hold, as the clients do.
revoke select on public.client_note, public.consent, public.telling from authenticated;

-- Pages are read by statements made from the register.
select sync.rebuild_readers();
