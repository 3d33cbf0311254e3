import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bucketOf, HOUR } from '../../../src/base/time.ts';
import { monthPlus } from '../../../src/sync/bootstrap-plan.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import {
  type DeskFile,
  dropDeskFile,
  newDeskFile,
  openDesk,
  type RealDesk,
} from '../../fixtures/sync/real-desk.ts';
import { asOwner, insertRow, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';

let cloud: TestCloud;
let salon: TenantFixture;
const open: RealDesk[] = [];
let file: DeskFile;

beforeAll(async () => {
  cloud = await startTestCloud();
}, 120_000);
afterAll(() => cloud.stop());
afterEach(async () => {
  await Promise.all(open.splice(0).map((desk) => desk.close()));
  dropDeskFile(file);
});

/** Three years ago, in the middle of a month. */
const THEN = Date.UTC(new Date().getUTCFullYear() - 3, new Date().getUTCMonth(), 15, 8);
const MONTH = bucketOf(THEN);

async function deskOf(): Promise<RealDesk> {
  const desk = await openDesk({
    cloud,
    file,
    scope: salon.tenantId,
    device: salon.device,
    person: salon.manager,
    beforeExchange: () => {},
  });
  open.push(desk);
  await desk.start();
  return desk;
}
const day = (desk: RealDesk) =>
  desk.replica.query(
    'dayBoard',
    { locationId: salon.locations[0], day: new Date(THEN).toISOString().slice(0, 10) },
    desk.view(),
  );

/** A visit of three years ago, as an import brought it. */
const oldVisit = (id: string) =>
  asOwner(cloud, async (client) => {
    const place = { tenant_id: salon.tenantId, bucket: MONTH, location_id: salon.locations[0] };
    const [starts_at, ends_at] = [new Date(THEN), new Date(THEN + HOUR)];
    await insertRow(client, 'public.appointment', {
      ...place,
      id,
      status: 'done',
      source: 'import',
      starts_at,
      ends_at,
      price_cents: 100,
    });
    await insertRow(client, 'public.appointment_line', {
      ...place,
      id: newId(),
      appointment_id: id,
      position: 0,
      service_id: salon.services.cut,
      staff_id: salon.staff[0],
      starts_at,
      ends_at,
      price_cents: 100,
    });
  });

test('a month older than two years comes when somebody looks at it, waits for the line, and stays', async () => {
  salon = await makeTenant(cloud);
  file = newDeskFile();
  const id = newId();
  await oldVisit(id);
  const desk = await deskOf();
  await desk.until('a first sync', () => desk.engine.status().completeTo !== null);
  const { coverage } = desk.replica.syncStore;
  await desk.until('two years', () =>
    coverage(salon.tenantId).includes(monthPlus(bucketOf(Date.now()), -24)),
  );
  expect(day(desk).cover).toBe('not_loaded');

  desk.engine.setCable(false);
  desk.engine.fetchMonths([MONTH]);
  await desk.until('it is offline', () => desk.engine.status().state === 'offline');
  expect(day(desk).cover).toBe('not_loaded');

  desk.engine.setCable(true);
  await desk.until('that day', () => day(desk).cover === 'complete');
  expect(day(desk).cards.map(({ appointmentId }) => appointmentId)).toEqual([id]);
  expect(coverage(salon.tenantId)).toContain(MONTH);

  // A file that is built anew has it again.
  await asOwner(cloud, (client) =>
    client.query('update sync.scope_clock set epoch = gen_random_uuid() where scope_id = $1', [
      salon.tenantId,
    ]),
  );
  const { clientId } = desk.replica.syncStore.identity(salon.tenantId);
  desk.engine.wake();
  await desk.until(
    'another epoch',
    () =>
      desk.replica.syncStore.identity(salon.tenantId).clientId !== clientId &&
      desk.engine.status().state === 'idle',
  );
  expect(day(desk).cover).toBe('complete');
  expect(day(desk).cards).toHaveLength(1);
});
