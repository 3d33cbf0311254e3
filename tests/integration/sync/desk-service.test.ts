import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '../../../electron/desk/desk.ts';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import type { CallResult, DeskCalls, SessionState, SyncStatus } from '../../../src/contracts/desk-api.ts';
import type { DeskInit } from '../../../src/contracts/main-api.ts';
import type { AppointmentDetail, FlagMatrix, FlagValues } from '../../../src/contracts/queries.ts';
import { PLATFORM_SCOPE } from '../../../src/domain/tables.ts';
import { createRemote } from '../../../src/remote/create-remote.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
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
const dirs: string[] = [];
const desks: Desk[] = [];

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
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.close()));
});

type Pc = { readonly userDataDir: string; readonly fileKeyHex: string; readonly profile: string };
function newPc(profile = 'main'): Pc {
  const userDataDir = mkdtempSync(join(tmpdir(), 'pc-'));
  dirs.push(userDataDir);
  return { userDataDir, fileKeyHex: randomBytes(32).toString('hex'), profile };
}

/** A desk as its process makes it, without Electron around it. */
function switchOn(pc: Pc, demo: DeskInit['demo'] = null) {
  const init: DeskInit = {
    type: 'init',
    ...pc,
    migrationsDir: fileURLToPath(new URL('../../../migrations/replica/', import.meta.url)),
    nativeBinding: null,
    cloud: { url: cloud.url, publishableKey: cloud.publishableKey },
    demo,
    unprotectedKey: true,
  };
  const desk = openDesk({
    init,
    pcClock: { now: Date.now },
    newId,
    log: () => {},
    scheduler: {
      now: Date.now,
      random: Math.random,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    connect: () => createRemote({ ...init.cloud!, webSocket: WebSocket }),
  });
  desks.push(desk);
  const events: string[] = [];
  const lookers = new Set<() => void>();
  desk.listen((event) => {
    events.push(event);
    for (const look of lookers) look();
  });
  const call = async <T>(name: keyof DeskCalls, ...args: unknown[]): Promise<T> => {
    const answer = (await desk.call(name, args)) as CallResult<T>;
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
    return answer.value;
  };
  const refusal = async (name: keyof DeskCalls, ...args: unknown[]): Promise<string> => {
    const answer = await desk.call(name, args);
    return answer.ok ? 'allowed' : answer.error.code;
  };
  /** Looks after each event that a page would hear. */
  const until = (what: string, holds: () => Promise<boolean>): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        lookers.delete(look);
        void desk
          .call('sync.status', [])
          .then((status) => reject(new Error(`${what}: ${JSON.stringify(status)}`)));
      }, 15_000);
      const look = (): void => {
        void holds().then((now) => {
          if (!now) return;
          clearTimeout(timer);
          lookers.delete(look);
          resolve();
        });
      };
      lookers.add(look);
      look();
    });
  const close = async () => {
    desks.splice(desks.indexOf(desk), 1);
    await desk.close();
  };
  const complete = () =>
    until('complete data', async () => (await call<SyncStatus>('sync.status')).completeTo !== null);
  const visit = (id: string) => call<AppointmentDetail | null>('query', 'appointment', { id });
  return { call, refusal, until, close, complete, visit, events };
}

const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
const bookingAt = (startsAt: number) => ({
  name: 'appointment.book',
  args: {
    id: newId(),
    eventId: newId(),
    locationId: salon.locations[0],
    clientId: salon.client,
    status: 'confirmed',
    source: 'desk',
    lines: [
      {
        id: newId(),
        serviceId: salon.services.cut,
        staffId: salon.staff[0],
        resourceId: null,
        staffHoldId: newId(),
        resourceHoldId: null,
        startsAt,
        endsAt: startsAt + 45 * MINUTE,
        priceCents: 35_000,
      },
    ],
    note: null,
    softReason: null,
    importId: null,
  },
});

const demoOf = (): NonNullable<DeskInit['demo']> => ({
  now: Date.now() - 3 * HOUR,
  signIns: [
    { role: 'front_desk', label: 'Reception', ...login(salon.frontDesk) },
    { role: 'manager', label: 'Manager', ...login(salon.manager) },
    { role: 'owner', label: 'Owner', ...login(salon.owner) },
    { role: 'support', label: 'Support', ...login(support) },
  ],
});
const login = ({ email, password }: { readonly email: string; readonly password: string }) => ({
  email,
  password,
});

test('a new PC: reception may not enrol it, the owner may, and then reception works there', async () => {
  const desk = switchOn(newPc());
  expect((await desk.call<SessionState>('session.state')).phase).toBe('signed_out');
  expect(await desk.refusal('query', 'locations', {})).toBe('SIGNED_OUT');
  expect(await desk.refusal('session.signIn', { ...login(salon.frontDesk), password: 'wrong' })).toBe(
    'WRONG_PASSWORD',
  );
  expect(await desk.refusal('session.signIn', login(salon.frontDesk))).toBe('NOT_ENROLLED');
  expect(await desk.call<SessionState>('session.signIn', login(salon.owner))).toMatchObject({
    phase: 'pin_needed',
  });
  await desk.call('session.setPin', '2580');
  await desk.complete();
  expect(await desk.call('query', 'locations', {})).toHaveLength(2);

  expect(await desk.call<SessionState>('session.signIn', login(salon.frontDesk))).toMatchObject({
    phase: 'pin_needed',
    person: { role: 'front_desk' },
    scope: { id: salon.tenantId, name: salon.name, platform: false },
  });
});

test('the demo needs no enrolment, knows its people by PIN, and works on with the cable out', async () => {
  const pc = newPc();
  const demo = demoOf();
  const desk = switchOn(pc, demo);
  const state = await desk.call<SessionState>('session.demoSignIn', salon.frontDesk.email);
  expect(state).toMatchObject({ phase: 'signed_in', person: { role: 'front_desk' }, deviceName: 'Desk 1' });
  expect(Math.abs(state.clockOffsetMs + 3 * HOUR)).toBeLessThan(5_000);
  await desk.complete();
  await desk.until(
    'the demo’s people',
    async () => (await desk.call<SessionState>('session.state')).people.length === 3,
  );

  await desk.call('sync.setCable', false);
  const booked = bookingAt(TEN);
  await desk.call('execute', [booked]);
  await desk.call('session.lock');
  expect(await desk.refusal('query', 'locations', {})).toBe('LOCKED');
  expect(await desk.refusal('session.unlock', { memberId: salon.manager.memberId, pin: '9999' })).toBe(
    'WRONG_PIN',
  );
  expect(await desk.call('session.unlock', { memberId: salon.manager.memberId, pin: '1234' })).toMatchObject({
    phase: 'signed_in',
    person: { role: 'manager' },
  });
  await desk.close();

  // Switched on again without a network: locked, with its people and its waiting work.
  const again = switchOn(pc, demo);
  await again.call('sync.setCable', false);
  expect(await again.call<SessionState>('session.state')).toMatchObject({ phase: 'locked', person: null });
  await again.call('session.unlock', { memberId: salon.manager.memberId, pin: '1234' });
  expect(await again.visit(booked.args.id)).toMatchObject({ pending: true });
  await again.call('sync.setCable', true);
  await again.until('the verdict', async () => (await again.visit(booked.args.id))?.pending === false);
  expect((await again.visit(booked.args.id))?.history[0]?.actor).toBe('front_desk');
});

test('five wrong PINs ask for a sign-in online', async () => {
  const desk = switchOn(newPc());
  await desk.call('session.signIn', login(salon.owner));
  await desk.call('session.setPin', '2580');
  await desk.call('session.lock');
  const attempt = () => desk.refusal('session.unlock', { memberId: salon.owner.memberId, pin: '0000' });
  for (let count = 0; count < 4; count += 1) expect(await attempt()).toBe('WRONG_PIN');
  expect(await attempt()).toBe('PIN_BLOCKED');
  expect(await desk.refusal('session.unlock', { memberId: salon.owner.memberId, pin: '2580' })).toBe(
    'PIN_BLOCKED',
  );
  expect(await desk.call('session.signIn', login(salon.owner))).toMatchObject({ phase: 'signed_in' });
});

test('support changes a flag; the desk of that business has it within two seconds', async () => {
  const desk = switchOn(newPc());
  await desk.call('session.signIn', login(salon.owner));
  await desk.call('session.setPin', '2580');
  await desk.complete();
  expect((await desk.call<FlagValues>('query', 'flagValues', {})).aiFeatures).toBe(false);

  const console = switchOn(newPc('support'));
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
  await desk.until(
    'the flag',
    async () => (await desk.call<FlagValues>('query', 'flagValues', {})).aiFeatures,
  );
  expect(Date.now() - began).toBeLessThan(2_000);
  expect(await console.refusal('flags.set', change)).toBe('CHANGED_MEANWHILE');
  expect(await desk.refusal('flags.set', change)).not.toBe('allowed');
});

test('one PC changes between the business and the platform and keeps both files', async () => {
  const desk = switchOn(newPc(), demoOf());
  await desk.call('session.demoSignIn', salon.owner.email);
  await desk.complete();
  await desk.call('sync.setCable', false);
  const booked = bookingAt(TEN + 3 * HOUR);
  await desk.call('execute', [booked]);
  expect(await desk.refusal('session.demoSignIn', support.email)).toBe('OFFLINE');
  await desk.call('session.lock');
  await desk.call('session.unlock', { memberId: salon.owner.memberId, pin: '1234' });
  expect(await desk.visit(booked.args.id)).toMatchObject({ pending: true });

  await desk.call('sync.setCable', true);
  expect(await desk.call('session.demoSignIn', support.email)).toMatchObject({ scope: { platform: true } });
  expect(await desk.refusal('health.read')).toBe('allowed');
  await desk.call('session.demoSignIn', salon.owner.email);
  await desk.until('the verdict', async () => (await desk.visit(booked.args.id))?.pending === false);
});

test('calls that make no sense are refused in words, never thrown', async () => {
  const desk = switchOn(newPc());
  expect(await desk.refusal('nonsense' as keyof DeskCalls)).toBe('BAD_REQUEST');
  expect(await desk.refusal('session.signIn', { email: 7 })).toBe('BAD_REQUEST');
  expect(await desk.refusal('execute', [])).toBe('BAD_REQUEST');
});
