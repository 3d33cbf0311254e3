import { writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import type { RemoteSession } from '../../../src/contracts/ports.ts';
import { cutAt } from '../../fixtures/booking.ts';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { openDesk } from '../../fixtures/sync/real-desk.ts';
import type { TenantFixture } from '../../fixtures/tenant.ts';

/**
 * A desk in a process of its own, to be killed: books one time after the other while it syncs, and says the id of each
 * booking as soon as the desk has answered. Everything that it needs comes as JSON in the environment.
 */
export type BookingDesk = {
  readonly url: string;
  readonly publishableKey: string;
  readonly dir: string;
  readonly keyHex: string;
  readonly tenant: TenantFixture;
  readonly session: RemoteSession;
  /** Number of the first time to book; a time that is taken already is passed over. */
  readonly from: number;
};

const EACH_DAY = 24;

/** Twelve times a day of two people. */
function timeOf(index: number): { readonly startsAt: number; readonly person: 0 | 1 } {
  const first = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
  return {
    startsAt:
      first + Math.floor(index / EACH_DAY) * DAY + (Math.floor(index / 2) % (EACH_DAY / 2)) * 45 * MINUTE,
    person: index % 2 === 0 ? 0 : 1,
  };
}

const place = JSON.parse(process.env['BOOKING_DESK'] ?? '') as BookingDesk;
const { tenant } = place;
const desk = await openDesk({
  // Of a cloud a desk needs its address and its key alone.
  cloud: { url: place.url, publishableKey: place.publishableKey } as TestCloud,
  file: { dir: place.dir, key: Buffer.from(place.keyHex, 'hex') },
  scope: tenant.tenantId,
  device: tenant.device,
  person: tenant.frontDesk,
  alsoPlatform: false,
});
desk.sessions.set(tenant.frontDesk.memberId, place.session);
desk.engine.start();
await desk.until('rows', () => desk.engine.status().completeTo !== null);
for (let index = place.from; ; index += 1) {
  const { startsAt, person } = timeOf(index);
  const visit = cutAt(tenant, startsAt, { staffId: tenant.staff[person] });
  try {
    desk.give('appointment.book', visit);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('overlap')) throw error;
    continue;
  }
  writeSync(1, `${visit.id}\n`);
  await nextTurn();
}
