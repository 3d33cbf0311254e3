import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import type { SessionState, SyncStatus } from '../../../src/contracts/desk-api.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { newPc, type Pc, switchOn, type TestDesk } from '../../fixtures/sync/desk-of-pc.ts';
import { makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

let cloud: TestCloud;
let salon: TenantFixture;
const desks: TestDesk[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
}, 120_000);
afterAll(async () => {
  await cloud.stop();
});
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.close()));
});

const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;
const PAGE = 4_096;

function desk(pc: Pc): TestDesk {
  const made = switchOn(cloud, pc);
  desks.push(made);
  return made;
}
async function off(one: TestDesk): Promise<void> {
  desks.splice(desks.indexOf(one), 1);
  await one.close();
}
const fileOf = (pc: Pc): string => path.join(pc.userDataDir, 'replicas', salon.tenantId, 'replica.db');
const unlock = (one: TestDesk) => one.call('session.unlock', { memberId: salon.owner.memberId, pin: '2580' });

/** Changes one byte in the middle of a page, counted from 1. */
function flip(file: string, page: number): void {
  const bytes = readFileSync(file);
  bytes[(page - 1) * PAGE + PAGE / 2]! ^= 0x40;
  writeFileSync(file, bytes);
}

/** A PC whose owner booked twice with the cable out, and went home. */
async function pcWithWaitingWork() {
  salon = await makeTenant(cloud);
  const pc = newPc();
  const one = desk(pc);
  await one.enrol(salon.owner);
  await one.call('session.setPin', '2580');
  await one.complete();
  await one.call('sync.setCable', false);
  const visits = [cutAt(salon, TEN), cutAt(salon, TEN + 2 * HOUR)];
  for (const args of visits) await one.call('execute', [{ name: 'appointment.book', args }]);
  await off(one);
  return { pc, visits };
}

async function everythingIsBack(again: TestDesk, visits: readonly { readonly id: string }[]): Promise<void> {
  await again.until('verdicts', async () => (await again.call<SyncStatus>('sync.status')).pending === 0);
  await again.complete();
  for (const { id } of visits) {
    await again.until('the visit', async () => (await again.visit(id))?.pending === false);
  }
}

test('a file whose first page is damaged: locked with its people, what waits goes out, the diary comes again', async () => {
  const { pc, visits } = await pcWithWaitingWork();
  flip(fileOf(pc), 1);
  const again = desk(pc);
  const state = await again.call<SessionState>('session.state');
  expect(state).toMatchObject({
    phase: 'locked',
    people: [{ memberId: salon.owner.memberId, hasPin: true }],
  });
  expect((await again.call<SyncStatus>('sync.status')).pending).toBe(2);
  await unlock(again);
  await everythingIsBack(again, visits);
  expect(readdirSync(path.join(path.dirname(fileOf(pc)), 'damaged'))).toHaveLength(1);
});

test('a page that is found damaged in the middle of work ends the desk; the next one goes on', async () => {
  const { pc, visits } = await pcWithWaitingWork();
  const connection = connect({ path: fileOf(pc), key: Buffer.from(pc.fileKeyHex, 'hex') });
  const root = connection.row(
    sql('test.root', "select rootpage from sqlite_schema where name = 'till_count_day'"),
  );
  connection.close();
  flip(fileOf(pc), root?.[0] as number);

  const one = desk(pc);
  await unlock(one);
  expect(one.toldMain).toEqual([]);
  const day = new Date(TEN).toISOString().slice(0, 10);
  expect(await one.refusal('query', 'takings', { locationId: salon.locations[0], day })).toBe(
    'REPLICA_CORRUPT',
  );
  expect(one.toldMain).toEqual(['damaged']);
  await off(one);

  const again = desk(pc);
  await unlock(again);
  await everythingIsBack(again, visits);
  expect(await again.refusal('query', 'takings', { locationId: salon.locations[0], day })).toBe('allowed');
  expect(existsSync(`${fileOf(pc)}-damaged`)).toBe(false);
});

test('a file that is gone altogether leaves what waits, who this PC is, and who works on it', async () => {
  const { pc, visits } = await pcWithWaitingWork();
  writeFileSync(fileOf(pc), '');
  const again = desk(pc);
  expect(await again.call<SessionState>('session.state')).toMatchObject({ phase: 'locked' });
  await unlock(again);
  await everythingIsBack(again, visits);
});

test('a desk that has the file open keeps a second one out, and lets go of it when it ends', async () => {
  const { pc } = await pcWithWaitingWork();
  const one = desk(pc);
  expect(() => switchOn(cloud, pc)).toThrow(expect.objectContaining({ code: 'REPLICA_IN_USE' }));
  expect((await one.call<SyncStatus>('sync.status')).pending).toBe(2);
  await off(one);
  const again = desk(pc);
  expect((await again.call<SyncStatus>('sync.status')).pending).toBe(2);
});
