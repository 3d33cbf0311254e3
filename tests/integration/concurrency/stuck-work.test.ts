import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { dropDeskFile, newDeskFile, openDesk, type RealDesk } from '../../fixtures/sync/real-desk.ts';
import { asOwner, makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

/** Work that cannot go out as it is holds nothing else up, and is not lost. */

let cloud: TestCloud;
let tenant: TenantFixture;
let file: ReturnType<typeof newDeskFile>;
let desk: RealDesk;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  tenant = await makeTenant(cloud);
  file = newDeskFile();
  const place = { cloud, file, scope: tenant.tenantId, device: tenant.device, person: tenant.frontDesk };
  desk = await openDesk({ ...place, alsoPlatform: false });
  await desk.start();
  await desk.until('a first sync', () => desk.engine.status().completeTo !== null);
});
afterEach(async () => {
  await desk.close();
  dropDeskFile(file);
});

const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
const quiet = () => desk.engine.status().pending === 0;
/** The cloud's own promise for the others of the queue. */
const PASSED_MS = 5_000;

test('a booking whose bytes PostgreSQL cannot store is set aside within seconds; the sixty around it go through', async () => {
  desk.engine.setCable(false);
  const visits = Array.from({ length: 61 }, (_, index) => cutAt(tenant, TEN + index * HOUR));
  for (const [index, visit] of visits.entries()) {
    // A character that JSON can write and jsonb refuses.
    desk.give('appointment.book', index === 30 ? { ...visit, note: 'from \u0000 the web' } : visit);
  }
  desk.engine.setCable(true);
  await desk.until('the others are decided', quiet, PASSED_MS);
  const stopped = desk.replica.query('conflicts', {}, desk.view());
  expect(stopped.map(({ args }) => args['id'])).toEqual([visits[30]?.id]);
  const booked = await asOwner(cloud, async (client) => {
    const { rows } = await client.query('select id from public.appointment where tenant_id = $1', [
      tenant.tenantId,
    ]);
    return rows.length;
  });
  expect(booked).toBe(60);
});

test('who was shut out while offline sends nothing; the next person at the desk sends it, and both are on record', async () => {
  desk.engine.setCable(false);
  const visits = [0, 1, 2].map((index) => cutAt(tenant, TEN + index * HOUR));
  for (const visit of visits) desk.give('appointment.book', visit);
  await asOwner(cloud, (client) =>
    client.query('update public.member set active = false where id = $1', [tenant.frontDesk.memberId]),
  );
  desk.engine.setCable(true);
  await desk.until('nobody may send', () => desk.engine.status().state === 'auth_required');
  expect(desk.engine.status().pending).toBe(3);

  await desk.signIn(tenant.manager);
  desk.engine.sessionChanged();
  desk.engine.wake();
  await desk.until('all verdicts', quiet);
  expect(desk.replica.query('conflicts', {}, desk.view())).toEqual([]);
  for (const { id } of visits) {
    const visit = desk.replica.query('appointment', { id }, desk.view());
    expect(visit).toMatchObject({ pending: false, status: 'confirmed' });
  }
  const senders = await asOwner(cloud, async (client) => {
    const { rows } = await client.query<{ sender: string; actor: string }>(
      `select distinct user_id as sender, actor_id as actor from audit.event
       where scope_id = $1 and table_name = 'appointment'`,
      [tenant.tenantId],
    );
    return rows;
  });
  expect(senders).toEqual([{ sender: tenant.manager.userId, actor: tenant.frontDesk.memberId }]);
});
