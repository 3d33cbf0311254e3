import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PullPage } from '../../../src/contracts/wire.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { asOwner, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';
import { booking, tenantDesk } from './desk-calls.ts';

describe('order under concurrency, and the plans of a large cloud', () => {
  let cloud: TestCloud;
  let tenant: TenantFixture;
  beforeAll(async () => {
    cloud = await startTestCloud();
    tenant = await makeTenant(cloud);
  });
  afterAll(() => cloud.stop());

  test('four writers that commit late and out of order: a poller that follows its cursor misses nothing', async () => {
    const poller = await tenantDesk(cloud, tenant);
    const start = await poller.pull();
    let since: PullPage['next'] = start.next;
    const seen: string[] = [];
    const poll = async (): Promise<void> => {
      for (let more = true; more;) {
        const page = await poller.pull({ since, limit: 3 });
        seen.push(...(page.t['client'] ?? []).map((row) => String(row[0])));
        since = page.next;
        more = page.more;
      }
    };
    const written: string[] = [];
    let writing = true;
    const writer = async (index: number): Promise<void> => {
      for (let turn = 0; turn < 8; turn += 1) {
        await asOwner(cloud, async (client) => {
          const id = newId();
          await client.query('insert into client (id, tenant_id, name) values ($1, $2, $3)', [
            id,
            tenant.tenantId,
            `c${index}`,
          ]);
          // The transaction lingers after it took its version: this is where a poller without a clock loses rows.
          await client.query('select pg_sleep($1)', [((index * 7 + turn * 3) % 5) / 200]);
          written.push(id);
        });
      }
    };
    const work = Promise.all([0, 1, 2, 3].map(writer)).finally(() => (writing = false));
    while (writing) await poll();
    await work;
    await poll();
    expect(seen.toSorted()).toEqual(written.toSorted());
    expect(new Set(seen).size).toBe(32);
  });

  test('four desks take the same hour at once: one gets it, three are refused', async () => {
    const at = Date.UTC(2026, 11, 3, 8, 0);
    const desks = await Promise.all([1, 2, 3, 4].map(() => tenantDesk(cloud, tenant)));
    await Promise.all(desks.map((desk) => desk.push(booking(tenant, at))));
    const verdicts = await Promise.all(
      desks.map(async (desk) => (await desk.pull()).results[0]?.code ?? 'applied'),
    );
    expect(verdicts.toSorted()).toEqual(['applied', 'overlap', 'overlap', 'overlap']);
  });

  describe('with a thousand tenants', () => {
    let client: pg.Client;
    beforeAll(async () => {
      client = new pg.Client({ connectionString: cloud.databaseUrl });
      await client.connect();
      // Copies of one business, as a loader makes them: triggers off, versions given.
      await client.query(`
        begin;
        alter table tenant disable trigger user; alter table location disable trigger user; alter table client disable trigger user;
        alter table staff disable trigger user; alter table service disable trigger user; alter table appointment disable trigger user;
        alter table appointment_line disable trigger user; alter table hold disable trigger user; alter table status_event disable trigger user;
        create temporary table many on commit drop as select gen_random_uuid() as id, n from generate_series(1, 1000) n;
        create unique index on many (id);
        insert into tenant (id, tenant_id, name, slug, trade, row_version) select id, id, 'T' || n, 'many-' || n, 'salon', 1 from many;
        insert into sync.scope_clock (scope_id, version) select id, 20 from many;
        insert into location (id, tenant_id, name, row_version) select gen_random_uuid(), id, 'L', 1 from many;
        insert into client (id, tenant_id, name, row_version) select gen_random_uuid(), id, 'C' || g, g from many, generate_series(1, 20) g;
        insert into staff (id, tenant_id, name, location_id, row_version) select gen_random_uuid(), tenant_id, 'S', id, 1 from location where name = 'L';
        insert into service (id, tenant_id, name, duration_minutes, price_cents, row_version) select gen_random_uuid(), id, 'S', 45, 100, 1 from many;
        insert into appointment (id, tenant_id, bucket, location_id, status, source, starts_at, ends_at, price_cents, row_version)
          select gen_random_uuid(), l.tenant_id, 202611, l.id, 'confirmed', 'desk', now() + g * interval '1 hour', now() + g * interval '1 hour' + interval '45 minutes', 100, g
          from location l, generate_series(1, 12) g where l.name = 'L';
        insert into appointment_line (id, tenant_id, bucket, location_id, appointment_id, position, service_id, staff_id, starts_at, ends_at, price_cents, row_version)
          select gen_random_uuid(), a.tenant_id, a.bucket, a.location_id, a.id, 0, v.id, s.id, a.starts_at, a.ends_at, 100, a.row_version
          from appointment a join staff s on s.tenant_id = a.tenant_id and s.name = 'S' join service v on v.tenant_id = a.tenant_id and v.name = 'S';
        insert into hold (id, tenant_id, bucket, location_id, appointment_id, line_id, resource_id, during, active, row_version)
          select gen_random_uuid(), tenant_id, bucket, location_id, appointment_id, id, staff_id, tstzrange(starts_at, ends_at), true, row_version
          from appointment_line where price_cents = 100;
        alter table tenant enable trigger user; alter table location enable trigger user; alter table client enable trigger user;
        alter table staff enable trigger user; alter table service enable trigger user; alter table appointment enable trigger user;
        alter table appointment_line enable trigger user; alter table hold enable trigger user; alter table status_event enable trigger user;
        commit;`);
      await client.query('analyze');
    });
    afterAll(() => client.end());

    test('neither pull nor push reads any table from end to end', async () => {
      const scans = async (): Promise<Record<string, number>> => {
        const found = await client.query<{ name: string; n: string }>(
          `select relname as name, seq_scan as n from pg_stat_user_tables where schemaname in ('public', 'sync')
             and n_live_tup > 500 order by 1`,
        );
        return Object.fromEntries(found.rows.map(({ name, n }) => [name, Number(n)]));
      };
      const settled = async (): Promise<Record<string, number>> => {
        await client.query(`select pg_stat_force_next_flush()`);
        await client.query(`select pg_stat_clear_snapshot()`);
        return scans();
      };
      const desk = await tenantDesk(cloud, tenant);
      await desk.pull();
      // Statistics of other sessions arrive when they are idle: the requests below are made by this session.
      const secret = {
        scope: tenant.tenantId,
        device_id: tenant.device.deviceId,
        device_secret: tenant.device.deviceSecret,
      };
      const hello = await desk.hello();
      const run = async (fn: string, req: Readonly<Record<string, unknown>>): Promise<void> => {
        await client.query('begin');
        await client.query(
          `select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`,
          [JSON.stringify({ sub: tenant.owner.userId })],
        );
        await client.query(`select public.${fn}($1)`, [JSON.stringify({ ...secret, ...req })]);
        await client.query('commit');
      };
      const before = await settled();
      expect(Object.keys(before)).toEqual(
        expect.arrayContaining(['appointment', 'client', 'hold', 'tenant', 'scope_clock']),
      );
      const pull = {
        client_id: desk.clientId,
        epoch: hello.epoch,
        scope_v: hello.scope_v,
        ack: 0,
        limit: 500,
      };
      // More often than it takes PostgreSQL to settle for its generic plan.
      for (let turn = 0; turn < 8; turn += 1) {
        await run('sync_pull', { ...pull, since: [0, 0, newId()] });
        await run('sync_pull', { ...pull, since: [hello.head - 1, 20, newId()] });
        await run('sync_push', {
          client_id: desk.clientId,
          schema: 1,
          mutations: desk.number(booking(tenant, Date.UTC(2026, 11, 5 + turn, 8, 0))),
        });
        for (const table of ['client', 'staff'])
          await run('sync_bootstrap', { table, bucket: null, after_id: null, limit: 10 });
        await run('sync_bootstrap', { table: 'appointment', bucket: 202611, after_id: null, limit: 10 });
        await run('sync_hello', { client_id: desk.clientId, schema: 1 });
      }
      const after = await settled();
      expect(after).toEqual(before);
      // The figures would show it.
      await client.query(`select count(*) from client where note = 'nobody has this note'`);
      expect(await settled()).not.toEqual(after);
    });

    test('a page of pull is a range of the clock index, also under row level security and with a plan for any values', async () => {
      await client.query('begin');
      await client.query('set local role sync_agent');
      for (const table of ['appointment', 'client', 'hold']) {
        const plan = await client.query<{ 'QUERY PLAN': string }>(
          `explain (generic_plan) select json_agg(json_build_array(id) order by row_version, id) from public.${table}
           where tenant_id = $1 and (row_version, id) > ($2::bigint, $3::uuid) and (row_version, id) <= ($4::bigint, $5::uuid)`,
        );
        const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(text).toMatch(new RegExp(`Index.* (using|on) ${table}_sync`));
        expect(text).toMatch(/Index Cond: .*ROW\(row_version, id\) > .*ROW\(row_version, id\) <=/);
      }
      await client.query('rollback');
    });

    test("the way in to push finds holds by the constraint's own index", async () => {
      const plan = await client.query<{ 'QUERY PLAN': string }>(
        `explain select 1 from public.hold h where h.tenant_id = $1 and h.resource_id = $2 and h.active
           and h.during && tstzrange(now(), now() + interval '1 hour')`
          .replace('$1', `'${tenant.tenantId}'`)
          .replace('$2', `'${tenant.staff[0]}'`),
      );
      expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index.*hold_no_overlap/);
    });
  });
});
