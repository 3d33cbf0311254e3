import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/base/time.ts';
import type { CommandToRun } from '../../../src/replica/run-commands.ts';
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
afterAll(() => cloud.stop());
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

const close = async (one: RealDesk): Promise<void> => {
  open.splice(open.indexOf(one), 1);
  await one.close();
};

async function twoDesks(ofB: Partial<Parameters<typeof openDesk>[0]> = {}) {
  salon = await makeTenant(cloud);
  second = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
  const a = await desk();
  const b = await desk({ device: second, person: salon.manager, ...ofB });
  for (const one of [a, b]) await one.until('a first sync', () => one.engine.status().completeTo !== null);
  return { a, b };
}

const booking = (startsAt: number) => cutAt(salon, startsAt, { staffId: salon.staff[0] });
const conflicts = (at: RealDesk) => at.replica.query('conflicts', {}, at.view());
const seen = (at: RealDesk, id: string) => at.replica.query('appointment', { id }, at.view());
const quiet = (at: RealDesk) => at.engine.status().pending === 0;
const payment = (appointmentId: string) => ({
  id: newId(),
  appointmentId,
  tender: 'cash' as const,
  amountCents: 20_000,
  tradingDay: new Date(TEN).toISOString().slice(0, 10),
});
const movedTo = (visit: ReturnType<typeof booking>, startsAt: number) => ({
  id: visit.id,
  lines: [
    {
      id: visit.lines[0]!.id,
      staffId: salon.staff[0],
      resourceId: null,
      resourceHoldId: null,
      startsAt,
      endsAt: startsAt + 45 * MINUTE,
    },
  ],
  softReason: null,
});
/** Gives a group as a person does who presses one button. */
const giveAll = (at: RealDesk, commands: readonly CommandToRun[]): void => {
  for (const { name, args, resolves } of commands) at.give(name as never, args as never, resolves ?? null);
};

/** A booked 10:00; B, offline, booked the same, took money for it and wrote a status: all of that is refused. */
async function refusedWithDependents() {
  const { a, b } = await twoDesks();
  b.engine.setCable(false);
  const taken = booking(TEN);
  a.give('appointment.book', taken);
  await a.until('10:00 is taken', () => quiet(a));
  const late = booking(TEN);
  const paid = payment(late.id);
  b.give('appointment.book', late);
  b.give('payment.take', paid);
  b.give('appointment.status', { id: late.id, eventId: newId(), to: 'arrived', reason: null });
  b.engine.setCable(true);
  await b.until('the verdicts', () => quiet(b));
  await a.until('A lists it', () => conflicts(a)[0]?.dependents.length === 2);
  return { a, b, taken, late, paid };
}

test('what was done on a refused booking is listed under it, at every desk, in the order it was done', async () => {
  const { a, b, late } = await refusedWithDependents();
  for (const one of [a, b]) {
    expect(conflicts(one)).toMatchObject([
      {
        command: 'appointment.book',
        code: 'overlap',
        state: 'open',
        dependents: [
          { command: 'payment.take', code: 'not_found', state: 'open', args: { appointmentId: late.id } },
          { command: 'appointment.status', code: 'not_found', state: 'open' },
        ],
      },
    ]);
  }
});

test('the PC that made it is dead: a colleague finishes it at another desk, with what followed, and it is not sent twice', async () => {
  const { a, b, late, paid } = await refusedWithDependents();
  const file = files[1]!;
  await close(b);

  const [root] = conflicts(a);
  const slot = root!.slots[0]!;
  const again = {
    ...late,
    lines: [{ ...late.lines[0]!, startsAt: slot.startsAt, endsAt: slot.startsAt + 45 * MINUTE }],
  };
  a.give('appointment.book', again, root!.id);
  await a.until('booked instead', () => quiet(a));
  const [closed] = conflicts(a);
  expect(closed).toMatchObject({ id: root!.id, state: 'closed', dependents: [{}, {}] });
  // Offered again in order, as one step.
  giveAll(
    a,
    closed!.dependents.map(({ command, args, id }) => ({ name: command, args, resolves: id })),
  );
  await a.until('all is done', () => quiet(a));
  expect(conflicts(a)).toEqual([]);
  expect(seen(a, late.id)).toMatchObject({ status: 'arrived', startsAt: slot.startsAt, paidCents: 20_000 });

  const back = await desk({ file, device: second, person: salon.manager });
  await back.until('it learns of it', () => seen(back, late.id)?.status === 'arrived' && quiet(back));
  expect(conflicts(back)).toEqual([]);
  expect(seen(back, late.id)?.payments.map(({ id }) => id)).toEqual([paid.id]);
});

test('two desks finish the same conflict at once: one booking is made, and the other desk is told', async () => {
  const { a, b, late } = await refusedWithDependents();
  a.engine.setCable(false);
  b.engine.setCable(false);
  const at = (startsAt: number) => ({
    ...late,
    lines: [{ ...late.lines[0]!, startsAt, endsAt: startsAt + 45 * MINUTE }],
  });
  const root = conflicts(a)[0]!.id;
  a.give('appointment.book', at(TEN + 2 * HOUR), root);
  b.give('appointment.book', at(TEN + 4 * HOUR), root);
  expect(conflicts(b)).toMatchObject([{ id: root, state: 'resolving' }]);
  a.engine.setCable(true);
  await a.until('A was first', () => quiet(a));
  b.engine.setCable(true);
  await b.until('B is told', () => quiet(b));

  expect(seen(b, late.id)).toMatchObject({ startsAt: TEN + 2 * HOUR });
  const told = conflicts(b).find(({ code }) => code === 'resolved');
  expect(told).toMatchObject({
    command: 'appointment.book',
    state: 'open',
    detail: { id: root, to: 'closed', changed_by: salon.frontDesk.memberId },
  });
  // At A the refused second answer is listed as well; A's own answer stands.
  expect(conflicts(b).find(({ id }) => id === root)).toMatchObject({ state: 'closed' });
});

test('an answer that is refused itself leaves the conflict open, with the newest reason', async () => {
  const { a, b, late } = await refusedWithDependents();
  b.engine.setCable(false);
  const noon = booking(TEN + 2 * HOUR);
  a.give('appointment.book', noon);
  await a.until('noon is taken too', () => quiet(a));
  const root = conflicts(b)[0]!.id;
  const again = {
    ...late,
    lines: [{ ...late.lines[0]!, startsAt: TEN + 2 * HOUR, endsAt: TEN + 2 * HOUR + 45 * MINUTE }],
  };
  b.give('appointment.book', again, root);
  // What rests on the answer belongs to the same conflict.
  b.give('appointment.move', movedTo(late, TEN + 3 * HOUR));
  b.engine.setCable(true);
  await b.until('refused again', () => quiet(b));

  const listed = conflicts(b);
  expect(listed).toMatchObject([
    {
      id: root,
      state: 'open',
      code: 'overlap',
      mine: { startsAt: TEN + 2 * HOUR },
      theirs: { appointmentId: noon.id },
    },
  ]);
  expect(listed[0]!.dependents.map(({ command }) => command)).toEqual([
    'payment.take',
    'appointment.status',
    'appointment.move',
  ]);
});

test('put away by one desk, answered by the other: the answer is told that it was put away', async () => {
  const { a, b, late } = await refusedWithDependents();
  b.engine.setCable(false);
  const root = conflicts(a)[0]!.id;
  a.give('conflict.dismiss', { id: root, reason: 'The client was told' });
  await a.until('put away', () => quiet(a));
  // The money that was taken still waits for a person.
  expect(conflicts(a)).toMatchObject([{ id: root, state: 'dismissed', dependents: [{}, {}] }]);
  b.give(
    'appointment.book',
    { ...late, lines: [{ ...late.lines[0]!, startsAt: TEN + HOUR, endsAt: TEN + HOUR + 45 * MINUTE }] },
    root,
  );
  b.engine.setCable(true);
  await b.until('told', () => quiet(b));
  expect(seen(b, late.id)).toBeNull();
  expect(conflicts(b)).toContainEqual(
    expect.objectContaining({
      code: 'resolved',
      state: 'open',
      detail: expect.objectContaining({ to: 'dismissed' }) as unknown,
    }),
  );
});

test('a PC that dies between sending and hearing the word: finished elsewhere, it sends the same again and nothing is doubled', async () => {
  let deaf = false;
  const { a, b } = await twoDesks({
    fetch: async (input, init) => {
      const answer = await fetch(input, init);
      if (deaf && String(input).endsWith('/rpc/sync_pull')) throw new TypeError('connection reset');
      return answer;
    },
  });
  b.engine.setCable(false);
  a.give('appointment.book', booking(TEN));
  await a.until('10:00 is taken', () => quiet(a));
  const late = booking(TEN);
  const paid = payment(late.id);
  b.give('appointment.book', late);
  b.give('payment.take', paid);
  deaf = true;
  b.engine.setCable(true);
  await a.until('the refusals are here', () => conflicts(a)[0]?.dependents.length === 1);
  expect(b.engine.status().pending).toBe(2);
  await close(b);

  const [root] = conflicts(a);
  const startsAt = TEN + 2 * HOUR;
  giveAll(a, [
    {
      name: 'appointment.book',
      args: { ...late, lines: [{ ...late.lines[0]!, startsAt, endsAt: startsAt + 45 * MINUTE }] },
      resolves: root!.id,
    },
    { name: 'payment.take', args: paid, resolves: root!.dependents[0]!.id },
  ]);
  await a.until('done', () => quiet(a));

  const back = await desk({ file: files[1]!, device: second, person: salon.manager });
  await back.until('it learns of it', () => quiet(back) && seen(back, late.id) !== null);
  expect(seen(back, late.id)).toMatchObject({ startsAt, paidCents: 20_000 });
  expect(conflicts(back)).toEqual([]);
});
