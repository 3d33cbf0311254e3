import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PLATFORM_SCOPE } from '../../../src/domain/tables.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { addDevice, asOwner, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';
import { booking, nextDay, openDesk, refusal, rowsOf, tenantDesk } from './desk-calls.ts';

/** Money counts on the day on which it is taken. */
const TODAY = new Date().toISOString().slice(0, 10);

describe('what a device may hold, and who may call', () => {
  let cloud: TestCloud;
  let tenant: TenantFixture;
  beforeAll(async () => {
    cloud = await startTestCloud();
    tenant = await makeTenant(cloud);
  });
  afterAll(() => cloud.stop());

  test('a device of one branch without the ledger never holds the rest', async () => {
    const at = nextDay();
    const desk = await tenantDesk(cloud, tenant);
    const far = booking(tenant, at, { staffId: tenant.staff[2] });
    await desk.push(
      booking(tenant, at),
      { ...far, args: { ...far.args, locationId: tenant.locations[1] } },
      {
        name: 'payment.take',
        args: {
          id: newId(),
          appointmentId: far.args.id,
          tender: 'cash',
          amountCents: 100,
          tradingDay: TODAY,
        },
      },
    );
    await asOwner(cloud, async (client) => {
      await client.query(
        `insert into client_alert (id, tenant_id, client_id, kind, text) values ($1, $2, $3, 'allergy', 'hair dye')`,
        [newId(), tenant.tenantId, tenant.client],
      );
    });
    const narrow = await asOwner(cloud, (client) =>
      addDevice(client, tenant.tenantId, { locations: [tenant.locations[0]], classes: ['diary'] }),
    );
    const small = await openDesk(cloud, { scope: tenant.tenantId, device: narrow, person: tenant.owner });
    const page = await small.pull();
    for (const table of ['appointment', 'appointment_line', 'hold', 'status_event', 'resource']) {
      const places = new Set(rowsOf(page, table).map((row) => row['location_id']));
      expect({ table, places }).toEqual({ table, places: new Set([tenant.locations[0]]) });
    }
    expect(page.t['ledger_entry']).toBeUndefined();
    expect(page.t['client_alert']).toBeUndefined();
    expect(page.t['location']).toHaveLength(2);
    const months = (await small.call<{ buckets: { bucket: number }[] }>('sync_buckets')).buckets;
    for (const { bucket } of months) {
      const ledger = await small.call('sync_bootstrap', {
        table: 'ledger_entry',
        bucket,
        after_id: null,
        limit: 10,
      });
      expect(ledger).toMatchObject({ rows: [], more: false });
      const visits = await small.call<{ rows: unknown[][]; cols: string[] }>('sync_bootstrap', {
        table: 'appointment',
        bucket,
        after_id: null,
        limit: 1000,
      });
      const place = visits.cols.indexOf('location_id');
      expect(visits.rows.every((row) => row[place] === tenant.locations[0])).toBe(true);
    }
    // Widening changes what hello says about the limits, so that the desk fetches what is new.
    const { scope_v } = await small.hello();
    await asOwner(cloud, (client) =>
      client.query(`update device set classes = '["diary","ledger"]' where id = $1`, [narrow.deviceId]),
    );
    expect((await small.hello()).scope_v).not.toBe(scope_v);
  });

  test('a device of one branch cannot write into another: the work is refused and kept', async () => {
    const at = nextDay();
    const desk = await tenantDesk(cloud, tenant);
    const near = booking(tenant, at);
    const far = booking(tenant, at, { staffId: tenant.staff[2] });
    const there = { ...far, args: { ...far.args, locationId: tenant.locations[1] } };
    await desk.push(there);
    const narrow = await asOwner(cloud, (client) =>
      addDevice(client, tenant.tenantId, { locations: [tenant.locations[0]], classes: ['diary'] }),
    );
    const small = await openDesk(cloud, { scope: tenant.tenantId, device: narrow, person: tenant.owner });
    const pay = (appointmentId: string) => ({
      name: 'payment.take',
      args: { id: newId(), appointmentId, tender: 'cash', amountCents: 100, tradingDay: TODAY },
    });
    await small.push(
      near,
      { ...there, args: { ...there.args, id: newId() } },
      {
        name: 'appointment.cancel',
        args: { id: far.args.id, eventId: newId(), reasonCode: 'other', note: null },
      },
      pay(far.args.id),
      pay(near.args.id),
    );
    const page = await small.pull();
    expect(page.results.map(({ code }) => code)).toEqual([
      null,
      'forbidden',
      'forbidden',
      'forbidden',
      'forbidden',
    ]);
    expect(rowsOf(page, 'conflict').filter((row) => row['device_id'] === narrow.deviceId)).toHaveLength(4);
    const status = await asOwner(cloud, (client) =>
      client.query('select status from appointment where id = $1', [far.args.id]),
    );
    expect(status.rows).toEqual([{ status: 'confirmed' }]);
  });

  test('who may call: an unknown or revoked device, a wrong secret, a stranger, a person who left', async () => {
    const other = await makeTenant(cloud, 'Other');
    const place = { scope: tenant.tenantId, device: tenant.device, person: tenant.frontDesk };
    const attempt = async (change: Partial<typeof place>): Promise<unknown> =>
      refusal((await openDesk(cloud, { ...place, ...change })).hello());
    const refused = (details: string): object => ({
      status: 403,
      body: { code: 'PT403', message: 'SY403', details },
    });

    expect(await attempt({ device: { ...tenant.device, deviceSecret: 'x'.repeat(64) } })).toMatchObject(
      refused('device_unknown'),
    );
    expect(await attempt({ device: { ...tenant.device, deviceId: newId() } })).toMatchObject(
      refused('device_unknown'),
    );
    expect(await attempt({ person: other.owner })).toMatchObject(refused('not_a_member'));
    expect(await attempt({ scope: other.tenantId })).toMatchObject(refused('scope'));
    expect(await attempt({ scope: other.tenantId, person: other.owner })).toMatchObject(
      refused('not_a_member'),
    );

    const leaver = await tenantDesk(cloud, other, other.frontDesk);
    await leaver.hello();
    await asOwner(cloud, (client) =>
      client.query('update member set active = false where id = $1', [other.frontDesk.memberId]),
    );
    expect(await refusal(leaver.pull())).toMatchObject(refused('not_a_member'));

    const owner = await tenantDesk(cloud, other, other.owner);
    await owner.hello();
    await owner.call('device_revoke', { device_id: other.device.deviceId });
    expect(await refusal(owner.pull())).toMatchObject(refused('device_revoked'));
  });

  test('a desk of a tenant sees the flags and its own override, not those of others', async () => {
    const other = await makeTenant(cloud, 'Neighbour');
    await asOwner(cloud, async (client) => {
      for (const id of [tenant.tenantId, other.tenantId]) {
        await client.query(
          `insert into flag_override (id, tenant_id, flag_id, is_on, reason, changed_by)
           values (gen_random_uuid(), $1, '00000000-0000-7000-8000-00000000f003', true, 'moving house', 'Support')`,
          [id],
        );
      }
    });
    await asOwner(cloud, (client) => client.query('select ops.refresh_overview()'));
    const desk = await openDesk(cloud, {
      scope: PLATFORM_SCOPE,
      device: tenant.device,
      person: tenant.frontDesk,
    });
    const page = await desk.pull();
    expect(
      rowsOf(page, 'flag')
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(['ENABLE_AI_FEATURES', 'ENABLE_BETA_PAYMENTS', 'MAINTENANCE_MODE']);
    expect(rowsOf(page, 'flag_override').map(({ tenant_id }) => tenant_id)).toEqual([tenant.tenantId]);
    expect(rowsOf(page, 'tenant_overview').map(({ tenant_id }) => tenant_id)).toEqual([tenant.tenantId]);
    expect(await refusal(desk.push(booking(tenant, nextDay())))).toMatchObject({ status: 403 });
  });
});
