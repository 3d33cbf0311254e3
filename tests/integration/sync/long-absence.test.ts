import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { dropDeskFile, newDeskFile, openDesk } from '../../fixtures/sync/real-desk.ts';
import { addDevice, asOwner, makeTenant } from '../../fixtures/tenant.ts';

/** A week without a network, two thousand bookings, and a colleague who took a tenth of the times meanwhile. */

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

const BOOKINGS = 2_000;
const TAKEN_EVERY = 10;
/** A day has twelve times of two people. */
const EACH_DAY = 24;
const LIMIT_MS = 240_000;

test(
  'after a week offline two thousand bookings are settled in a handful of pulls, and every refusal is told once',
  { timeout: 2 * LIMIT_MS },
  async () => {
    const salon = await makeTenant(cloud);
    const second = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
    const files = [newDeskFile(), newDeskFile()] as const;
    let pulls = 0;
    const counting: typeof fetch = (input, init) => {
      if (String(input).endsWith('/rpc/sync_pull')) pulls += 1;
      return fetch(input, init);
    };
    const place = { cloud, scope: salon.tenantId, alsoPlatform: false };
    const away = await openDesk({
      ...place,
      file: files[0],
      device: salon.device,
      person: salon.frontDesk,
      fetch: counting,
    });
    const here = await openDesk({ ...place, file: files[1], device: second, person: salon.manager });
    try {
      for (const desk of [away, here]) {
        await desk.start();
        await desk.until('a first sync', () => desk.engine.status().completeTo !== null);
      }
      const tomorrow = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
      const slots = Array.from({ length: BOOKINGS }, (_, index) => ({
        startsAt: tomorrow + Math.floor(index / EACH_DAY) * DAY + (Math.floor(index / 2) % 12) * 45 * MINUTE,
        staffId: salon.staff[index % 2 === 0 ? 0 : 1],
      }));
      away.engine.setCable(false);
      for (const { startsAt, staffId } of slots)
        away.give('appointment.book', cutAt(salon, startsAt, { staffId }));
      expect(away.engine.status().pending).toBe(BOOKINGS);
      const taken = slots.filter((_, index) => index % TAKEN_EVERY === 0);
      for (const { startsAt, staffId } of taken)
        here.give('appointment.book', cutAt(salon, startsAt, { staffId }));
      await here.until('the colleague is booked', () => here.engine.status().pending === 0, LIMIT_MS);

      pulls = 0;
      away.engine.setCable(true);
      await away.until('every verdict', () => away.engine.status().pending === 0, LIMIT_MS);
      // Forty batches went out; each pull replays all that waits, so they must not come after every one.
      expect(pulls).toBeLessThan(BOOKINGS / 50 / 2);
      const refusals = away.replica.query('conflicts', {}, away.view());
      expect(refusals).toHaveLength(taken.length);
      expect(new Set(refusals.map(({ args }) => args['id'])).size).toBe(taken.length);
      await here.until(
        'the colleague sees the refusals too',
        () => here.replica.query('conflictCount', {}, here.view()) === taken.length,
        LIMIT_MS,
      );
    } finally {
      await Promise.all([away.close(), here.close()]);
      for (const file of files) dropDeskFile(file);
    }
  },
);
