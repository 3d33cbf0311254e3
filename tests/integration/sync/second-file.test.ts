import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import {
  COPIED_TABLES,
  DERIVED_TABLES,
  FILE_COLUMNS,
  IDENTITY_COLUMNS,
  OWN_TABLES,
  SCOPED_TABLES,
} from '../../../src/replica/local-tables.ts';
import { openSecondFile } from '../../../src/replica/second-file.ts';
import { missingMonths } from '../../../src/sync/bootstrap-plan.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import {
  type DeskFile,
  dropDeskFile,
  newDeskFile,
  openDesk,
  type RealDesk,
} from '../../fixtures/sync/real-desk.ts';
import { addDevice, asOwner, makeTenant, type TenantFixture } from '../../fixtures/tenant.ts';

let cloud: TestCloud;
let salon: TenantFixture;
const open: RealDesk[] = [];
const files: DeskFile[] = [];

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

async function deskOf(
  options: Partial<Parameters<typeof openDesk>[0]> = {},
  awaited: (desk: RealDesk) => boolean = (desk) => desk.engine.status().completeTo !== null,
): Promise<RealDesk> {
  const file = options.file ?? newDeskFile();
  if (!files.includes(file)) files.push(file);
  const desk = await openDesk({
    cloud,
    file,
    scope: salon.tenantId,
    device: salon.device,
    person: salon.frontDesk,
    beforeExchange: () => {},
    ...options,
  });
  open.push(desk);
  await desk.start();
  await desk.until('a first sync', () => awaited(desk));
  return desk;
}

const seen = (desk: Pick<RealDesk, 'replica'>, id: string) =>
  desk.replica.query('appointment', { id }, { scope: salon.tenantId, now: Date.now(), showNames: true });
const owner = (text: string, ...values: readonly unknown[]) =>
  asOwner(cloud, (client) => client.query(text, [...values]));
const journal = (): readonly unknown[] => {
  const file = files.at(0)!;
  const connection = connect({ path: join(file.dir, 'replica.db'), key: file.key, readonly: true });
  const rows = connection.rows(sql('test.journal', 'select uuid, status from journal order by uuid'));
  connection.close();
  return rows;
};

/** A desk with a decided booking, a refused one that waits for a person, and one that is not sent yet. */
async function deskAtWork(beforeExchange: (desk: Pick<RealDesk, 'replica'>) => void = () => {}) {
  salon = await makeTenant(cloud);
  const desk = await deskOf({ beforeExchange });
  const decided = cutAt(salon, TEN, { staffId: salon.staff[0] });
  desk.give('appointment.book', decided);
  await desk.until('the verdict', () => desk.engine.status().pending === 0);
  const second = await asOwner(cloud, (client) => addDevice(client, salon.tenantId));
  const colleague = await deskOf({ device: second, person: salon.manager });
  desk.engine.setCable(false);
  const taken = cutAt(salon, TEN + HOUR, { staffId: salon.staff[0] });
  colleague.give('appointment.book', taken);
  await colleague.until('the colleague is booked', () => colleague.engine.status().pending === 0);
  const refused = cutAt(salon, TEN + HOUR, { staffId: salon.staff[0] });
  desk.give('appointment.book', refused);
  desk.engine.setCable(true);
  await desk.until('the refusal', () => desk.replica.query('conflicts', {}, desk.view()).length === 1);
  desk.engine.setCable(false);
  const waiting = cutAt(salon, TEN + 2 * HOUR, { staffId: salon.staff[0] });
  desk.give('appointment.book', waiting);
  return { desk, decided, refused, waiting, taken };
}

describe('the diary stays on the screen while a second file is built', () => {
  test('another epoch: the journal is offered again, what waits goes out, the conflict stays', async () => {
    const during: unknown[] = [];
    const { desk, decided, waiting, taken } = await deskAtWork(({ replica }) => {
      during.push(
        seen({ replica } as RealDesk, decided.id)?.status,
        seen({ replica } as RealDesk, waiting.id)?.pending,
      );
    });
    const before = journal();
    const { clientId } = desk.replica.syncStore.identity(salon.tenantId);
    await owner('update sync.scope_clock set epoch = gen_random_uuid() where scope_id = $1', salon.tenantId);
    desk.engine.setCable(true);
    desk.engine.wake();
    await desk.until(
      'the new epoch, with everything sent',
      () =>
        desk.replica.syncStore.identity(salon.tenantId).clientId !== clientId &&
        desk.engine.status().pending === 0 &&
        desk.engine.status().state === 'idle',
    );
    expect(during).toEqual(['confirmed', true]);
    expect(seen(desk, decided.id)).toMatchObject({ status: 'confirmed', pending: false });
    expect(seen(desk, waiting.id)).toMatchObject({ status: 'confirmed', pending: false });
    expect(seen(desk, taken.id)).toMatchObject({ status: 'confirmed' });
    expect(desk.replica.query('conflicts', {}, desk.view())).toHaveLength(1);
    const after = journal();
    for (const row of before) expect(after).toContainEqual(row);
    expect(after.length).toBe(before.length + 1);
  });

  test('the cloud has cleared away what this desk never saw deleted: everything anew, the queue with it', async () => {
    const { desk, decided, waiting } = await deskAtWork();
    const { clientId, cursor } = desk.replica.syncStore.identity(salon.tenantId);
    await owner(
      'update sync.scope_clock set version = version + 5, gc_version = version + 4 where scope_id = $1',
      salon.tenantId,
    );
    desk.engine.setCable(true);
    desk.engine.wake();
    await desk.until(
      'a fresh file',
      () =>
        desk.replica.syncStore.identity(salon.tenantId).cursor[0] > cursor[0] &&
        desk.engine.status().pending === 0 &&
        desk.engine.status().state === 'idle',
    );
    expect(desk.replica.syncStore.identity(salon.tenantId).clientId).toBe(clientId);
    expect(seen(desk, decided.id)?.status).toBe('confirmed');
    expect(seen(desk, waiting.id)).toMatchObject({ status: 'confirmed', pending: false });
    expect(desk.replica.query('conflicts', {}, desk.view())).toHaveLength(1);
  });

  test('what is booked while it is built is in it, and goes out', async () => {
    let booked = '';
    const { desk } = await deskAtWork(() => {
      if (booked !== '') return;
      const visit = cutAt(salon, TEN + 4 * HOUR, { staffId: salon.staff[1] });
      booked = visit.id;
      desk.give('appointment.book', visit);
    });
    await owner('update sync.scope_clock set epoch = gen_random_uuid() where scope_id = $1', salon.tenantId);
    desk.engine.setCable(true);
    desk.engine.wake();
    await desk.until('it is sent', () => booked !== '' && seen(desk, booked)?.pending === false);
    expect(seen(desk, booked)?.status).toBe('confirmed');
  });

  test('a line that fails in the middle: the next attempt fetches only what is left', async () => {
    salon = await makeTenant(cloud);
    const calls: string[] = [];
    let budget = Number.POSITIVE_INFINITY;
    const failing: typeof fetch = async (input, init) => {
      if (String(input).endsWith('/rpc/sync_bootstrap')) {
        const { req } = JSON.parse(String(init?.body)) as {
          req: { table: string; bucket: number | null; scope: string };
        };
        if (req.scope === salon.tenantId) {
          if (budget <= 0) throw new TypeError('connection reset');
          budget -= 1;
          calls.push(`${req.table} ${String(req.bucket)}`);
        }
      }
      return fetch(input, init);
    };
    const desk = await deskOf({ fetch: failing });
    const missing = () =>
      missingMonths(salon.tenantId, Date.now(), desk.replica.syncStore.coverage(salon.tenantId));
    await desk.until('older months', () => missing().length === 0 && desk.engine.status().progress === null);
    calls.length = 0;
    budget = 12;
    await owner(
      'update sync.scope_clock set version = version + 5, gc_version = version + 4 where scope_id = $1',
      salon.tenantId,
    );
    desk.engine.wake();
    await desk.until('it fails', () => budget === 0 && desk.engine.status().state === 'offline');
    expect(existsSync(join(files[0]!.dir, 'replica.db.next'))).toBe(true);
    budget = Number.POSITIVE_INFINITY;
    desk.engine.wake();
    await desk.until('it is whole', () => desk.engine.status().state === 'idle');
    expect(calls.length).toBeGreaterThan(30);
    expect(calls.filter((call, index) => calls.indexOf(call) !== index)).toEqual([]);
    expect(existsSync(join(files[0]!.dir, 'replica.db.next'))).toBe(false);
  });
});

test('every table of a file is sorted in: what is copied, what is made anew, what the second file has itself', async () => {
  salon = await makeTenant(cloud);
  await deskOf();
  const file = files[0]!;
  const connection = connect({ path: join(file.dir, 'replica.db'), key: file.key, readonly: true });
  const tables = connection
    .rows(
      sql('test.tables', `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`),
    )
    .map(([name]) => String(name))
    // What the search index keeps its words in.
    .filter((name) => !/^client_(search|word)_(data|idx|content|docsize|config)$/.test(name));
  const meta = connection
    .rows(sql('test.meta', `select name from pragma_table_info('meta')`))
    .map(([name]) => name);
  expect(meta.toSorted()).toEqual([...IDENTITY_COLUMNS, ...FILE_COLUMNS].toSorted());
  connection.close();
  const sorted = [...COPIED_TABLES, ...SCOPED_TABLES, ...DERIVED_TABLES, ...OWN_TABLES];
  expect(tables.toSorted()).toEqual([...sorted].toSorted());
  expect(new Set(sorted).size).toBe(sorted.length);
});

test('a file that is half built is not put in place', async () => {
  salon = await makeTenant(cloud);
  const desk = await deskOf();
  const { identity } = desk.replica.syncStore;
  const { clientId, deviceId, deviceSecret, epoch, scopeV, cursor, ack } = identity(salon.tenantId);
  const file = files[0]!;
  const second = openSecondFile(
    {
      path: join(file.dir, 'replica.db'),
      key: file.key,
      migrationsFolder: join(import.meta.dirname, '../../../migrations/replica'),
      clock: { now: Date.now },
      newId: () => clientId,
    },
    {
      scope: salon.tenantId,
      scopeName: salon.name,
      clientId,
      deviceId,
      deviceSecret,
      epoch: epoch ?? '',
      scopeV: scopeV ?? '',
      holds: null,
      head: cursor[0],
      ack,
      alsoMonths: [],
    },
  );
  second.close();
  expect(() => desk.replica.putInPlace(salon.tenantId, 'whole', null)).toThrow('half-built');
  // The open file is as it was, and open.
  const visit = cutAt(salon, TEN);
  desk.give('appointment.book', visit);
  expect(seen(desk, visit.id)?.startsAt).toBe(TEN);
});
