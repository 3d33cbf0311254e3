import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/base/time.ts';
import { TENANT_TABLES, type TableName } from '../../../src/domain/tables.ts';
import { connect, sql, type SqlValue } from '../../../src/replica/connection.ts';
import { codecOf } from '../../../src/replica/row-codec.ts';
import { missingMonths } from '../../../src/sync/bootstrap-plan.ts';
import { cutAt } from '../../fixtures/booking.ts';
import { type LargeTenant, makeLargeTenant } from '../../bench/large-tenant.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import {
  type DeskFile,
  dropDeskFile,
  newDeskFile,
  openDesk,
  type RealDesk,
} from '../../fixtures/sync/real-desk.ts';
import { addDevice, asOwner, type Device, newId } from '../../fixtures/tenant.ts';

/** Few enough for the open file: two persons at one more branch, beside the two that every test's business has. */
const VISITS = 1_000;
const ALL = ['diary', 'ledger', 'special'];

let cloud: TestCloud;
let business: LargeTenant;
const open: RealDesk[] = [];
const files = new Map<RealDesk, DeskFile>();

beforeAll(async () => {
  cloud = await startTestCloud();
  business = await makeLargeTenant(cloud, VISITS);
  await asOwner(cloud, (client) =>
    client.query(
      `insert into client_alert (id, tenant_id, client_id, kind, text) values ($1, $2, $3, 'allergy', 'hair dye')`,
      [newId(), business.tenantId, business.client],
    ),
  );
}, 120_000);
afterAll(() => cloud.stop());
afterEach(async () => {
  await Promise.all(open.splice(0).map((desk) => desk.close()));
  for (const file of files.values()) dropDeskFile(file);
  files.clear();
});

/** Tomorrow at ten, South African time. */
const TEN = Math.floor(Date.now() / DAY) * DAY + DAY + 8 * HOUR;

async function deskOf(device: Device): Promise<RealDesk> {
  const file = newDeskFile();
  const desk = await openDesk({ cloud, file, scope: business.tenantId, device, person: business.manager });
  open.push(desk);
  files.set(desk, file);
  await desk.start();
  await desk.until('the window', () => isWhole(desk));
  return desk;
}

const holds = (desk: RealDesk) => desk.replica.syncStore.deviceScope?.holds(business.tenantId);
const isWhole = (desk: RealDesk): boolean =>
  missingMonths(business.tenantId, Date.now(), desk.replica.syncStore.coverage(business.tenantId)).length ===
    0 &&
  desk.engine.status().progress === null &&
  desk.engine.status().state === 'idle' &&
  holds(desk)?.due === null;

/** Every synced row, table by table, and the cards. */
function contents(desk: RealDesk): ReadonlyMap<string, readonly (readonly SqlValue[])[]> {
  const file = files.get(desk)!;
  const connection = connect({ path: join(file.dir, 'replica.db'), key: file.key, readonly: true });
  const rows = new Map<string, readonly (readonly SqlValue[])[]>();
  for (const table of TENANT_TABLES.map((name: TableName) => codecOf(name))) {
    const columns = table.columns.filter((column) => column !== 'row_version' || table.table !== 'device');
    rows.set(
      table.table,
      connection.rows(sql('test.rows', `select ${columns.join(', ')} from ${table.table} order by id`)),
    );
  }
  rows.set('day_card', connection.rows(sql('test.cards', 'select * from day_card order by line_id')));
  rows.set(
    'client_search_key',
    connection.rows(sql('test.keys', 'select client_id from client_search_key order by 1')),
  );
  connection.close();
  return rows;
}

const setScope = (device: Device, locations: readonly string[] | null, classes: readonly string[]) =>
  asOwner(cloud, (client) =>
    client.query('update device set locations = $2, classes = $3 where id = $1', [
      device.deviceId,
      JSON.stringify(locations),
      JSON.stringify(classes),
    ]),
  );
const branch = async (): Promise<string> =>
  asOwner(cloud, async (client) => {
    const found = await client.query<{ id: string }>(
      `select id from location where tenant_id = $1 and name = 'Branch 1'`,
      [business.tenantId],
    );
    return found.rows[0]!.id;
  });

/** Holds a desk whose scope was changed against one that was enrolled with that scope and fetched everything. */
async function expectAsFresh(
  desk: RealDesk,
  locations: readonly string[] | null,
  classes: readonly string[],
): Promise<void> {
  const other = await asOwner(cloud, (client) =>
    addDevice(client, business.tenantId, { locations, classes }),
  );
  const fresh = await deskOf(other);
  // Both know of the device that was just added.
  desk.engine.wake();
  const head = () => desk.replica.syncStore.identity(business.tenantId).cursor[0];
  await desk.until(
    'the same moment',
    () => head() >= fresh.replica.syncStore.identity(business.tenantId).cursor[0],
  );
  const [expected, actual] = [contents(fresh), contents(desk)];
  for (const [table, rows] of expected) expect({ table, rows: actual.get(table) }).toEqual({ table, rows });
  expect(desk.replica.syncStore.coverage(business.tenantId)).toEqual(
    fresh.replica.syncStore.coverage(business.tenantId),
  );
}

test('narrower, then wider than before: only the difference moves, and each time it is as if fetched anew', async () => {
  const one = await branch();
  const device = await asOwner(cloud, (client) => addDevice(client, business.tenantId));
  const desk = await deskOf(device);
  const count = (table: string) => contents(desk).get(table)?.length ?? 0;
  const visits = count('appointment');
  expect(visits).toBe(VISITS);

  const narrow = [business.locations[0]];
  await setScope(device, narrow, ['diary']);
  desk.engine.wake();
  await desk.until('the narrow scope', () => isWhole(desk) && holds(desk)?.now?.locations?.length === 1);
  expect([count('appointment'), count('ledger_entry'), count('client_alert')]).toEqual([0, 0, 0]);
  await expectAsFresh(desk, narrow, ['diary']);

  const wide = [business.locations[0], one];
  await setScope(device, wide, ALL);
  desk.engine.wake();
  await desk.until('the wide scope', () => isWhole(desk) && holds(desk)?.now?.locations?.length === 2);
  expect([count('appointment'), count('client_alert')]).toEqual([VISITS, 1]);
  await expectAsFresh(desk, wide, ALL);

  await setScope(device, null, ALL);
  desk.engine.wake();
  await desk.until('all branches', () => isWhole(desk) && holds(desk)?.now?.locations === null);
  await expectAsFresh(desk, null, ALL);
}, 120_000);

test('what waits for the cloud stays until it is decided, and goes then', async () => {
  const device = await asOwner(cloud, (client) => addDevice(client, business.tenantId));
  const desk = await deskOf(device);
  desk.engine.setCable(false);
  const visit = cutAt(business, TEN, { staffId: business.staff[0] });
  desk.give('appointment.book', visit);
  await setScope(device, [business.locations[1]], ALL);
  const rows = () =>
    contents(desk)
      .get('appointment')
      ?.filter(([id]) => id === visit.id) ?? [];
  const seenDue: number[] = [];
  desk.engine.setCable(true);
  desk.engine.wake();
  await desk.until('it is decided and gone', () => {
    if (holds(desk)?.due && desk.engine.status().pending > 0) seenDue.push(rows().length);
    return isWhole(desk) && holds(desk)?.now?.locations?.length === 1 && desk.engine.status().pending === 0;
  });
  for (const kept of seenDue) expect(kept).toBe(1);
  expect(rows()).toEqual([]);
  // A PC may not book where it may not look: the refusal waits for a person.
  expect(desk.replica.query('conflicts', {}, desk.view()).map(({ code }) => code)).toEqual(['forbidden']);
}, 60_000);
