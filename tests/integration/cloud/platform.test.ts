import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import {
  enrolReplySchema,
  healthReplySchema,
  membershipsReplySchema,
  type FlagSetRequest,
} from '../../../src/contracts/wire.ts';
import { PLATFORM_SCOPE } from '../../../src/domain/tables.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { asOwner, makePlatformPerson, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';
import { booking, callAs, openDesk, platformDesk, rowsOf, signedIn, tenantDesk } from './desk-calls.ts';

const ASSISTANT = '00000000-0000-7000-8000-00000000f001';

describe('devices, flags and health', () => {
  let cloud: TestCloud;
  let tenant: TenantFixture;
  let support: Awaited<ReturnType<typeof makePlatformPerson>>;
  beforeAll(async () => {
    // The gateway's own samples would mix with those of the story.
    cloud = await startTestCloud({ sampleEveryMs: 3_600_000 });
    tenant = await makeTenant(cloud);
    support = await makePlatformPerson(cloud, 'support');
    await asOwner(cloud, (client) => client.query('select ops.refresh_overview()'));
  });
  afterAll(() => cloud.stop());

  test('a person sees where they work', async () => {
    const ask = await signedIn(cloud, tenant.manager);
    const { memberships } = membershipsReplySchema.parse(await ask('my_memberships', {}));
    expect(memberships).toEqual([
      {
        scope: tenant.tenantId,
        scope_name: tenant.name,
        member_id: tenant.manager.memberId,
        member_name: 'manager',
        role: 'manager',
      },
    ]);
    const staff = membershipsReplySchema.parse(await (await signedIn(cloud, support))('my_memberships', {}));
    expect(staff.memberships).toMatchObject([{ scope: PLATFORM_SCOPE, role: 'support' }]);
  });

  test('a manager enrols a PC for one branch; the desk works with its secret and ends when it is revoked', async () => {
    const ask = await signedIn(cloud, tenant.manager);
    const request = {
      scope: tenant.tenantId,
      name: 'Reception',
      locations: [tenant.locations[0]],
      classes: ['diary', 'ledger'],
    };
    const made = enrolReplySchema.parse(await ask('device_enrol', request));
    const device = { deviceId: made.device_id, deviceSecret: made.device_secret };
    const desk = await openDesk(cloud, { scope: tenant.tenantId, device, person: tenant.frontDesk });
    expect(rowsOf(await desk.pull(), 'device').find(({ id }) => id === made.device_id)).toMatchObject({
      name: 'Reception',
      locations: [tenant.locations[0]],
      classes: ['diary', 'ledger'],
      revoked_at: null,
    });
    const stored = await asOwner(cloud, (client) =>
      client.query<{ found: boolean }>(
        `select exists (select from sync.device_secret s where s::text like '%' || $1 || '%') as found`,
        [made.device_secret],
      ),
    );
    expect(stored.rows).toEqual([{ found: false }]);

    await expect((await signedIn(cloud, tenant.frontDesk))('device_enrol', request)).rejects.toMatchObject({
      status: 403,
    });
    await expect(ask('device_enrol', { ...request, locations: [newId()] })).rejects.toMatchObject({
      status: 400,
    });
    await expect((await signedIn(cloud, support))('device_enrol', request)).rejects.toMatchObject({
      status: 403,
    });
    await ask('device_revoke', { scope: tenant.tenantId, device_id: made.device_id });
    await expect(desk.pull()).rejects.toMatchObject({
      body: { message: 'SY403', details: 'device_revoked' },
    });
    await expect(
      ask('device_revoke', { scope: tenant.tenantId, device_id: support.device.deviceId }),
    ).rejects.toMatchObject({ status: 404 });
  });

  test('support sets a flag, changes it, takes it away; a stale screen is told', async () => {
    const desk = await platformDesk(cloud, support);
    const set = (change: Partial<FlagSetRequest>): Promise<{ version: number }> =>
      desk.call('flag_set', {
        flag_id: ASSISTANT,
        tenant_id: tenant.tenantId,
        is_on: true,
        expected_version: 0,
        reason: 'asked for it',
        ...change,
      });
    const shown = async (): Promise<Readonly<Record<string, unknown>> | undefined> =>
      rowsOf(await desk.pull(), 'flag_override').find(
        (row) => row['tenant_id'] === tenant.tenantId && row['deleted_at'] === null,
      );

    const first = await set({});
    expect(await shown()).toMatchObject({
      is_on: true,
      row_version: first.version,
      reason: 'asked for it',
      changed_by: 'The support person',
    });
    await expect(set({ is_on: false })).rejects.toMatchObject({
      status: 409,
      body: { code: 'PT409', message: 'SY412' },
    });
    const second = await set({ is_on: false, expected_version: first.version });
    expect(await shown()).toMatchObject({ is_on: false, row_version: second.version });
    await set({ is_on: null, expected_version: second.version });
    expect(await shown()).toBeUndefined();
    await set({});
    expect(await shown()).toMatchObject({ is_on: true });

    await expect(set({ reason: 'x' })).rejects.toMatchObject({ status: 400 });
    await expect(set({ flag_id: newId() })).rejects.toMatchObject({ status: 404 });
    await expect(set({ tenant_id: newId() })).rejects.toMatchObject({ status: 404 });
    const outsider = await openDesk(cloud, {
      scope: PLATFORM_SCOPE,
      device: tenant.device,
      person: tenant.owner,
    });
    await expect(
      outsider.call('flag_set', {
        flag_id: ASSISTANT,
        tenant_id: tenant.tenantId,
        is_on: true,
        expected_version: 0,
        reason: 'let me',
      }),
    ).rejects.toMatchObject({ status: 403 });

    const trail = await asOwner(cloud, (client) =>
      client.query(
        `select actor_id, device_id, command, why, before, after from audit.event where table_name = 'flag_override' order by id`,
      ),
    );
    expect(trail.rows[1]).toMatchObject({
      actor_id: support.userId,
      device_id: support.device.deviceId,
      command: 'flag_set',
      why: 'asked for it',
      before: { is_on: true },
      after: { is_on: false },
    });
  });

  test("health: the gateway's samples, alerts by the handover's rules, silent desks; for the platform's staff only", async () => {
    const now = Date.now();
    const sample = (minutesAgo: number, p95: number | null, requests: number, errors: number): unknown => ({
      at: now - minutesAgo * 60_000,
      window_s: 60,
      latency_p50_ms: p95 === null ? null : 20,
      latency_p95_ms: p95,
      requests,
      errors,
      pool_used: 2,
      pool_size: 20,
      pool_waiting: 0,
    });
    const record = async (...samples: readonly unknown[]): Promise<void> => {
      for (const one of samples) {
        await asOwner(cloud, async (client) => {
          await client.query('set local role service_role');
          await client.query('select ops.record_sample($1)', [JSON.stringify(one)]);
        });
      }
    };
    const ask = await signedIn(cloud, support);
    const health = async () => healthReplySchema.parse(await ask('ops_health', {}));

    const alerts = async () =>
      (await health()).alerts.map(({ severity, title }) => `${severity} ${title}`).toSorted();

    await record(sample(27 * 60, 9_000, 100, 100), sample(25 * 60, 9_000, 100, 100));
    expect(await alerts()).toEqual(['P2 Elevated error rate', 'P2 High latency']);
    await record(sample(20, 120, 500, 0));
    expect((await health()).alerts).toEqual([]);
    await record(sample(10, 700, 1_000, 5));
    expect(await alerts()).toEqual(['P3 Error rate above target', 'P3 Latency above target']);
    // Nobody asked anything: that is no proof of health, so nothing is closed.
    await record(sample(1, null, 0, 0));
    const looked = await health();
    expect(looked.alerts).toHaveLength(2);
    expect(looked.samples.map(({ requests }) => requests)).toEqual([500, 1_000, 0]);

    const alert = looked.alerts[0];
    await ask('ops_alert_acknowledge', { id: alert?.id });
    expect((await health()).alerts[0]).toMatchObject({ acknowledged_by: 'The support person' });
    await expect(ask('ops_alert_acknowledge', { id: newId() })).rejects.toMatchObject({ status: 404 });

    const kept = await asOwner(cloud, (client) =>
      client.query('select count(*)::int as n from ops.metric_sample'),
    );
    expect(kept.rows).toEqual([{ n: 4 }]); // all but the one of 27 hours ago

    const desk = await tenantDesk(cloud, tenant);
    await desk.hello();
    expect((await health()).desks).toEqual([]);
    await asOwner(cloud, (client) =>
      client.query(
        `update sync.device_contact set last_contact = now() - interval '3 days' where device_id = $1`,
        [tenant.device.deviceId],
      ),
    );
    expect((await health()).desks).toMatchObject([{ device_name: 'Desk 1', tenant_name: tenant.name }]);

    for (const fn of ['ops_health', 'ops_alert_acknowledge']) {
      await expect((await signedIn(cloud, tenant.owner))(fn, { id: alert?.id })).rejects.toMatchObject({
        status: 403,
      });
    }
  });

  test('a tenant with its first owner is made with the secret key, and with nothing less', async () => {
    const email = `new.owner.${newId()}@example.co.za`;
    const userId = await cloud.createUser({ email, password: 'correct horse battery' });
    const request = {
      name: 'Barber One',
      slug: 'barber-one',
      trade: 'barber',
      owner: { user_id: userId, name: 'Kagiso', email },
      location: { name: 'Main Road', address: '1 Main Road' },
    };
    const made = await callAs<{ tenant_id: string }>(cloud, cloud.secretKey, 'admin_create_tenant', request);
    const ask = await signedIn(cloud, { email, password: 'correct horse battery' });
    const { memberships } = membershipsReplySchema.parse(await ask('my_memberships', {}));
    expect(memberships).toMatchObject([{ scope: made.tenant_id, role: 'owner', scope_name: 'Barber One' }]);
    await expect(ask('admin_create_tenant', { ...request, slug: 'another' })).rejects.toMatchObject({
      status: 403,
    });
    await expect(callAs(cloud, cloud.publishableKey, 'admin_create_tenant', request)).rejects.toMatchObject({
      status: 401,
    });
    const enrolled = enrolReplySchema.parse(
      await ask('device_enrol', {
        scope: made.tenant_id,
        name: 'PC',
        locations: null,
        classes: ['diary', 'ledger', 'special'],
      }),
    );
    const person = { memberId: '', userId, email, password: 'correct horse battery', role: 'owner' as const };
    const desk = await openDesk(cloud, {
      scope: made.tenant_id,
      device: { deviceId: enrolled.device_id, deviceSecret: enrolled.device_secret },
      person,
    });
    expect(rowsOf(await desk.pull(), 'location')).toMatchObject([
      { name: 'Main Road', time_zone: 'Africa/Johannesburg' },
    ]);

    await asOwner(cloud, (client) => client.query('select ops.refresh_overview()'));
    const page = await (await platformDesk(cloud, support)).pull();
    expect(rowsOf(page, 'tenant_overview').find((row) => row['tenant_id'] === made.tenant_id)).toMatchObject({
      name: 'Barber One',
      location_count: 1,
      staff_count: 0,
    });
  });

  test("each push leaves one nudge with its version on the scope's private channel; strangers may not listen", async () => {
    const desk = await tenantDesk(cloud, tenant);
    const client = new pg.Client({ connectionString: cloud.adminUrl });
    await client.connect();
    try {
      await client.query('delete from realtime.messages');
      const { version } = await desk.push(
        booking(tenant, Date.UTC(2026, 11, 1, 8, 0)),
        booking(tenant, Date.UTC(2026, 11, 1, 10, 0)),
      );
      const sent = await client.query(
        `select topic, event, private, payload ->> 'v' as v from realtime.messages`,
      );
      expect(sent.rows).toEqual([
        { topic: `scope:${tenant.tenantId}`, event: 'changed', private: true, v: String(version) },
      ]);

      const hears = async (userId: string, scope: string): Promise<boolean> => {
        await client.query('begin');
        try {
          await client.query(
            `insert into realtime.messages (topic, extension, event) values ($1, 'broadcast', 'probe')`,
            [`scope:${scope}`],
          );
          await client.query(
            `select set_config('realtime.topic', $1, true), set_config('request.jwt.claims', $2, true), set_config('role', 'authenticated', true)`,
            [`scope:${scope}`, JSON.stringify({ sub: userId })],
          );
          return (await client.query(`select 1 from realtime.messages where event = 'probe'`)).rowCount === 1;
        } finally {
          await client.query('rollback');
        }
      };
      const other = await makeTenant(cloud, 'Listener');
      expect(await hears(tenant.frontDesk.userId, tenant.tenantId)).toBe(true);
      expect(await hears(other.owner.userId, tenant.tenantId)).toBe(false);
      expect(await hears(support.userId, tenant.tenantId)).toBe(false);
      expect(await hears(tenant.frontDesk.userId, PLATFORM_SCOPE)).toBe(true);
      expect(await hears(support.userId, PLATFORM_SCOPE)).toBe(true);
      expect(await hears(newId(), PLATFORM_SCOPE)).toBe(false);
    } finally {
      await client.end();
    }
  });
});
