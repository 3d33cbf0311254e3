import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY } from '../../../src/base/time.ts';
import { dayOf } from '../../../src/domain/scheduling/zoned-time.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import { rebuildDayCards } from '../../../src/replica/day-cards.ts';
import { migrate, readMigrations } from '../../../src/replica/migrate.ts';
import { missingMonths } from '../../../src/sync/bootstrap-plan.ts';
import { type LargeTenant, makeLargeTenant } from '../../bench/large-tenant.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import type { DeskProcessEvent, DeskProcessSetup } from '../../fixtures/sync/desk-process.ts';
import {
  type DeskFile,
  dropDeskFile,
  newDeskFile,
  openDesk,
  type RealDesk,
} from '../../fixtures/sync/real-desk.ts';

/** A business large enough that its first sync is built in a second file. */
const VISITS = 5_000;
const DESK_PROCESS = join(import.meta.dirname, '../../fixtures/sync/desk-process.ts');

let cloud: TestCloud;
let business: LargeTenant;
const open: RealDesk[] = [];
const children: ChildProcess[] = [];
let file: DeskFile;

beforeAll(async () => {
  cloud = await startTestCloud();
  business = await makeLargeTenant(cloud, VISITS);
}, 120_000);
afterAll(() => cloud.stop());
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(open.splice(0).map((desk) => desk.close()));
  dropDeskFile(file);
});

const deskOf = (beforeExchange: () => void = () => {}) =>
  openDesk({
    cloud,
    file,
    scope: business.tenantId,
    device: business.device,
    person: business.owner,
    beforeExchange,
  });
const second = (part: 'near' | 'next'): boolean => existsSync(join(file.dir, `replica.db.${part}`));

/** How much of the diary a screen of that day would show. */
function coverOf(desk: RealDesk, daysFromToday: number): string {
  const branch = desk.replica
    .query('locations', {}, desk.view())
    .find(({ name }) => name.startsWith('Branch'));
  if (!branch) return 'no branch';
  const day = dayOf(Date.now() + daysFromToday * DAY, branch.timeZone);
  return desk.replica.query('dayBoard', { locationId: branch.id, day }, desk.view()).cover;
}

const isWhole = (desk: RealDesk): boolean =>
  missingMonths(business.tenantId, Date.now(), desk.replica.syncStore.coverage(business.tenantId)).length ===
    0 && desk.engine.status().progress === null;

/** Every row by the cloud's own figures, contents included, and every card by the rows that it is made of. */
async function expectWhole(desk: RealDesk): Promise<void> {
  const report = () => desk.replica.checkStore.report(business.tenantId, 50);
  desk.engine.checkNow();
  await desk.until('a comparison with the cloud', () => report().checkedAt !== null);
  expect(report().findings).toEqual([]);
  const connection = connect({ path: join(file.dir, 'replica.db'), key: file.key });
  const cards = sql('test.cards', 'select * from day_card order by location_id, starts_at, line_id');
  const kept = connection.rows(cards);
  connection.transaction(() => rebuildDayCards(connection));
  expect(kept).toEqual(connection.rows(cards));
  const count = (text: string) => connection.row(sql(`test.${text}`, text))?.[0];
  expect(kept.length).toBe(VISITS);
  expect(count('select count(*) from client_search_key')).toBe(count('select count(*) from client'));
  const indexes = connection.rows(sql('test.indexes', INDEXES));
  connection.close();
  const fresh = connect({ path: join(file.dir, 'fresh.db'), key: file.key });
  migrate(fresh, readMigrations(join(import.meta.dirname, '../../../migrations/replica')), 0);
  expect(indexes).toEqual(fresh.rows(sql('test.indexes', INDEXES)));
  fresh.close();
}
const INDEXES = `select name from sqlite_schema where type = 'index' and sql is not null order by name`;

test('today is usable first, then the last months and all that follows, then two years; and it is all there', async () => {
  file = newDeskFile();
  const stages: string[] = [];
  const desk = await deskOf(() => {
    stages.push(`${coverOf(desk, 0)} ${coverOf(desk, 20)} ${coverOf(desk, -200)}`);
  });
  open.push(desk);
  await desk.start();
  await desk.until('today', () => desk.engine.status().completeTo !== null);
  expect(desk.engine.status().state).toBe('bootstrapping');
  await desk.until('everything', () => isWhole(desk));
  // Before the near part was put in place, and before the whole.
  expect(stages).toEqual(['complete not_loaded not_loaded', 'complete complete not_loaded']);
  expect(`${coverOf(desk, 0)} ${coverOf(desk, 20)} ${coverOf(desk, -200)}`).toBe(
    'complete complete complete',
  );
  await desk.until('idle', () => desk.engine.status().state === 'idle');
  expect([second('near'), second('next')]).toEqual([false, false]);
  await expectWhole(desk);
});

/** A desk in a process of its own, until it says what is waited for; then it is killed, or it has ended. */
async function runUntil(reached: (event: DeskProcessEvent) => boolean): Promise<readonly DeskProcessEvent[]> {
  const { memberId, email, password, role } = business.owner;
  const setup: DeskProcessSetup = {
    cloud: { url: cloud.url, publishableKey: cloud.publishableKey },
    dir: file.dir,
    keyHex: file.key.toString('hex'),
    scope: business.tenantId,
    device: business.device,
    person: { memberId, email, password, role },
  };
  const child = spawn(process.execPath, [DESK_PROCESS, JSON.stringify(setup)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const ended = once(child, 'exit');
  const events: DeskProcessEvent[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as DeskProcessEvent;
    events.push(event);
    if (reached(event)) break;
  }
  child.kill('SIGKILL');
  await ended;
  return events;
}

test('killed while today is fetched, and again while the second file grows: it goes on where it stopped', async () => {
  file = newDeskFile();
  await runUntil(({ event }) => event === 'progress');
  const names = (events: readonly DeskProcessEvent[]) => events.map(({ event }) => event);
  const grown = await runUntil((event) => event.event === 'progress' && event.rows > 11_000);
  expect(names(grown)).toContain('today');
  expect(second('next')).toBe(true);
  const rest = await runUntil(({ event }) => event === 'ended');
  expect(names(rest)).toContain('whole');
  const first = rest.find((event) => event.event === 'progress');
  // It begins with what the killed one had stored.
  expect(first?.event === 'progress' && first.rows).toBeGreaterThan(10_000);
  const desk = await deskOf();
  open.push(desk);
  await desk.start();
  await desk.until('up to date', () => desk.engine.status().state === 'idle');
  expect(isWhole(desk)).toBe(true);
  await expectWhole(desk);
});
