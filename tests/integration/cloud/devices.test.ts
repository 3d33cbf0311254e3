import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  deviceChoicesReplySchema,
  deviceContactsReplySchema,
  type DeviceContactsReply,
} from '../../../src/contracts/wire.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import {
  addDevice,
  asOwner,
  makePlatformPerson,
  makeTenant,
  newId,
  type TenantFixture,
} from '../../fixtures/tenant.ts';
import { booking, nextDay, openDesk, refusal, rowsOf, signedIn, tenantDesk } from './desk-calls.ts';

describe('the PCs of a business', () => {
  let cloud: TestCloud;
  let mine: TenantFixture;
  let theirs: TenantFixture;
  beforeAll(async () => {
    cloud = await startTestCloud();
    mine = await makeTenant(cloud, 'Mine');
    theirs = await makeTenant(cloud, 'Theirs');
  });
  afterAll(() => cloud.stop());

  const newDevice = () => asOwner(cloud, (client) => addDevice(client, mine.tenantId));
  const contactOf = async (
    deviceId: string,
  ): Promise<DeviceContactsReply['contacts'][number] | undefined> => {
    const ask = await signedIn(cloud, mine.manager);
    const reply = await ask('device_contacts', { scope: mine.tenantId });
    return deviceContactsReplySchema.parse(reply).contacts.find(({ device_id }) => device_id === deviceId);
  };

  test('who may: owners and managers of that business, nobody else', async () => {
    const support = await makePlatformPerson(cloud, 'support');
    const { deviceId } = await newDevice();
    const scope = mine.tenantId;
    const calls: readonly (readonly [string, object])[] = [
      ['device_choices', { scope }],
      ['device_contacts', { scope }],
      ['device_rename', { scope, device_id: deviceId, name: 'Counter' }],
      ['device_scope', { scope, device_id: deviceId, locations: null, classes: [] }],
      ['device_revoke', { scope, device_id: deviceId }],
    ];
    for (const [fn, req] of calls) {
      for (const stranger of [mine.frontDesk, theirs.owner, support]) {
        const answer = await refusal((await signedIn(cloud, stranger))(fn, req));
        expect({ fn, role: stranger.role, status: answer.status }).toEqual({
          fn,
          role: stranger.role,
          status: 403,
        });
      }
      for (const person of [mine.manager, mine.owner]) {
        await (
          await signedIn(cloud, person)
        )(fn, req).catch((error: unknown) => {
          // The owner comes to a PC that the manager took off already.
          if (fn !== 'device_revoke') throw error;
        });
      }
    }
    // Another business's device is not found, whoever asks.
    const owner = await signedIn(cloud, theirs.owner);
    for (const fn of ['device_rename', 'device_scope', 'device_revoke']) {
      const req = { scope: theirs.tenantId, device_id: mine.device.deviceId, name: 'x', locations: null };
      expect(await refusal(owner(fn, req))).toMatchObject({ status: 404 });
    }
  });

  test('before a PC is enrolled its branches and the names that are taken can be asked for', async () => {
    const ask = await signedIn(cloud, mine.owner);
    const choices = deviceChoicesReplySchema.parse(await ask('device_choices', { scope: mine.tenantId }));
    expect(choices.locations).toEqual([
      { id: mine.locations[0], name: 'Gateway' },
      { id: mine.locations[1], name: 'Ballito' },
    ]);
    expect(choices.names).toContain('Desk 1');
  });

  test('a new name and other limits reach every desk, and the audit trail says who', async () => {
    const device = await newDevice();
    const ask = await signedIn(cloud, mine.manager);
    const of = { scope: mine.tenantId, device_id: device.deviceId };
    const desk = await openDesk(cloud, { scope: mine.tenantId, device, person: mine.frontDesk });
    const { scope_v } = await desk.hello();

    await ask('device_rename', { ...of, name: '  Counter 2 ' });
    await ask('device_scope', { ...of, locations: [mine.locations[1]], classes: ['ledger', 'nonsense'] });
    expect((await desk.hello()).scope_v).not.toBe(scope_v);
    const row = rowsOf(await desk.pull(), 'device').find(({ id }) => id === device.deviceId);
    expect(row).toMatchObject({
      name: 'Counter 2',
      locations: [mine.locations[1]],
      classes: ['diary', 'ledger'],
    });
    const events = await asOwner(cloud, (client) =>
      client.query<{ command: string; actor_id: string; changed: string[] }>(
        `select command, actor_id, changed from audit.event
         where table_name = 'device' and row_id = $1 and op = 'update' order by id`,
        [device.deviceId],
      ),
    );
    expect(events.rows).toEqual([
      { command: 'device_rename', actor_id: mine.manager.memberId, changed: ['name'] },
      { command: 'device_scope', actor_id: mine.manager.memberId, changed: ['classes', 'locations'] },
    ]);
    for (const req of [
      { ...of, locations: [], classes: [] },
      { ...of, locations: [newId()], classes: [] },
      { ...of, locations: ['nonsense'], classes: [] },
      { ...of, locations: 'all', classes: [] },
      { ...of, locations: [theirs.locations[0]], classes: [] },
    ]) {
      expect(await refusal(ask('device_scope', req))).toMatchObject({ status: 400 });
    }
    for (const name of ['', '   ', 'x'.repeat(61), null]) {
      expect(await refusal(ask('device_rename', { ...of, name }))).toMatchObject({ status: 400 });
    }
    await ask('device_scope', { ...of, locations: null, classes: ['special'] });
    await desk.hello();
    const wide = rowsOf(await desk.pull(), 'device').find(({ id }) => id === device.deviceId);
    expect(wide).toMatchObject({ locations: null, classes: ['diary', 'special'] });
  });

  test('what a PC had not sent is known from its last hello and what arrived since', async () => {
    const device = await newDevice();
    const desk = await openDesk(cloud, { scope: mine.tenantId, device, person: mine.frontDesk });
    expect(await contactOf(device.deviceId)).toBeUndefined();
    await desk.hello();
    expect(await contactOf(device.deviceId)).toMatchObject({
      person: 'front_desk',
      app: null,
      schema: 1,
      waiting: null,
    });
    await desk.call('sync_hello', { client_id: desk.clientId, schema: 1, app: '0.2.0', queued: 3 });
    expect(await contactOf(device.deviceId)).toMatchObject({ app: '0.2.0', waiting: 3 });
    await desk.push(booking(mine, nextDay()), booking(mine, nextDay()));
    expect(await contactOf(device.deviceId)).toMatchObject({ waiting: 1 });
    await desk.push(booking(mine, nextDay()), booking(mine, nextDay()));
    expect(await contactOf(device.deviceId)).toMatchObject({ waiting: 0 });
  });

  test('a PC that was taken off is told so, is named no more, and stays off', async () => {
    const device = await newDevice();
    const ask = await signedIn(cloud, mine.owner);
    const of = { scope: mine.tenantId, device_id: device.deviceId };
    const desk = await openDesk(cloud, { scope: mine.tenantId, device, person: mine.frontDesk });
    await desk.hello();
    await ask('device_revoke', of);
    await ask('device_revoke', of);
    expect(await refusal(desk.hello())).toMatchObject({ body: { details: 'device_revoked' } });
    expect(await refusal(ask('device_rename', { ...of, name: 'Back again' }))).toMatchObject({ status: 404 });
    expect(await refusal(ask('device_scope', { ...of, locations: null, classes: [] }))).toMatchObject({
      status: 404,
    });
    const watching = await tenantDesk(cloud, mine);
    const row = rowsOf(await watching.pull(), 'device').find(({ id }) => id === device.deviceId);
    expect(row?.['revoked_at']).toEqual(expect.any(Number));
  });
});
