import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandForFacts } from '../../../src/renderer/features/conflicts/resolve-conflict.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { dropDeskFile, newDeskFile, openDesk, type RealDesk } from '../../fixtures/sync/real-desk.ts';
import { addDevice, asOwner, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';

/** Two desks change one thing without a line: fields of a client, settings of the business. */

let cloud: TestCloud;
let salon: TenantFixture;
let a: RealDesk;
let b: RealDesk;
const files = [newDeskFile(), newDeskFile()] as const;

beforeAll(async () => {
  cloud = await startTestCloud();
  salon = await makeTenant(cloud);
  const second = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
  const common = { cloud, scope: salon.tenantId };
  a = await openDesk({ ...common, file: files[0], device: salon.device, person: salon.owner });
  b = await openDesk({ ...common, file: files[1], device: second, person: salon.manager });
  for (const one of [a, b]) {
    await one.start();
    await one.until('a first sync', () => one.engine.status().completeTo !== null);
  }
}, 120_000);
afterAll(async () => {
  await Promise.all([a.close(), b.close()]);
  for (const file of files) dropDeskFile(file);
  await cloud.stop();
});

const quiet = (at: RealDesk) => at.engine.status().pending === 0;
const conflicts = (at: RealDesk) => at.replica.query('conflicts', {}, at.view());
const clientOf = (at: RealDesk, id: string) => at.replica.query('client', { id }, at.view());

/** Both offline, each gives a command; A's arrives first. */
async function bothAtOnce(giveA: () => void, giveB: () => void): Promise<void> {
  for (const one of [a, b]) {
    one.engine.setCable(false);
    await one.until('it is offline', () => one.engine.status().state === 'offline');
  }
  giveA();
  giveB();
  a.engine.setCable(true);
  await a.until('A is through', () => quiet(a));
  b.engine.setCable(true);
  await b.until('B has its verdict', () => quiet(b));
}

async function newClient(): Promise<string> {
  const id = newId();
  a.give('client.create', {
    id,
    name: 'Zanele Khumalo',
    phone: '+27831112222',
    email: null,
    note: null,
    importId: null,
  });
  await a.until('the client is known', () => quiet(a));
  await b.until('at both desks', () => clientOf(b, id) !== null);
  return id;
}

test('different fields of one client: both stand', async () => {
  const id = await newClient();
  await bothAtOnce(
    () => a.give('client.update', { id, changes: { phone: '+27834445555' } }),
    () => b.give('client.update', { id, changes: { email: 'zanele@example.test' } }),
  );
  expect(conflicts(b)).toEqual([]);
  await a.until('A has both', () => clientOf(a, id)?.email === 'zanele@example.test');
  for (const one of [a, b]) {
    expect(clientOf(one, id)).toMatchObject({ phone: '+27834445555', email: 'zanele@example.test' });
  }
});

test('the same field: it alone clashes and is shown in both versions, and what else was changed is not lost', async () => {
  const id = await newClient();
  await bothAtOnce(
    () => a.give('client.update', { id, changes: { phone: '+27834445555' } }),
    () => b.give('client.update', { id, changes: { phone: '+27837778888', note: 'Fringe only' } }),
  );
  const [conflict] = conflicts(b);
  expect(conflict).toMatchObject({
    command: 'client.update',
    code: 'stale',
    changed: {
      table: 'client',
      id,
      columns: [{ column: 'phone', mine: '+27837778888', theirs: '+27834445555' }],
      by: 'owner',
    },
  });
  // Their number is left; the note stands all the same.
  const command = commandForFacts(conflict!, () => false);
  b.give('client.update', command!.args as never, conflict!.id);
  await b.until('it is settled', () => quiet(b));
  expect(clientOf(b, id)).toMatchObject({ phone: '+27834445555', note: 'Fringe only' });
  expect(conflicts(b)).toEqual([]);
});

test('settings, key by key: different ones stand, the same one clashes', async () => {
  const tenant = () => b.replica.query('business', {}, b.view());
  await bothAtOnce(
    () => a.give('tenant.update', { id: salon.tenantId, changes: { name: 'Jacaranda' } }),
    () => b.give('tenant.update', { id: salon.tenantId, changes: { vat_registered: true } }),
  );
  expect(conflicts(b)).toEqual([]);
  expect(tenant()).toMatchObject({ name: 'Jacaranda', vatRegistered: true });

  await bothAtOnce(
    () => a.give('tenant.update', { id: salon.tenantId, changes: { name: 'Jacaranda Hair' } }),
    () =>
      b.give('tenant.update', {
        id: salon.tenantId,
        changes: { name: 'The Jacaranda', vat_registered: false },
      }),
  );
  expect(conflicts(b)).toMatchObject([
    {
      command: 'tenant.update',
      code: 'stale',
      changed: {
        columns: [{ column: 'name', mine: 'The Jacaranda', theirs: 'Jacaranda Hair' }],
        by: 'owner',
      },
    },
  ]);
});
