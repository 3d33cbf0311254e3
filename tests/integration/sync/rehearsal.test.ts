import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { wasAway } from '../../fixtures/sync/absence.ts';
import { dropDeskFile, newDeskFile, openDesk, type RealDesk } from '../../fixtures/sync/real-desk.ts';
import {
  addDevice,
  asOwner,
  type Device,
  makeTenant,
  newId,
  type TenantFixture,
} from '../../fixtures/tenant.ts';

const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;

let cloud: TestCloud;
let salon: TenantFixture;
let second: Device;
let desk: RealDesk;
let away: RealDesk;
const files = [newDeskFile(), newDeskFile()] as const;

beforeAll(async () => {
  cloud = await startTestCloud();
  salon = await makeTenant(cloud);
  second = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
  const common = { cloud, scope: salon.tenantId };
  desk = await openDesk({ ...common, file: files[0], device: salon.device, person: salon.frontDesk });
  await desk.start();
  await desk.until('a first sync', () => desk.engine.status().completeTo !== null);
}, 120_000);
afterAll(async () => {
  await Promise.all([desk.close(), away.close()]);
  for (const file of files) dropDeskFile(file);
  await cloud.stop();
});

const booking = (startsAt: number, staffId = salon.staff[0]) => cutAt(salon, startsAt, { staffId });
const openAway = () =>
  openDesk({ cloud, scope: salon.tenantId, file: files[1], device: second, person: salon.manager });
const seen = (at: RealDesk, id: string) => at.replica.query('appointment', { id }, at.view());
const conflicts = (at: RealDesk) => at.replica.query('conflicts', {}, at.view());

test('back after days with bookings of its own: it shows what clashes, a person decides, and then it is sent', async () => {
  away = await openAway();
  await away.start();
  await away.until('a first sync', () => away.engine.status().completeTo !== null);
  away.engine.setCable(false);
  const fine = booking(TEN + 5 * HOUR, salon.staff[1]);
  const late = booking(TEN);
  const later = booking(TEN + HOUR);
  const paid = {
    id: newId(),
    appointmentId: late.id,
    tender: 'cash' as const,
    amountCents: 20_000,
    tradingDay: new Date(TEN).toISOString().slice(0, 10),
  };
  away.give('appointment.book', late);
  away.give('payment.take', paid);
  away.give('appointment.book', later);
  away.give('appointment.book', fine);
  await away.close();

  desk.give('appointment.book', booking(TEN));
  desk.give('appointment.book', booking(TEN + HOUR));
  await desk.until('both times are taken', () => desk.engine.status().pending === 0);

  wasAway({ path: join(files[1].dir, 'replica.db'), key: files[1].key }, 3 * DAY);
  away = await openAway();
  await away.start();
  await away.until('it has looked', () => (away.engine.status().hold?.clashes ?? 0) > 0);
  const rehearsal = () => away.replica.query('rehearsal', {}, away.view());
  expect(rehearsal()).toMatchObject({ changes: 4, goThrough: 1, clashes: 3, decided: 0 });
  const [first, other] = rehearsal().items;
  expect(first).toMatchObject({
    command: 'appointment.book',
    code: 'overlap',
    state: 'open',
    mine: { startsAt: TEN },
    theirs: { startsAt: TEN, bookedBy: 'front_desk' },
    dependents: [{ command: 'payment.take', args: { id: paid.id } }],
  });
  expect(other).toMatchObject({ mine: { startsAt: TEN + HOUR }, dependents: [] });

  // One gets another time, and what was paid for it goes with it; the other is not needed any more.
  const startsAt = first!.slots[0]!.startsAt;
  const instead = { ...late, lines: [{ ...late.lines[0]!, startsAt, endsAt: startsAt + 45 * MINUTE }] };
  away.give('appointment.book', instead, first!.id);
  away.give('payment.take', paid, first!.dependents[0]!.id);
  away.give('conflict.dismiss', { id: other!.id, reason: 'The client was told' });
  expect(rehearsal()).toMatchObject({ clashes: 0, decided: 3, items: [{ state: 'resolving' }] });
  // Nothing has left this PC yet.
  expect(away.engine.status()).toMatchObject({ pending: 7, hold: { clashes: 3 } });
  await desk.until('a pull', () => desk.engine.status().state === 'idle');
  expect(seen(desk, fine.id)).toBeNull();

  away.engine.release();
  await away.until('all is sent', () => away.engine.status().pending === 0);
  expect(away.engine.status().hold).toBeNull();
  expect(seen(away, late.id)).toMatchObject({ startsAt, paidCents: 20_000 });
  expect(seen(away, later.id)).toBeNull();
  expect(seen(away, fine.id)).toMatchObject({ pending: false });
  expect(conflicts(away)).toEqual([]);
  await desk.until('the other desk agrees', () => seen(desk, late.id)?.paidCents === 20_000);
  expect(conflicts(desk)).toEqual([]);
});

test('put away before it was sent, but the time was free again: the person is told that it was booked', async () => {
  away.engine.setCable(false);
  const noon = TEN + 6 * HOUR;
  const wanted = booking(noon);
  away.give('appointment.book', wanted);
  await away.close();
  const theirs = booking(noon);
  desk.give('appointment.book', theirs);
  await desk.until('noon is taken', () => desk.engine.status().pending === 0);

  wasAway({ path: join(files[1].dir, 'replica.db'), key: files[1].key }, DAY);
  away = await openAway();
  await away.start();
  await away.until('it has looked', () => away.engine.status().hold?.clashes === 1);
  const [item] = away.replica.query('rehearsal', {}, away.view()).items;
  away.engine.setCable(false);
  away.give('conflict.dismiss', { id: item!.id, reason: 'Arranged otherwise' });
  desk.give('appointment.cancel', {
    id: theirs.id,
    eventId: newId(),
    reasonCode: 'client_request',
    note: null,
  });
  await desk.until('noon is free', () => desk.engine.status().pending === 0);
  away.engine.setCable(true);
  away.engine.release();
  await away.until('all is sent', () => away.engine.status().pending === 0);
  expect(seen(away, wanted.id)).toMatchObject({ startsAt: noon, status: 'confirmed' });
  expect(conflicts(away)).toMatchObject([
    { command: 'conflict.dismiss', code: 'transition', detail: { from: 'applied' } },
  ]);
});
