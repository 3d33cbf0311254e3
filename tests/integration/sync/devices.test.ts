import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import type { DeviceContact, SessionState, SyncStatus } from '../../../src/contracts/desk-api.ts';
import type { DeviceItem } from '../../../src/contracts/queries/devices.ts';
import type { LocationItem } from '../../../src/contracts/queries.ts';
import { replicaFile } from '../../../electron/desk/workspace.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { login, newPc, type Pc, switchOn, type TestDesk } from '../../fixtures/sync/desk-of-pc.ts';
import { makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

let cloud: TestCloud;
let salon: TenantFixture;
const desks: TestDesk[] = [];
beforeAll(async () => {
  cloud = await startTestCloud();
  salon = await makeTenant(cloud);
}, 120_000);
afterAll(() => cloud.stop());
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.close()));
});

async function enrolled(pc: Pc, choice: Parameters<TestDesk['enrol']>[1] = {}): Promise<TestDesk> {
  const desk = switchOn(cloud, pc);
  desks.push(desk);
  await desk.enrol(salon.owner, choice);
  await desk.call('session.setPin', '2580');
  await desk.complete();
  return desk;
}
const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;

test('a PC enrolled for one branch holds that branch alone; wider limits fetch the rest', async () => {
  const desk = await enrolled(newPc('narrow'), { locationIds: [salon.locations[0]], classes: [] });
  const places = () => desk.call<readonly LocationItem[]>('query', 'locations', {});
  expect((await places()).map(({ isOnThisPc }) => isOnThisPc)).toEqual([true, false]);
  expect(
    await desk.call('query', 'takings', { locationId: salon.locations[0], day: '2026-11-24' }),
  ).toMatchObject({ cover: 'not_here' });
  const mine = (await desk.call<readonly DeviceItem[]>('query', 'devices', {})).find(
    ({ isThisPc }) => isThisPc,
  );
  expect(mine).toMatchObject({ name: 'narrow', locationIds: [salon.locations[0]], classes: [] });

  const limits = { deviceId: mine?.id, locationIds: null, classes: ['ledger'] };
  await desk.call('devices.setScope', limits);
  await desk.call('devices.rename', { deviceId: mine?.id, name: 'Wide' });
  await desk.until('the wider limits', async () => (await places()).every(({ isOnThisPc }) => isOnThisPc));
  await desk.until(
    'the new name',
    async () => (await desk.call<SessionState>('session.state')).deviceName === 'Wide',
  );
  const contacts = await desk.call<readonly DeviceContact[]>('devices.contacts');
  expect(contacts.find(({ deviceId }) => deviceId === mine?.id)).toMatchObject({
    person: 'owner',
    app: '0.0.0-test',
    waiting: 0,
  });
}, 60_000);

test('reception may neither list contacts, nor change a PC, nor have a recovery code made', async () => {
  const desk = await enrolled(newPc('front'));
  await desk.call('session.signIn', login(salon.frontDesk));
  await desk.call('session.setPin', '1470');
  const [first] = await desk.call<readonly DeviceItem[]>('query', 'devices', {});
  const deviceId = first?.id;
  expect([
    await desk.refusal('devices.contacts'),
    await desk.refusal('devices.rename', { deviceId, name: 'Mine now' }),
    await desk.refusal('devices.setScope', { deviceId, locationIds: null, classes: [] }),
    await desk.refusal('devices.revoke', { deviceId }),
    await desk.refusal('devices.allowRecoveryCode'),
  ]).toEqual(['CLOUD_REFUSED', 'CLOUD_REFUSED', 'CLOUD_REFUSED', 'CLOUD_REFUSED', 'REJECTED']);
  expect(desk.toldMain).toEqual([]);
}, 60_000);

test('a PC that was taken off tells its surroundings at the next contact, with its unsent work counted', async () => {
  const office = await enrolled(newPc('office'));
  const lost = await enrolled(newPc('lost'));
  await lost.call('sync.setCable', false);
  await lost.call('execute', [{ name: 'appointment.book', args: cutAt(salon, TEN) }]);
  const target = (await lost.call<readonly DeviceItem[]>('query', 'devices', {})).find(
    ({ isThisPc }) => isThisPc,
  );
  await office.call('devices.revoke', { deviceId: target?.id });
  expect(lost.toldMain).toEqual([]);

  await lost.call('sync.setCable', true);
  await lost.until('the refusal', async () => {
    return (await lost.call<SyncStatus>('sync.status')).state === 'device_refused';
  });
  expect(lost.toldMain).toContain(`revoked ${salon.tenantId}`);
  await office.until('the end of that PC in the list', async () =>
    (await office.call<readonly DeviceItem[]>('query', 'devices', {})).some(
      ({ id, revokedAt }) => id === target?.id && revokedAt !== null,
    ),
  );
}, 60_000);

test('a sign-in that enrols nothing leaves no file behind, and the owner may go away again', async () => {
  const pc = newPc('untouched');
  const desk = switchOn(cloud, pc);
  desks.push(desk);
  expect(await desk.refusal('session.signIn', login(salon.frontDesk))).toBe('NOT_ENROLLED');
  expect(existsSync(replicaFile(pc.userDataDir, salon.tenantId))).toBe(false);
  await desk.call('session.signIn', login(salon.manager));
  expect(await desk.refusal('devices.allowRecoveryCode')).toBe('allowed');
  expect(await desk.refusal('query', 'locations', {})).toBe('LOCKED');
  expect(existsSync(replicaFile(pc.userDataDir, salon.tenantId))).toBe(false);
  expect(await desk.call<SessionState>('session.signOut')).toMatchObject({
    phase: 'signed_out',
    enrolment: null,
  });
  expect(await desk.refusal('devices.allowRecoveryCode')).toBe('SIGNED_OUT');
});
