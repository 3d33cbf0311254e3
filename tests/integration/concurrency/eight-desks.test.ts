import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { dropDeskFile, newDeskFile, openDesk, type RealDesk } from '../../fixtures/sync/real-desk.ts';
import { addDevice, asOwner, makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

/**
 * Eight desks without a network book the same diary full, each for itself; then the cable comes back, for two desks at a
 * time: all of them live in this one process, and each replays what it has waiting at every pull.
 */

const DESKS = 8;
const BOOKINGS_EACH = 5_000;
/** So many that each desk gets a sixth of them: most times are wanted by somebody, many by several. */
const TIMES = 30_000;
const TIMES_A_DAY = 40;
const LIMIT_MS = 1_500_000;

let cloud: TestCloud;
let tenant: TenantFixture;
const desks: { readonly desk: RealDesk; readonly file: ReturnType<typeof newDeskFile> }[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
  tenant = await makeTenant(cloud);
  for (let index = 0; index < DESKS; index += 1) {
    const device = await asOwner(cloud, (client) => addDevice(client, tenant.tenantId));
    const file = newDeskFile();
    const place = { cloud, file, scope: tenant.tenantId, device, person: tenant.frontDesk };
    desks.push({ file, desk: await openDesk({ ...place, alsoPlatform: false }) });
  }
});
afterAll(async () => {
  for (const { desk, file } of desks) {
    await desk.close();
    dropDeskFile(file);
  }
  await cloud.stop();
});

const OPEN_REFUSALS = sql('test.open-refusals', `select id from conflict where state = 'open'`);

const FIRST = Math.floor(Date.now() / DAY) * DAY + DAY + 6 * HOUR;

const visitAt = (index: number) => {
  const ofDay = index % TIMES_A_DAY;
  const startsAt = FIRST + Math.floor(index / TIMES_A_DAY) * DAY + Math.floor(ofDay / 2) * 30 * MINUTE;
  return cutAt(tenant, startsAt, { staffId: tenant.staff[ofDay % 2 === 0 ? 0 : 1], minutes: 30 });
};

function chosen(): readonly number[] {
  const times = new Set<number>();
  while (times.size < BOOKINGS_EACH) times.add(Math.floor(Math.random() * TIMES));
  return [...times];
}

/** As an import writes: many in one transaction, each a mutation of its own. */
function bookOffline(desk: RealDesk, indexes: readonly number[]): void {
  for (let from = 0; from < indexes.length; from += 100) {
    desk.giveAll(
      indexes.slice(from, from + 100).map((index) => ({ name: 'appointment.book', args: visitAt(index) })),
    );
  }
}

const ask = <T extends object>(text: string): Promise<readonly T[]> =>
  asOwner(cloud, async (client) => (await client.query<T>(text, [tenant.tenantId])).rows);

test(
  'forty thousand bookings made offline at eight desks: no time twice, every verdict known, every refusal told once',
  { timeout: LIMIT_MS },
  async () => {
    for (const { desk } of desks) {
      await desk.start();
      await desk.until('a first sync', () => desk.engine.status().completeTo !== null);
      desk.engine.setCable(false);
    }
    for (const { desk } of desks) {
      bookOffline(desk, chosen());
      expect(desk.engine.status().pending).toBe(BOOKINGS_EACH);
    }
    for (let first = 0; first < DESKS; first += 2) {
      const two = desks.slice(first, first + 2);
      for (const { desk } of two) desk.engine.setCable(true);
      for (const { desk } of two) {
        await desk.until('every verdict', () => desk.engine.status().pending === 0, LIMIT_MS);
      }
      // Who is done leaves room for the next; all come back to hear the rest.
      for (const { desk } of two) desk.engine.setCable(false);
    }
    for (const { desk } of desks) desk.engine.setCable(true);

    const verdicts = await ask<{ status: string; uuid: string }>(
      'select status, uuid from sync.mutation_result where scope_id = $1',
    );
    expect(verdicts).toHaveLength(DESKS * BOOKINGS_EACH);
    const refused = verdicts.filter(({ status }) => status === 'rejected').map(({ uuid }) => uuid);
    expect(refused.length).toBeGreaterThan(BOOKINGS_EACH);
    const overlaps = await ask(
      `select 1 from public.hold a join public.hold b
       on a.resource_id = b.resource_id and a.id < b.id and a.during && b.during and a.active and b.active
     where a.tenant_id = $1 and b.tenant_id = $1`,
    );
    expect(overlaps).toEqual([]);

    const [booked] = await ask<{ count: string }>(
      'select count(*) from public.appointment where tenant_id = $1',
    );
    expect(Number(booked?.count)).toBe(verdicts.length - refused.length);
    // What the last one sent has reached all the others, and stands in their files once.
    const [clock] = await ask<{ version: string }>(
      'select version from sync.scope_clock where scope_id = $1',
    );
    for (const { desk, file } of desks) {
      await desk.until(
        'all rows',
        () => desk.replica.scopes.get(tenant.tenantId).cursor[0] >= Number(clock?.version),
        LIMIT_MS,
      );
      const beside = connect({ path: join(file.dir, 'replica.db'), key: file.key, readonly: true });
      const told = beside.rows(OPEN_REFUSALS).map(([id]) => id as string);
      beside.close();
      expect(told.toSorted()).toEqual(refused.toSorted());
    }
  },
);
