import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PullPage } from '../../../src/contracts/wire.ts';
import { startTestCloud, type TestCloud } from '../../fixtures/cloud.ts';
import { asOwner, makeTenant, newId, type TenantFixture } from '../../fixtures/tenant.ts';
import { tenantDesk, type WireDesk } from '../cloud/desk-calls.ts';

/** Sixteen writers whose transactions overlap and commit out of order, and desks that follow by their cursors. */

const WRITERS = 16;
const COMMITS_EACH = 625;

let cloud: TestCloud;
let tenant: TenantFixture;
beforeAll(async () => {
  cloud = await startTestCloud();
  tenant = await makeTenant(cloud);
  // Beside the business's rows each writer adds one here, numbered by a sequence as most systems do it.
  await asOwner(cloud, (client) =>
    client.query('create table private.numbered (no bigint generated always as identity, id uuid)'),
  );
});
afterAll(() => cloud.stop());

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: cloud.databaseUrl });
  await client.connect();
  return client;
}

/** The number is drawn, other things are done, the row commits later: in another order than the numbers. */
async function write(client: pg.Client, index: number, turn: number, written: string[]): Promise<void> {
  const id = newId();
  await client.query('begin');
  await client.query('insert into private.numbered (id) values ($1)', [id]);
  await client.query('select pg_sleep($1)', [((index * 7 + turn * 13) % 11) / 2_000]);
  await client.query('insert into client (id, tenant_id, name) values ($1, $2, $3)', [
    id,
    tenant.tenantId,
    `c${String(index)}`,
  ]);
  // Some linger after they took their version as well; everybody else of the business waits for these.
  if (turn % 50 === 0) await client.query('select pg_sleep(0.004)');
  await client.query('commit');
  written.push(id);
}

type Following = (isOver: () => boolean) => Promise<readonly string[]>;

/** Follows the business as a desk does, until told to stop and nothing is left. */
async function openFollower(): Promise<Following> {
  const desk = await tenantDesk(cloud, tenant);
  const start = (await desk.pull()).next;
  return (isOver) => follow(desk, start, isOver);
}

async function follow(
  desk: WireDesk,
  start: PullPage['next'],
  isOver: () => boolean,
): Promise<readonly string[]> {
  let since = start;
  const seen: string[] = [];
  for (let isLast = false; ; isLast = isOver()) {
    for (let more = true; more;) {
      const page = await desk.pull({ since, limit: 200 });
      seen.push(...(page.t['client'] ?? []).map((row) => String(row[0])));
      since = page.next;
      more = page.more;
    }
    if (isLast) return seen;
  }
}

/** Follows the sequence as a poller without a clock does: whatever is above the highest number seen. */
async function followNumbers(isOver: () => boolean): Promise<readonly string[]> {
  const client = await connect();
  const seen: string[] = [];
  let highest = '0';
  for (let isLast = false; ; isLast = isOver()) {
    const { rows } = await client.query<{ no: string; id: string }>(
      'select no, id from private.numbered where no > $1 order by no',
      [highest],
    );
    seen.push(...rows.map(({ id }) => id));
    highest = rows.at(-1)?.no ?? highest;
    if (isLast) break;
  }
  await client.end();
  return seen;
}

test(
  'of ten thousand commits out of order three desks miss none; a poller of numbers does',
  { timeout: 240_000 },
  async () => {
    const written: string[] = [];
    const state = { over: false };
    const isOver = (): boolean => state.over;
    const desks = await Promise.all([openFollower(), openFollower(), openFollower()]);
    const followers = Promise.all(desks.map((following) => following(isOver)));
    const ofNumbers = followNumbers(isOver);
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, index) => {
        const client = await connect();
        for (let turn = 0; turn < COMMITS_EACH; turn += 1) await write(client, index, turn, written);
        await client.end();
      }),
    );
    state.over = true;
    expect(written).toHaveLength(WRITERS * COMMITS_EACH);
    const all = written.toSorted();
    for (const seen of await followers) {
      // No row twice and none missing.
      expect(seen.toSorted()).toEqual(all);
    }
    // The same load shows why the clock is there.
    expect((await ofNumbers).length).toBeLessThan(all.length);
  },
);
