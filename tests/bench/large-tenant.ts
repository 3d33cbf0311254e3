import pg from 'pg';
import { DAY, type Instant } from '../../src/base/time.ts';
import type { TestCloud } from '../fixtures/cloud.ts';
import { asOwner, makeTenant, type TenantFixture } from '../fixtures/tenant.ts';

/**
 * A business with many visits, made inside the database: two years back and two months ahead, eight visits a person
 * and day, a client for every ten visits. A visit has a line, a hold, the event of its booking and, three times in
 * four, a payment. Constraints and indexes are put back after the load, as a restore does it.
 */

const DAYS_BACK = 730;
const DAYS_AHEAD = 60;
const DAYS = DAYS_BACK + DAYS_AHEAD;
const VISITS_A_DAY = 8;
const PEOPLE_A_BRANCH = 14;
const LOADED = ['client', 'appointment', 'appointment_line', 'hold', 'status_event', 'ledger_entry'] as const;

/** A UUIDv7: the instant in front, the rest a hash of the number. */
const ID = (at: string, seed: string): string =>
  `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5(${seed}), 1, 3) || '8' ||
    substr(md5(${seed}), 4, 15))::uuid`;

const visits = (tenantId: string, count: number, today: Instant): string => `
  create temporary table place on commit drop as
    select row_number() over (order by id) - 1 as no, id from location where tenant_id = '${tenantId}';
  create temporary table person on commit drop as
    select row_number() over (order by s.id) - 1 as no, s.id, s.location_id from staff s
    where s.tenant_id = '${tenantId}' and s.name like 'Person %';
  create temporary table offered on commit drop as
    select row_number() over (order by id) - 1 as no, id from service where tenant_id = '${tenantId}';
  insert into client (id, tenant_id, row_version, name, phone, email, created_at)
    select ${ID(`timestamptz 'epoch' + interval '53 years' + n * interval '1 minute'`, `'c' || n`)}, '${tenantId}', 2,
      (array['Thandi', 'Sipho', 'Priya', 'Johan', 'Lerato', 'Anele', 'Fatima', 'Pieter'])[1 + n % 8] || ' ' ||
      (array['Mokoena', 'Dlamini', 'Naidoo', 'Botha', 'Nkosi', 'Jacobs', 'van Wyk', 'Khumalo', 'Pillay'])[1 + n % 9]
        || ' ' || n,
      '+278' || lpad(n::text, 8, '0'), 'client' || n || '@example.test', now()
    from generate_series(1, ${Math.ceil(count / 10)}) n;
  create temporary table known on commit drop as
    select row_number() over (order by id) - 1 as no, id from client where tenant_id = '${tenantId}';
  create index on known (no);
  create temporary table visit on commit drop as
    select n, p.id as staff_id, p.location_id, v.id as service_id, k.id as client_id, at as starts_at,
      at + interval '45 minutes' as ends_at, at - (n % 14) * interval '1 day' as made_at,
      ${ID(`at - (n % 14) * interval '1 day'`, `'v' || n`)} as id,
      ${ID(`at - (n % 14) * interval '1 day'`, `'l' || n`)} as line_id, private.bucket(at) as bucket
    from generate_series(0, ${count - 1}) n
    cross join lateral (select timestamptz '${new Date(today - DAYS_BACK * DAY).toISOString()}'
      + ((n / ${VISITS_A_DAY}) % ${DAYS}) * interval '1 day' + interval '6 hours'
      + (n % ${VISITS_A_DAY}) * interval '75 minutes' as at) when_it_is
    join person p on p.no = n / ${VISITS_A_DAY * DAYS}
    join offered v on v.no = n % (select count(*) from offered)
    join known k on k.no = (n::bigint * 7919) % (select count(*) from known);
  insert into appointment (id, tenant_id, row_version, bucket, location_id, client_id, status, source, starts_at, ends_at,
      price_cents, note, created_at)
    select id, '${tenantId}', 2, bucket, location_id, client_id, case when starts_at < now() then 'done' else 'confirmed' end,
      'desk', starts_at, ends_at, 45000, case when n % 5 = 0 then 'Asked for the chair at the window' end, made_at
    from visit order by made_at;
  insert into appointment_line (id, tenant_id, row_version, bucket, location_id, appointment_id, position, service_id,
      staff_id, starts_at, ends_at, price_cents)
    select line_id, '${tenantId}', 2, bucket, location_id, id, 0, service_id, staff_id, starts_at, ends_at, 45000
    from visit order by made_at;
  insert into hold (id, tenant_id, row_version, bucket, location_id, appointment_id, line_id, resource_id, during, active)
    select ${ID('made_at', `'h' || n`)}, '${tenantId}', 2, bucket, location_id, id, line_id, staff_id,
      tstzrange(starts_at, ends_at), true from visit order by made_at;
  insert into status_event (id, tenant_id, row_version, bucket, location_id, appointment_id, to_status, at)
    select ${ID('made_at', `'e' || n`)}, '${tenantId}', 2, bucket, location_id, id, 'confirmed', made_at
    from visit order by made_at;
  insert into ledger_entry (id, tenant_id, row_version, bucket, location_id, appointment_id, kind, tender, amount_cents,
      trading_day, at)
    select ${ID('ends_at', `'m' || n`)}, '${tenantId}', 2, bucket, location_id, id, 'payment', 'card', 45000,
      (starts_at at time zone 'UTC')::date, ends_at from visit where n % 4 <> 0 and starts_at < now() order by ends_at`;

/** What is dropped before a load and put back after it: statements in the order of putting back. */
async function takeApart(client: pg.Client): Promise<readonly string[]> {
  const tables = LOADED.map((name) => `'public.${name}'::regclass`).join(', ');
  const constraints = await client.query<{ drop: string; add: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
            format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
     from pg_constraint where conrelid in (${tables}) and contype in ('f', 'x')`,
  );
  const indexes = await client.query<{ drop: string; add: string }>(
    `select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as add
     from pg_index where indrelid in (${tables}) and not indisprimary
       and not exists (select 1 from pg_constraint where conindid = indexrelid)`,
  );
  for (const { drop } of [...constraints.rows, ...indexes.rows]) await client.query(drop);
  return [...indexes.rows, ...constraints.rows].map(({ add }) => add);
}

export type LargeTenant = TenantFixture & { readonly appointments: number; readonly rows: number };

/** `count` visits; today is in the middle of the last sixty days of them. */
export async function makeLargeTenant(cloud: TestCloud, count: number): Promise<LargeTenant> {
  const tenant = await makeTenant(cloud, 'Jacaranda');
  const today = Math.floor(Date.now() / DAY) * DAY;
  const people = Math.ceil(count / (VISITS_A_DAY * DAYS));
  const branches = Math.ceil(people / PEOPLE_A_BRANCH);
  const rows = await asOwner(cloud, async (client) => {
    await client.query(
      `insert into location (id, tenant_id, name, address, hours)
       select ${ID('now()', `'p' || n`)}, $1, 'Branch ' || n, '', '{"1": [[480, 1080]]}' from generate_series(1, ${branches}) n`,
      [tenant.tenantId],
    );
    await client.query(
      `insert into staff (id, tenant_id, name, location_id, hue)
       select ${ID('now()', `'s' || n`)}, $1, 'Person ' || n, l.id, n % 10 from generate_series(0, ${people - 1}) n
       join (select row_number() over (order by id) - 1 as no, id from location where tenant_id = $1 and name like 'Branch %') l
         on l.no = n / ${PEOPLE_A_BRANCH}`,
      [tenant.tenantId],
    );
    await client.query(`set local maintenance_work_mem = '512MB'; set local work_mem = '256MB'`);
    for (const table of LOADED) await client.query(`alter table ${table} disable trigger user`);
    const putBack = await takeApart(client);
    await client.query(`set constraints all immediate`);
    await client.query(visits(tenant.tenantId, count, today));
    for (const statement of putBack) await client.query(statement);
    for (const table of LOADED) await client.query(`alter table ${table} enable trigger user`);
    await client.query('update sync.scope_clock set version = greatest(version, 2) where scope_id = $1', [
      tenant.tenantId,
    ]);
    const counted = await client.query<{ n: number }>(
      `select (${LOADED.map((name) => `(select count(*) from ${name} where tenant_id = $1)`).join(' + ')})::int as n`,
      [tenant.tenantId],
    );
    return counted.rows[0]?.n ?? 0;
  });
  const client = new pg.Client({ connectionString: cloud.databaseUrl });
  await client.connect();
  for (const name of LOADED) await client.query(`vacuum analyze ${name}`);
  await client.end();
  return { ...tenant, appointments: count, rows };
}
