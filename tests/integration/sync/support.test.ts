import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import type { BroughtBack, Diagnosis } from '../../../src/contracts/diagnosis.ts';
import type { SyncStatus } from '../../../src/contracts/desk-api.ts';
import type { FileTicket } from '../../../src/contracts/transfer.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { login, newPc, type Pc, switchOn, type TestDesk } from '../../fixtures/sync/desk-of-pc.ts';
import { asOwner, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';

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
const PLANTED = /Nomvula|Zungu|821234567|82 123|nomvula@|peanut|gate code|Sibusiso/i;
const PASSPHRASE = 'seven green umbrellas';

async function desk(pc: Pc = newPc()): Promise<TestDesk> {
  const made = switchOn(cloud, pc);
  desks.push(made);
  await made.enrol(salon.owner);
  await made.call('session.setPin', '2580');
  await made.complete();
  return made;
}
/** Bytes as main would save them. */
async function bytesOf(at: TestDesk, ticket: FileTicket): Promise<Buffer> {
  const pieces = at.files.take(ticket.ticket);
  const all: Uint8Array[] = [];
  for (let piece = await pieces.next(); piece !== null; piece = await pieces.next()) all.push(piece);
  await pieces.end();
  return Buffer.concat(all);
}

/** A desk with the cable out, on which people and notes were written down. */
async function offlineWithNames() {
  salon = await makeTenant(cloud);
  const one = await desk();
  await one.call('sync.setCable', false);
  const clientId = newId();
  const visit = { ...cutAt(salon, TEN), clientId, note: 'gate code 4711, ask for Sibusiso' };
  await one.call('execute', [
    {
      name: 'client.create',
      args: {
        id: clientId,
        name: 'Nomvula Zungu',
        phone: '+27821234567',
        email: 'nomvula@example.test',
        note: 'peanut allergy',
        importId: null,
      },
    },
    { name: 'appointment.book', args: visit },
  ]);
  return { one, visit, clientId };
}

test('a diagnosis says how the PC is, and nobody’s name, number or address', async () => {
  const { one } = await offlineWithNames();
  const diagnosis = await one.call<Diagnosis>('diagnosis.read');
  expect(JSON.stringify(diagnosis)).not.toMatch(PLANTED);
  expect(JSON.stringify(diagnosis)).not.toContain(salon.name);
  expect(JSON.stringify(diagnosis)).not.toContain(salon.owner.email);
  expect(diagnosis).toMatchObject({
    scopes: expect.arrayContaining([
      expect.objectContaining({ which: 'business', state: 'offline', waiting: 2 }),
      expect.objectContaining({ which: 'platform', waiting: 0, waitingSince: null }),
    ]),
    disk: { full: false, freeBytes: expect.any(Number), fileBytes: expect.any(Number) },
    rescue: null,
  });
  const business = diagnosis.scopes.find(({ which }) => which === 'business');
  expect(Math.abs((business?.waitingSince ?? 0) - Date.now())).toBeLessThan(60_000);
});

test('support gets ids, commands, times and codes, and nobody’s name, number, address or note', async () => {
  const { one, visit, clientId } = await offlineWithNames();
  const ticket = await one.call<FileTicket>('diagnosis.supportFile', { fileName: 'support.json' });
  const text = (await bytesOf(one, ticket)).toString('utf8');
  expect(text).not.toMatch(PLANTED);
  const { commands } = JSON.parse(text) as {
    readonly commands: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[];
  };
  expect(commands).toMatchObject([
    {
      name: 'client.create',
      status: 'waiting',
      args: { id: clientId, name: expect.stringMatching(/^text-/) },
    },
    { name: 'appointment.book', status: 'waiting', args: { id: visit.id, clientId, status: 'confirmed' } },
  ]);
});

test('what waits is saved for the business alone and brought back on a new PC, once', async () => {
  const { one, visit } = await offlineWithNames();
  const ticket = await one.call<FileTicket>('waiting.save', { fileName: 'a.work', passphrase: PASSPHRASE });
  const bytes = new Uint8Array(await bytesOf(one, ticket));
  expect(Buffer.from(bytes).toString('latin1')).not.toMatch(PLANTED);

  const other = await desk(newPc('second'));
  const bring = { bytes, passphrase: PASSPHRASE };
  expect(await other.refusal('waiting.bringBack', { ...bring, passphrase: 'another one' })).toBe(
    'WRONG_PASSPHRASE',
  );
  const changed = Uint8Array.from(bytes);
  changed[changed.length - 1]! ^= 1;
  expect(await other.refusal('waiting.bringBack', { ...bring, bytes: changed })).toBe('WRONG_PASSPHRASE');
  expect(await other.refusal('waiting.bringBack', { ...bring, bytes: bytes.subarray(9) })).toBe(
    'FILE_UNREADABLE',
  );
  expect(await other.call<BroughtBack>('waiting.bringBack', bring)).toEqual({ work: 2, known: 0 });
  await other.until('verdicts', async () => (await other.call<SyncStatus>('sync.status')).pending === 0);
  expect(await other.visit(visit.id)).toMatchObject({ status: 'confirmed', pending: false });
  expect(await other.call<BroughtBack>('waiting.bringBack', bring)).toEqual({ work: 0, known: 2 });

  // The first PC comes back after all: its own copy of the work is recognised by its uuids.
  await one.call('sync.setCable', true);
  await one.until('verdicts', async () => (await one.call<SyncStatus>('sync.status')).pending === 0);
  expect(await one.call('query', 'conflicts', {})).toEqual([]);
  expect(await one.visit(visit.id)).toMatchObject({ status: 'confirmed', pending: false });
});

test('another business’s file is refused, and reception may neither save nor bring back', async () => {
  const { one } = await offlineWithNames();
  const ticket = await one.call<FileTicket>('waiting.save', { fileName: 'a.work', passphrase: PASSPHRASE });
  const bytes = new Uint8Array(await bytesOf(one, ticket));
  salon = await makeTenant(cloud);
  const other = await desk(newPc('other'));
  expect(await other.refusal('waiting.bringBack', { bytes, passphrase: PASSPHRASE })).toBe('OTHER_BUSINESS');
  await other.call('session.signIn', login(salon.frontDesk));
  await other.call('session.setPin', '1357');
  expect(await other.refusal('waiting.bringBack', { bytes, passphrase: PASSPHRASE })).toBe('REJECTED');
  expect(await other.refusal('waiting.save', { fileName: 'a.work', passphrase: PASSPHRASE })).toBe(
    'REJECTED',
  );
  expect(await other.refusal('waiting.save', { fileName: 'a.work', passphrase: 'short' })).toBe(
    'BAD_REQUEST',
  );
});

test('a PC that the cloud knows no more is added anew by the owner, and what waits goes out', async () => {
  const { one, visit } = await offlineWithNames();
  const { deviceId } = await one.call<Diagnosis>('diagnosis.read');
  // As a cloud that was put back from before the PC was added.
  await asOwner(cloud, (client) =>
    client.query('delete from sync.device_secret where device_id = $1', [deviceId]),
  );
  await one.call('sync.setCable', true);
  const state = async () => (await one.call<SyncStatus>('sync.status')).state;
  await one.until('the refusal', async () => (await state()) === 'device_refused');
  expect(await one.refusal('execute', [{ name: 'appointment.book', args: cutAt(salon, TEN + HOUR) }])).toBe(
    'READ_ONLY',
  );

  await one.enrol(salon.owner, { name: 'Counter again' });
  await one.until('verdicts', async () => (await one.call<SyncStatus>('sync.status')).pending === 0);
  expect((await one.call<Diagnosis>('diagnosis.read')).deviceId).not.toBe(deviceId);
  expect(await one.visit(visit.id)).toMatchObject({ status: 'confirmed', pending: false });
});
