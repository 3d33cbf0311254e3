import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seedDemo } from '../../../scripts/demo/seed-demo.ts';
import { DAY, HOUR } from '../../../src/base/time.ts';
import type { CheckFinding } from '../../../src/contracts/ports.ts';
import { columnsOf, type TableName, TENANT_TABLES } from '../../../src/domain/tables.ts';
import { missingMonths } from '../../../src/sync/bootstrap-plan.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import {
  type DeskFile,
  dropDeskFile,
  newDeskFile,
  openDesk,
  type RealDesk,
} from '../../fixtures/sync/real-desk.ts';
import { addDevice, asOwner, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';

let cloud: TestCloud;
let salon: TenantFixture;
const open: RealDesk[] = [];
const files: DeskFile[] = [];

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

async function deskOf(options: Partial<Parameters<typeof openDesk>[0]> = {}): Promise<RealDesk> {
  const file = newDeskFile();
  files.push(file);
  const desk = await openDesk({
    cloud,
    file,
    ...(options.scope === undefined
      ? { scope: salon.tenantId, device: salon.device, person: salon.manager }
      : (options as Required<Pick<typeof options, 'scope' | 'device' | 'person'>>)),
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  open.push(desk);
  await desk.start();
  const scope = options.scope ?? salon.tenantId;
  await desk.until('a first sync', () => desk.engine.status().completeTo !== null);
  const missing = () => missingMonths(scope, Date.now(), desk.replica.syncStore.coverage(scope));
  await desk.until('older months', () => missing().length === 0 && desk.engine.status().progress === null);
  return desk;
}

/** Reaches past the replica into its file, as a fault would. */
function harm(statements: readonly (readonly [string, ...string[]])[]): void {
  const connection = connect({ path: join(files.at(-1)?.dir ?? '', 'replica.db'), key: files.at(-1)!.key });
  for (const [text, ...params] of statements) {
    expect(connection.transaction(() => connection.run(sql('test.harm', text), ...params))).toBe(1);
  }
  connection.close();
}

/** A whole comparison from now on, and what it found. */
async function checked(desk: RealDesk): Promise<readonly CheckFinding[]> {
  const report = () => desk.replica.checkStore.report(salon.tenantId, 50);
  const before = report().checkedAt ?? 0;
  desk.engine.checkNow();
  await desk.until('a comparison', () => (report().checkedAt ?? 0) > before);
  return report().findings;
}

const found = (table: TableName, missing: number, surplus: number, changed: number) =>
  expect.objectContaining({ table, missing, surplus, changed, outcome: 'healed' });
const visit = (desk: RealDesk, id: string) => desk.replica.query('appointment', { id }, desk.view());

/** A business with a year of everything in it, as the demo makes it. */
async function demoBusiness() {
  const { signIns } = await seedDemo({
    databaseUrl: cloud.databaseUrl,
    seed: 1,
    scale: 1,
    now: Date.now(),
    log: () => undefined,
  });
  const login = signIns.find(({ role }) => role === 'owner');
  return asOwner(cloud, async (client) => {
    const { rows } = await client.query<{ id: string; tenant_id: string }>(
      'select id, tenant_id from public.member where email = $1',
      [login?.email],
    );
    const { id: memberId, tenant_id: tenantId } = rows[0]!;
    const device = await addDevice(client, tenantId);
    return {
      tenantId,
      device,
      person: { memberId, role: 'owner', email: login!.email, password: login!.password },
    };
  });
}

test('a file with a year of every kind of row has the cloud’s figures, contents included', async () => {
  const demo = await demoBusiness();
  const desk = await deskOf({ scope: demo.tenantId, device: demo.device, person: demo.person });
  const session = await desk.signIn(demo.person);
  const { deviceId, deviceSecret, cursor } = desk.replica.syncStore.identity(demo.tenantId);
  let rows = 0;
  let sweepMs = 0;
  for (const table of TENANT_TABLES) {
    const began = performance.now();
    const sweep = desk.replica.checkStore.digests(demo.tenantId, table);
    let slice = sweep.next();
    while (!slice.done) slice = sweep.next();
    sweepMs += performance.now() - began;
    for (const [bucket, here] of slice.value) {
      const there = await desk.remote.digest(session, {
        device_id: deviceId,
        device_secret: deviceSecret,
        scope: demo.tenantId,
        table,
        bucket,
      });
      if (!there.ok) throw new Error(there.error.message);
      rows += here.count;
      expect({ table, bucket, ...there.value }).toEqual({
        table,
        bucket,
        ...here,
        cols: columnsOf(table),
        head: cursor[0],
      });
    }
  }
  expect(rows).toBeGreaterThan(5_000);
  process.stdout.write(`${rows} rows compared, ${Math.round(sweepMs)} ms of the desk\n`);
}, 120_000);

describe('a salon', () => {
  const twoVisits = async () => {
    salon = await makeTenant(cloud);
    const calls: string[] = [];
    const cloudState = { takesWork: true };
    const counting: typeof fetch = (input, init) => {
      const name = String(input).split('/rpc/')[1] ?? '';
      calls.push(name);
      const busy = name === 'sync_push' && !cloudState.takesWork;
      return busy
        ? Promise.resolve(Response.json({ code: '55P03', message: 'busy' }, { status: 503 }))
        : fetch(input, init);
    };
    const desk = await deskOf({ fetch: counting });
    const first = cutAt(salon, TEN);
    const second = cutAt(salon, TEN + 2 * HOUR);
    desk.give('appointment.book', first);
    desk.give('appointment.book', second);
    await desk.until('verdicts', () => desk.engine.status().pending === 0);
    return { desk, first, second, calls, cloudState };
  };

  test('whose file is as the cloud has it: nothing found, nothing fetched, waiting work left alone', async () => {
    const { desk, calls } = await twoVisits();
    desk.engine.setCable(false);
    const waiting = cutAt(salon, TEN + 4 * HOUR);
    desk.give('appointment.book', waiting);
    await desk.until('offline', () => desk.engine.status().state === 'offline');
    const sweep = desk.replica.checkStore.digests(salon.tenantId, 'appointment').next();
    expect(
      [...(sweep.value as ReadonlyMap<number, { count: number }>).values()].map(({ count }) => count),
    ).toEqual([2]);
    desk.engine.setCable(true);
    await desk.until('the verdict', () => desk.engine.status().pending === 0);
    calls.length = 0;
    expect(await checked(desk)).toEqual([]);
    expect(calls).not.toContain('sync_bootstrap');
    expect(calls.filter((name) => name === 'sync_digest').length).toBeGreaterThan(TENANT_TABLES.length);
    expect(visit(desk, waiting.id)).toMatchObject({ pending: false, status: 'confirmed' });
  });

  test('a changed value, a missing and a surplus row are found, fetched again and told', async () => {
    const { desk, first, second } = await twoVisits();
    harm([
      ["update appointment set note = 'not what was written' where id = ?", first.id],
      ['delete from hold where line_id = ?', second.lines[0]!.id],
      ["update client set name = 'Somebody Else' where id = ?", salon.client],
      [
        `insert into block select ?, row_version, null, bucket, location_id, ?, starts_at, ends_at, 'a ghost', null
         from appointment where id = '${first.id}'`,
        newId(),
        salon.staff[1],
      ],
    ]);
    const findings = await checked(desk);
    expect(findings).toHaveLength(4);
    expect(findings).toEqual(
      expect.arrayContaining([
        found('appointment', 0, 0, 1),
        found('hold', 1, 0, 0),
        found('client', 0, 0, 1),
        found('block', 0, 1, 0),
      ]),
    );
    expect(visit(desk, first.id)?.note).toBeNull();
    // The hold is back: the time is taken again.
    expect(() => desk.give('appointment.book', cutAt(salon, TEN + 2 * HOUR))).toThrow('overlap');
    expect(desk.troubles.map(({ code }) => code).filter((code) => code.startsWith('DIGEST'))).toHaveLength(4);
    const again = desk.replica.checkStore.report(salon.tenantId, 50).findings.length;
    expect(await checked(desk)).toHaveLength(again);
  });

  test('what waits stays on top of what was fetched again', async () => {
    const { desk, first, cloudState } = await twoVisits();
    cloudState.takesWork = false;
    desk.give('appointment.status', { id: first.id, eventId: newId(), to: 'arrived', reason: null });
    // Beneath what waits: the row that the cloud decided is kept as json.
    harm([
      [
        "update base_row set json = json_set(json, '$.price_cents', 1) where table_name = 'appointment' and id = ?",
        first.id,
      ],
    ]);
    const findings = await checked(desk);
    expect(findings).toEqual([found('appointment', 0, 0, 1)]);
    expect(visit(desk, first.id)).toMatchObject({ pending: true, status: 'arrived', priceCents: 35_000 });
  });

  test('a figure that never agrees is told once and not fetched again and again', async () => {
    salon = await makeTenant(cloud);
    let fetched = 0;
    const lying: typeof fetch = async (input, init) => {
      const name = String(input).split('/rpc/')[1] ?? '';
      const about = String(init?.body ?? '');
      if (name === 'sync_bootstrap' && about.includes('"service"')) fetched += 1;
      const answer = await fetch(input, init);
      if (name !== 'sync_digest' || !about.includes('"service"')) return answer;
      return Response.json({ ...((await answer.json()) as object), contents: '00000000deadbeef' });
    };
    const desk = await deskOf({ fetch: lying });
    const before = fetched;
    expect(await checked(desk)).toMatchObject([{ table: 'service', changed: 0, outcome: 'disagrees' }]);
    expect(fetched).toBe(before + 1);
    expect(await checked(desk)).toHaveLength(1);
    expect(fetched).toBe(before + 1);
  });
});

test('while a wider device scope is being fetched nothing is compared, so nothing is found missing', async () => {
  salon = await makeTenant(cloud);
  const narrow = await asOwner(cloud, (client) =>
    addDevice(client, salon.tenantId, { locations: [salon.locations[1]] }),
  );
  const writer = await deskOf();
  writer.give('appointment.book', cutAt(salon, TEN));
  await writer.until('it is booked', () => writer.engine.status().pending === 0);
  const line = { isBroken: false, failed: 0, digests: 0 };
  const desk = await deskOf({
    scope: salon.tenantId,
    device: narrow,
    person: salon.manager,
    fetch: (input, init) => {
      // The platform's own rows are another scope: they may be compared.
      const isBroken = line.isBroken && String(init?.body).includes(salon.tenantId);
      if (isBroken && String(input).endsWith('/rpc/sync_digest')) line.digests += 1;
      if (!isBroken || !String(input).endsWith('/rpc/sync_bootstrap')) return fetch(input, init);
      line.failed += 1;
      // Busy, which is no reason to believe that the line is gone.
      return Promise.resolve(Response.json({ code: 'PGRST003', message: 'busy' }, { status: 503 }));
    },
  });
  line.isBroken = true;
  await asOwner(cloud, (client) =>
    client.query(`update device set locations = 'null' where id = $1`, [narrow.deviceId]),
  );
  desk.engine.wake();
  const refused = () => desk.troubles.some(({ during }) => during.startsWith('widen'));
  await desk.until('the wider scope fails to come', refused);
  // The lane that fetches it has ended, and waits.
  await new Promise(setImmediate);
  desk.engine.checkNow();
  const before = line.failed;
  await desk.until('it fails again', () => line.failed > before);
  line.isBroken = false;
  const due = () => desk.replica.syncStore.deviceScope?.holds(salon.tenantId).due;
  await desk.until('the wider scope', () => due() === null);
  expect(await checked(desk)).toEqual([]);
  expect(line.digests).toBe(0);
});
