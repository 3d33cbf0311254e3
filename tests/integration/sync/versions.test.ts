import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { dropDeskFile, newDeskFile, openDesk, type RealDesk } from '../../fixtures/sync/real-desk.ts';
import { addDevice, asOwner, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';

/** Desks and clouds of different age. */

let cloud: TestCloud;
let salon: TenantFixture;
const open: RealDesk[] = [];
const files: ReturnType<typeof newDeskFile>[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
  salon = await makeTenant(cloud);
}, 120_000);
afterAll(() => cloud.stop());
afterEach(async () => {
  await Promise.all(open.splice(0).map((desk) => desk.close()));
  for (const file of files.splice(0)) dropDeskFile(file);
});

const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
const booking = (startsAt: number, staffId = salon.staff[0]) => cutAt(salon, startsAt, { staffId });

async function desk(options: Partial<Parameters<typeof openDesk>[0]> = {}): Promise<RealDesk> {
  const file = options.file ?? newDeskFile();
  if (!files.includes(file)) files.push(file);
  const made = await openDesk({
    cloud,
    file,
    scope: salon.tenantId,
    device: salon.device,
    person: salon.manager,
    ...options,
  });
  open.push(made);
  await made.start();
  await made.until('a first sync', () => made.engine.status().completeTo !== null);
  return made;
}
const close = async (one: RealDesk): Promise<void> => {
  open.splice(open.indexOf(one), 1);
  await one.close();
};
const seen = (at: RealDesk, id: string) => at.replica.query('appointment', { id }, at.view());
const quiet = (at: RealDesk) => at.engine.status().pending === 0;
const conflicts = (at: RealDesk) => at.replica.query('conflicts', {}, at.view());
const administer = (text: string) => asOwner(cloud, (client) => client.query(text));

test('a desk that the cloud finds too old reads on, keeps what is booked, and sends it all after the upgrade', async () => {
  const old = await desk();
  const file = files[0]!;
  const needs = (schema: number) =>
    administer(
      `create or replace function private.min_schema() returns int language sql immutable as $$ select ${String(schema)} $$`,
    );
  await needs(2);
  try {
    const first = booking(TEN);
    old.give('appointment.book', first);
    await old.until('it is told', () => old.engine.status().state === 'upgrade_required');
    const later = booking(TEN + HOUR);
    old.give('appointment.book', later);
    expect(seen(old, later.id)).toMatchObject({ pending: true, startsAt: TEN + HOUR });

    const device = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
    const upgraded = await desk({ device, schema: 2 });
    const theirs = booking(TEN + 3 * HOUR, salon.staff[1]);
    upgraded.give('appointment.book', theirs);
    await old.until('it reads on', () => seen(old, theirs.id) !== null);
    expect(old.engine.status()).toMatchObject({ state: 'upgrade_required', pending: 2 });
    await close(old);

    const same = await desk({ file, schema: 2 });
    await same.until('all is sent', () => quiet(same));
    expect(conflicts(same)).toEqual([]);
    await upgraded.until('the other desk has both', () => {
      const both = [first.id, later.id].map((id) => seen(upgraded, id)?.pending);
      return both.every((pending) => pending === false);
    });
  } finally {
    await needs(1);
  }
});

test('a version that was superseded is accepted for ninety days, and refused as too old after them', async () => {
  const one = await desk();
  const create = () => ({
    id: newId(),
    name: 'Buhle Dube',
    phone: null,
    email: null,
    note: null,
    importId: null,
  });
  await expect(administer(`select sync.supersede('client.create', 1)`)).rejects.toThrow('no version');
  await administer(`insert into sync.command (name, version, fn, roles)
                    select name, 2, fn, roles from sync.command where name = 'client.create'`);
  await administer(`select sync.supersede('client.create', 1)`);
  one.give('client.create', create());
  await one.until('it is accepted', () => quiet(one));
  expect(conflicts(one)).toEqual([]);

  await administer(`update sync.command set accepted_until = now() - interval '1 second'
                    where name = 'client.create' and version = 1`);
  one.give('client.create', create());
  await one.until('it is refused', () => quiet(one));
  expect(conflicts(one)).toMatchObject([{ command: 'client.create', code: 'stale_version' }]);
  await administer(`delete from sync.command where name = 'client.create' and version = 2`);
  await administer(`update sync.command set accepted_until = null where name = 'client.create'`);
});

test('rows of which an earlier version kept only a part are fetched again where a migration names the table', async () => {
  const one = await desk();
  const file = files[0]!;
  one.engine.setCable(false);
  const device = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
  const other = await desk({ device });
  other.give('appointment.book', booking(TEN + 6 * HOUR));
  await other.until('the time is taken', () => quiet(other));
  const late = booking(TEN + 6 * HOUR);
  one.give('appointment.book', late);
  one.give('appointment.status', { id: late.id, eventId: newId(), to: 'arrived', reason: null });
  one.engine.setCable(true);
  await one.until('both are refused', () => quiet(one));
  expect(conflicts(one).find(({ args }) => args['id'] === late.id)?.dependents).toHaveLength(1);
  await close(one);

  // As the version before 0010 left it: it knew no roots.
  const eye = connect({ path: join(file.dir, 'replica.db'), key: file.key });
  expect(eye.run(sql('test.forget', 'update conflict set root = null where root is not null'))).toBe(1);
  eye.run(sql('test.due', `insert into check_due values (?, 'conflict')`), salon.tenantId);
  eye.close();
  const upgraded = await desk({ file });
  await upgraded.until(
    'the root is known again',
    () => conflicts(upgraded).find(({ args }) => args['id'] === late.id)?.dependents.length === 1,
  );
  await upgraded.until(
    'it is not due any more',
    () => upgraded.replica.checkStore.dueTables(salon.tenantId).length === 0,
  );
  // An upgrade is no damage: nothing was found wrong.
  expect(upgraded.replica.checkStore.report(salon.tenantId, 5).findings).toEqual([]);
});

test('a cloud that is older than the desk: tables and columns that it lacks are empty, and everything else is read', async () => {
  await administer(`delete from sync.synced_table where name = 'telling'`);
  await administer(`select sync.register_table(27, 'conflict', 'diary', false, null,
    array['id', 'row_version', 'deleted_at'] || string_to_array(
      'client_id device_id name args code detail actor_id at state closed_by closed_reason', ' '))`);
  await administer(`select sync.register_table(2, 'location', 'diary', false, null,
    array['id', 'row_version', 'deleted_at', 'name', 'time_zone', 'address', 'phone', 'sort_order', 'hours'])`);
  await administer(`select sync.rebuild_readers()`);
  const newer = await desk();
  expect(newer.replica.query('locations', {}, newer.view()).length).toBeGreaterThan(0);
  const taken = booking(TEN + 8 * HOUR, salon.staff[1]);
  newer.give('appointment.book', taken);
  await newer.until('booked', () => seen(newer, taken.id)?.pending === false);
  newer.give('conflict.dismiss', { id: conflicts(newer)[0]!.id, reason: 'twice' });
  await newer.until('put away', () => quiet(newer));
  expect(newer.troubles).toEqual([]);
});
