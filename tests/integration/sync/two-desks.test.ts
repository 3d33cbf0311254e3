import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { dropDeskFile, newDeskFile, openDesk, type RealDesk } from '../../fixtures/sync/real-desk.ts';
import {
  addDevice,
  asOwner,
  type Device,
  makeTenant,
  newId,
  type TenantFixture,
} from '../../fixtures/tenant.ts';

let cloud: TestCloud;
let salon: TenantFixture;
let second: Device;
const open: RealDesk[] = [];
const files: ReturnType<typeof newDeskFile>[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
}, 120_000);
afterAll(async () => {
  await cloud.stop();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((desk) => desk.close()));
  for (const file of files.splice(0)) dropDeskFile(file);
});

/** Tomorrow at ten, South African time. */
const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;

async function desk(options: Partial<Parameters<typeof openDesk>[0]> = {}): Promise<RealDesk> {
  const file = options.file ?? newDeskFile();
  if (!files.includes(file)) files.push(file);
  const made = await openDesk({
    cloud,
    file,
    scope: salon.tenantId,
    device: salon.device,
    person: salon.frontDesk,
    ...options,
  });
  open.push(made);
  await made.start();
  return made;
}

/** Two enrolled PCs of one business, both up to date. */
async function twoDesks(): Promise<{ readonly a: RealDesk; readonly b: RealDesk }> {
  salon = await makeTenant(cloud);
  second = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
  const a = await desk();
  const b = await desk({ device: second, person: salon.manager });
  for (const one of [a, b]) await one.until('a first sync', () => one.engine.status().completeTo !== null);
  return { a, b };
}

const booking = (startsAt: number, staffId = salon.staff[0]) => cutAt(salon, startsAt, { staffId });

const seen = (at: RealDesk, id: string) => at.replica.query('appointment', { id }, at.view());
const quiet = (at: RealDesk) => at.engine.status().pending === 0;

test('booked at one desk, seen at the other', async () => {
  const { a, b } = await twoDesks();
  const visit = booking(TEN);
  a.give('appointment.book', visit);
  expect(seen(a, visit.id)?.pending).toBe(true);
  await b.until('the booking of desk A', () => seen(b, visit.id) !== null);
  await a.until('the verdict', () => quiet(a));
  expect(seen(a, visit.id)).toMatchObject({ pending: false, status: 'confirmed', startsAt: TEN });
  expect(seen(b, visit.id)).toMatchObject({ pending: false, status: 'confirmed', startsAt: TEN });
});

test('both take 10:00 with the cable out: the second is told, and both desks list the conflict', async () => {
  const { a, b } = await twoDesks();
  a.engine.setCable(false);
  b.engine.setCable(false);
  const first = booking(TEN);
  const late = booking(TEN);
  a.give('appointment.book', first);
  b.give('appointment.book', late);
  await a.until('A knows that it is offline', () => a.engine.status().state === 'offline');
  a.engine.setCable(true);
  await a.until('A is booked', () => quiet(a));
  b.engine.setCable(true);
  await b.until('B has its verdict', () => quiet(b));

  const told = b.replica.query('conflicts', {}, b.view());
  expect(told).toHaveLength(1);
  expect(b.replica.query('conflictCount', {}, b.view())).toBe(1);
  expect(told[0]).toMatchObject({ command: 'appointment.book', code: 'overlap' });
  expect(told[0]?.theirs?.appointmentId).toBe(first.id);
  expect(told[0]?.slots.length).toBeGreaterThan(0);
  expect(seen(b, late.id)).toBeNull();
  expect(seen(b, first.id)?.startsAt).toBe(TEN);
  await a.until('A lists it too', () => a.replica.query('conflicts', {}, a.view()).length === 1);

  // The second takes an offered slot, which closes the conflict everywhere.
  const slot = told[0]?.slots[0];
  b.give('appointment.book', booking(slot?.startsAt ?? 0, slot?.lines[0]?.staffId), told[0]?.id ?? null);
  // On its way out it is no longer anybody's to decide.
  expect(b.replica.query('conflictCount', {}, b.view())).toBe(0);
  await a.until('the conflict is closed at A', () => a.replica.query('conflicts', {}, a.view()).length === 0);
});

test('a lost push reply still brings the refusal, once', async () => {
  salon = await makeTenant(cloud);
  second = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
  let lost = 0;
  const losing: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    // The cloud has decided; the desk never hears of it.
    if (lost === 0 && String(input).endsWith('/rpc/sync_push')) {
      lost += 1;
      throw new TypeError('connection reset');
    }
    return answer;
  };
  const winner = await desk();
  const loser = await desk({ device: second, person: salon.manager, fetch: losing });
  for (const one of [winner, loser]) {
    await one.until('a first sync', () => one.engine.status().completeTo !== null);
  }
  loser.engine.setCable(false);
  const late = booking(TEN);
  loser.give('appointment.book', late);
  winner.give('appointment.book', booking(TEN));
  await winner.until('the slot is gone', () => quiet(winner));
  loser.engine.setCable(true);
  await loser.until('the refusal', () => quiet(loser));
  expect(lost).toBe(1);
  const told = loser.replica.query('conflicts', {}, loser.view());
  expect(told).toHaveLength(1);
  expect(told[0]?.args['id']).toBe(late.id);
});

test('offline book, move and cancel; online again the other desk agrees', async () => {
  const { a, b } = await twoDesks();
  const moved = booking(TEN);
  const cancelled = booking(TEN + 2 * HOUR);
  a.engine.setCable(false);
  a.give('appointment.book', moved);
  a.give('appointment.book', cancelled);
  const line = moved.lines[0]!;
  a.give('appointment.move', {
    id: moved.id,
    lines: [
      {
        id: line.id,
        staffId: salon.staff[1],
        resourceId: null,
        resourceHoldId: null,
        startsAt: TEN + HOUR,
        endsAt: TEN + HOUR + 45 * MINUTE,
      },
    ],
    softReason: null,
  });
  a.give('appointment.cancel', {
    id: cancelled.id,
    eventId: newId(),
    reasonCode: 'client_request',
    note: null,
  });
  expect(a.engine.status().pending).toBe(4);
  a.engine.setCable(true);
  await a.until('all verdicts', () => quiet(a));
  await b.until('B has the cancellation', () => seen(b, cancelled.id)?.status === 'cancelled');
  expect(seen(b, moved.id)).toMatchObject({ startsAt: TEN + HOUR });
  expect(seen(b, moved.id)?.lines[0]?.staffId).toBe(salon.staff[1]);
  expect(a.replica.query('conflicts', {}, a.view())).toEqual([]);
});

test('closed in the middle of the day with work waiting: it goes out after the restart', async () => {
  const { a, b } = await twoDesks();
  const file = files[0]!;
  a.engine.setCable(false);
  const visit = booking(TEN);
  a.give('appointment.book', visit);
  await a.close();
  open.splice(open.indexOf(a), 1);

  const again = await desk({ file });
  await again.until('all verdicts', () => quiet(again));
  await b.until('the booking', () => seen(b, visit.id) !== null);
  expect(seen(again, visit.id)?.pending).toBe(false);
});

test('another person takes over the desk: the first one’s work goes out as theirs', async () => {
  const { a, b } = await twoDesks();
  a.engine.setCable(false);
  const thandis = booking(TEN);
  a.give('appointment.book', thandis);
  a.become(salon.manager);
  const managers = booking(TEN + 2 * HOUR);
  a.give('appointment.book', managers);
  a.engine.setCable(true);
  await a.until('all verdicts', () => quiet(a));
  await b.until('both bookings', () => seen(b, thandis.id) !== null && seen(b, managers.id) !== null);
  expect(seen(b, thandis.id)?.history[0]?.actor).toBe('front_desk');
  expect(seen(b, managers.id)?.history[0]?.actor).toBe('manager');
});

test('a revoked PC is refused, keeps its work and says so', async () => {
  const { a } = await twoDesks();
  await asOwner(cloud, async (client) => {
    await client.query('update public.device set revoked_at = now() where id = $1', [salon.device.deviceId]);
  });
  a.give('appointment.book', booking(TEN));
  await a.until('the refusal', () => a.engine.status().state === 'device_refused');
  expect(a.engine.status().pending).toBe(1);
});
