import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import type { DeskCalls, SessionState } from '../../../src/contracts/desk-api.ts';
import type { DeskInit } from '../../../src/contracts/main-api.ts';
import type { FlagMatrix, FlagValues } from '../../../src/contracts/queries.ts';
import { PLATFORM_SCOPE } from '../../../src/domain/tables.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { login, newPc, type Pc, switchOn, type TestDesk } from '../../fixtures/sync/desk-of-pc.ts';
import {
  asOwner,
  insertRow,
  makePlatformPerson,
  makeTenant,
  newId,
  type TenantFixture,
} from '../../fixtures/tenant.ts';

let cloud: TestCloud;
let salon: TenantFixture;
let support: Awaited<ReturnType<typeof makePlatformPerson>>;
const AI = newId();
const desks: TestDesk[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
  salon = await makeTenant(cloud);
  support = await makePlatformPerson(cloud, 'support');
  await asOwner(cloud, async (client) => {
    const known = await client.query('select id from public.flag where key = $1', ['ENABLE_AI_FEATURES']);
    if (known.rowCount === 0) {
      await insertRow(client, 'public.flag', {
        id: AI,
        scope_id: PLATFORM_SCOPE,
        key: 'ENABLE_AI_FEATURES',
        description: 'Assistant',
        default_on: false,
      });
    }
  });
}, 120_000);
afterAll(async () => {
  await cloud.stop();
});
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.close()));
});

function desk(pc: Pc = newPc(), demo: DeskInit['demo'] = null): TestDesk {
  const made = switchOn(cloud, pc, demo);
  desks.push(made);
  return made;
}

const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
const bookingAt = (startsAt: number) => ({ name: 'appointment.book', args: cutAt(salon, startsAt) });

const demoOf = (): NonNullable<DeskInit['demo']> => ({
  now: Date.now() - 3 * HOUR,
  signIns: [
    { role: 'front_desk', label: 'Reception', ...login(salon.frontDesk) },
    { role: 'manager', label: 'Manager', ...login(salon.manager) },
    { role: 'owner', label: 'Owner', ...login(salon.owner) },
    { role: 'support', label: 'Support', ...login(support) },
  ],
});

test('a new PC: reception may not enrol it, the owner may, and then reception works there', async () => {
  const pc1 = desk();
  expect((await pc1.call<SessionState>('session.state')).phase).toBe('signed_out');
  expect(await pc1.refusal('query', 'locations', {})).toBe('SIGNED_OUT');
  expect(await pc1.refusal('session.signIn', { ...login(salon.frontDesk), password: 'wrong' })).toBe(
    'WRONG_PASSWORD',
  );
  expect(await pc1.refusal('session.signIn', login(salon.frontDesk))).toBe('NOT_ENROLLED');
  expect(await pc1.call<SessionState>('session.signIn', login(salon.owner))).toMatchObject({
    phase: 'enrolling',
    person: null,
    enrolment: {
      scopeName: salon.name,
      takenNames: ['Desk 1'],
      locations: [{ name: 'Gateway' }, { name: 'Ballito' }],
    },
  });
  expect(await pc1.refusal('session.enrol', { name: ' ', locationIds: null, classes: [] })).toBe(
    'BAD_REQUEST',
  );
  const counter = { name: 'Counter', locationIds: null, classes: ['ledger', 'special'] };
  expect(await pc1.call<SessionState>('session.enrol', counter)).toMatchObject({
    phase: 'pin_needed',
    deviceName: 'Counter',
  });
  expect(await pc1.refusal('session.enrol', counter)).toBe('SIGNED_OUT');
  await pc1.call('session.setPin', '2580');
  await pc1.complete();
  expect(await pc1.call('query', 'locations', {})).toHaveLength(2);

  expect(await pc1.call<SessionState>('session.signIn', login(salon.frontDesk))).toMatchObject({
    phase: 'pin_needed',
    person: { role: 'front_desk' },
    scope: { id: salon.tenantId, name: salon.name, platform: false },
  });
});

test('the demo needs no enrolment, knows its people by PIN, and works on with the cable out', async () => {
  const pc = newPc();
  const demo = demoOf();
  const pc1 = desk(pc, demo);
  const state = await pc1.call<SessionState>('session.demoSignIn', salon.frontDesk.email);
  expect(state).toMatchObject({ phase: 'signed_in', person: { role: 'front_desk' }, deviceName: 'Desk 1' });
  expect(Math.abs(state.clockOffsetMs + 3 * HOUR)).toBeLessThan(5_000);
  await pc1.complete();
  await pc1.until(
    'the demo’s people',
    async () => (await pc1.call<SessionState>('session.state')).people.length === 3,
  );

  await pc1.call('sync.setCable', false);
  const booked = bookingAt(TEN);
  await pc1.call('execute', [booked]);
  await pc1.call('session.lock');
  expect(await pc1.refusal('query', 'locations', {})).toBe('LOCKED');
  expect(await pc1.refusal('session.unlock', { memberId: salon.manager.memberId, pin: '9999' })).toBe(
    'WRONG_PIN',
  );
  expect(await pc1.call('session.unlock', { memberId: salon.manager.memberId, pin: '1234' })).toMatchObject({
    phase: 'signed_in',
    person: { role: 'manager' },
  });
  await pc1.close();
  desks.splice(desks.indexOf(pc1), 1);

  // Switched on again without a network: locked, with its people and its waiting work.
  const again = desk(pc, demo);
  await again.call('sync.setCable', false);
  expect(await again.call<SessionState>('session.state')).toMatchObject({ phase: 'locked', person: null });
  await again.call('session.unlock', { memberId: salon.manager.memberId, pin: '1234' });
  expect(await again.visit(booked.args.id)).toMatchObject({ pending: true });
  await again.call('sync.setCable', true);
  await again.until('the verdict', async () => (await again.visit(booked.args.id))?.pending === false);
  expect((await again.visit(booked.args.id))?.history[0]?.actor).toBe('front_desk');
});

test('five wrong PINs ask for a sign-in online', async () => {
  const pc1 = desk();
  await pc1.enrol(salon.owner);
  await pc1.call('session.setPin', '2580');
  await pc1.call('session.lock');
  const attempt = () => pc1.refusal('session.unlock', { memberId: salon.owner.memberId, pin: '0000' });
  for (let count = 0; count < 4; count += 1) expect(await attempt()).toBe('WRONG_PIN');
  expect(await attempt()).toBe('PIN_BLOCKED');
  expect(await pc1.refusal('session.unlock', { memberId: salon.owner.memberId, pin: '2580' })).toBe(
    'PIN_BLOCKED',
  );
  expect(await pc1.call('session.signIn', login(salon.owner))).toMatchObject({ phase: 'signed_in' });
});

test('support changes a flag; the desk of that business has it within two seconds', async () => {
  const pc1 = desk();
  await pc1.enrol(salon.owner);
  await pc1.call('session.setPin', '2580');
  await pc1.complete();
  expect((await pc1.call<FlagValues>('query', 'flagValues', {})).aiFeatures).toBe(false);

  const console = desk(newPc('support'));
  expect(await console.call('session.signIn', login(support))).toMatchObject({
    phase: 'pin_needed',
    scope: { platform: true },
  });
  await console.call('session.setPin', '2580');
  await console.complete();
  const matrix = await console.call<FlagMatrix>('query', 'flagMatrix', {});
  const flag = matrix.flags.find(({ key }) => key === 'ENABLE_AI_FEATURES');
  expect(flag).toBeDefined();

  const began = Date.now();
  const change = {
    flagId: flag!.id,
    tenantId: salon.tenantId,
    isOn: true,
    expectedVersion: 0,
    reason: 'pilot customer',
  };
  await console.call('flags.set', change);
  await pc1.until('the flag', async () => (await pc1.call<FlagValues>('query', 'flagValues', {})).aiFeatures);
  expect(Date.now() - began).toBeLessThan(2_000);
  expect(await console.refusal('flags.set', change)).toBe('CHANGED_MEANWHILE');
  expect(await pc1.refusal('flags.set', change)).not.toBe('allowed');
});

test('one PC changes between the business and the platform and keeps both files', async () => {
  const pc1 = desk(newPc(), demoOf());
  await pc1.call('session.demoSignIn', salon.owner.email);
  await pc1.complete();
  await pc1.call('sync.setCable', false);
  const booked = bookingAt(TEN + 3 * HOUR);
  await pc1.call('execute', [booked]);
  expect(await pc1.refusal('session.demoSignIn', support.email)).toBe('OFFLINE');
  await pc1.call('session.lock');
  await pc1.call('session.unlock', { memberId: salon.owner.memberId, pin: '1234' });
  expect(await pc1.visit(booked.args.id)).toMatchObject({ pending: true });

  await pc1.call('sync.setCable', true);
  expect(await pc1.call('session.demoSignIn', support.email)).toMatchObject({ scope: { platform: true } });
  expect(await pc1.refusal('health.read')).toBe('allowed');
  await pc1.call('session.demoSignIn', salon.owner.email);
  await pc1.until('the verdict', async () => (await pc1.visit(booked.args.id))?.pending === false);
});

test('calls that make no sense are refused in words, never thrown', async () => {
  const pc1 = desk();
  expect(await pc1.refusal('nonsense' as keyof DeskCalls)).toBe('BAD_REQUEST');
  expect(await pc1.refusal('session.signIn', { email: 7 })).toBe('BAD_REQUEST');
  expect(await pc1.refusal('execute', [])).toBe('BAD_REQUEST');
});
