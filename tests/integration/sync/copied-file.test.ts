import { cpSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import {
  type DeskFile,
  dropDeskFile,
  newDeskFile,
  openDesk,
  type RealDesk,
} from '../../fixtures/sync/real-desk.ts';
import { asOwner, makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

/** One file run by two PCs, and an old backup of a file put back: real files, a real cloud. */

let cloud: TestCloud;
let salon: TenantFixture;
const open: RealDesk[] = [];
const files: DeskFile[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
}, 120_000);
afterAll(() => cloud.stop());
afterEach(async () => {
  await Promise.all(open.splice(0).map((desk) => desk.close()));
  for (const file of files.splice(0)) dropDeskFile(file);
});

const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
const booking = (startsAt: number, staffId = salon.staff[0]) => cutAt(salon, startsAt, { staffId });

const newFile = (): DeskFile => {
  const file = newDeskFile();
  files.push(file);
  return file;
};
/** The whole folder of a desk that is closed, as a backup takes it. */
const copyOf = (file: DeskFile): DeskFile => {
  const copy = { dir: newFile().dir, key: file.key };
  cpSync(file.dir, copy.dir, { recursive: true });
  return copy;
};
async function desk(file: DeskFile): Promise<RealDesk> {
  const made = await openDesk({
    cloud,
    file,
    scope: salon.tenantId,
    device: salon.device,
    person: salon.manager,
  });
  open.push(made);
  await made.start();
  return made;
}
const close = async (one: RealDesk): Promise<void> => {
  open.splice(open.indexOf(one), 1);
  await one.close();
};
const synced = (one: RealDesk) =>
  one.until('a first sync', () => one.engine.status().completeTo !== null && one.engine.status().online);
const quiet = (one: RealDesk) => one.engine.status().pending === 0;
const clientIdOf = (one: RealDesk) => one.replica.syncStore.identity(salon.tenantId).clientId;
const conflicts = (one: RealDesk) => one.replica.query('conflicts', {}, one.view());
const has = (one: RealDesk, visits: readonly { readonly id: string }[]) =>
  visits.every(({ id }) => one.replica.query('appointment', { id }, one.view())?.pending === false);
const visitsInCloud = () =>
  asOwner(cloud, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'select id from public.appointment where tenant_id = $1 and deleted_at is null',
      [salon.tenantId],
    );
    return rows.map(({ id }) => id).toSorted();
  });
const idsOf = (visits: readonly { readonly id: string }[]) => visits.map(({ id }) => id).toSorted();

test('a copy of the file goes on as a second desk: what waited in both is made once, and what each does on its own is kept', async () => {
  salon = await makeTenant(cloud);
  const file = newFile();
  const before = await desk(file);
  await synced(before);
  before.engine.setCable(false);
  const waited = booking(TEN);
  before.give('appointment.book', waited);
  await close(before);
  const copy = copyOf(file);

  const original = await desk(file);
  const own = booking(TEN + HOUR);
  original.give('appointment.book', own);
  await original.until('the original has sent', () => quiet(original));
  const second = await desk(copy);
  const other = booking(TEN + 2 * HOUR);
  second.give('appointment.book', other);
  await second.until('the copy has sent', () => quiet(second));
  const later = booking(TEN + 3 * HOUR);
  original.give('appointment.book', later);
  await original.until('and the original again', () => quiet(original));

  const all = [waited, own, other, later];
  for (const one of [original, second]) await one.until('all four', () => has(one, all));
  expect(second.troubles.map(({ code }) => code)).toContain('SY410');
  expect(clientIdOf(second)).not.toBe(clientIdOf(original));
  expect(await visitsInCloud()).toEqual(idsOf(all));
  for (const one of [original, second]) expect(conflicts(one)).toEqual([]);
});

test('an older backup of the file is put back: it learns what it did since, and new work under old numbers is not lost', async () => {
  salon = await makeTenant(cloud);
  const file = newFile();
  const first = booking(TEN);
  const waited = booking(TEN + HOUR);
  const since = booking(TEN + 2 * HOUR);
  const begun = await desk(file);
  await synced(begun);
  begun.give('appointment.book', first);
  await begun.until('sent', () => quiet(begun));
  begun.engine.setCable(false);
  begun.give('appointment.book', waited);
  await close(begun);
  const backup = copyOf(file);

  const went = await desk(file);
  await went.until('what waited is sent', () => quiet(went));
  went.give('appointment.book', since);
  await went.until('sent as well', () => quiet(went));
  await close(went);

  const restored = await desk(backup);
  const anew = booking(TEN + 3 * HOUR);
  restored.give('appointment.book', anew);
  const all = [first, waited, since, anew];
  await restored.until('it has everything', () => quiet(restored) && has(restored, all));
  expect(await visitsInCloud()).toEqual(idsOf(all));
  expect(conflicts(restored)).toEqual([]);
});

test('a cloud that has forgotten this desk’s numbers is answered by new ones: nothing is lost or doubled', async () => {
  salon = await makeTenant(cloud);
  const one = await desk(newFile());
  await synced(one);
  const first = booking(TEN);
  one.give('appointment.book', first);
  await one.until('sent', () => quiet(one));
  const forgotten = clientIdOf(one);
  await asOwner(cloud, async (client) => {
    await client.query('update sync.client set last_mutation_id = 0 where client_id = $1', [forgotten]);
    await client.query('delete from sync.mutation_result where client_id = $1', [forgotten]);
  });
  const second = booking(TEN + HOUR);
  one.give('appointment.book', second);
  await one.until('sent under a new number', () => quiet(one) && has(one, [first, second]));
  expect(one.troubles.map(({ code }) => code)).toContain('SY409');
  expect(clientIdOf(one)).not.toBe(forgotten);
  expect(await visitsInCloud()).toEqual(idsOf([first, second]));
  expect(conflicts(one)).toEqual([]);
});
