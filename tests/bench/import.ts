import { setTimeout as pause } from 'node:timers/promises';
import type { SyncStatus } from '../../src/contracts/desk-api.ts';
import type { DayBoard } from '../../src/contracts/queries.ts';
import type { ImportPreview, ImportSource } from '../../src/contracts/transfer.ts';
import { startTestCloud } from '../fixtures/cloud.ts';
import { newPc, switchOn, type TestDesk } from '../fixtures/sync/desk-of-pc.ts';
import { makeTenant, type TenantFixture } from '../fixtures/tenant.ts';
import { type Bench, percentile } from './bench.ts';

/**
 * A list of 10,000 clients through a real desk: read, shown, written and taken back while somebody looks at the board
 * all the time, first with the cable out (so that the gateway, which lives in this process too, is at rest), then all
 * of it sent to a real cloud. `longest_block` is the longest time in which the desk's own thread did nothing else;
 * `own_thread` is the same transaction on that thread, as it would be without the clerk.
 */

const ROWS = 10_000;
const WARM_UP_ROWS = 200;
const DAY = '2026-11-24';
const NOW = Date.UTC(2026, 10, 24, 8, 40);
const SETTLE_MS = 15 * 60_000;

export const bench: Bench = {
  name: 'import',
  targets: [
    { figure: 'longest_block_ms', limit: 50 },
    { figure: 'board_p95_ms', limit: 50 },
  ],
  run: async () => {
    const cloud = await startTestCloud();
    const salon = await makeTenant(cloud);
    const desk = switchOn(cloud, newPc(), { now: NOW, signIns: [] });
    try {
      await desk.call('session.signIn', { email: salon.owner.email, password: salon.owner.password });
      await desk.complete();
      await desk.call('sync.setCable', false);
      await measured(desk, salon, WARM_UP_ROWS);
      const offline = await measured(desk, salon, ROWS);
      const ownThread = await onOwnThread(desk);
      await desk.call('sync.setCable', true);
      const online = await sent(desk, salon);
      return { rows: ROWS, ...offline, own_thread_ms: ownThread, ...online };
    } finally {
      await desk.close();
      await cloud.stop();
    }
  },
};

const list = (round: number, count: number): Uint8Array => {
  const rows = Array.from(
    { length: count },
    (_, index) =>
      `Nomvula Sithole ${String(index)};08${String(20_000_000 + round * ROWS + index)};n${String(round)}-${String(index)}@example.co.za;Prefers mornings`,
  );
  return new TextEncoder().encode(`Name;Cell;Email;Notes\n${rows.join('\n')}\n`);
};
let round = 0;

/** Longest time between two beats of the thread that should have come every millisecond. */
function watchThread(): () => number {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  }, 1);
  return () => {
    clearInterval(timer);
    return Math.round(Math.max(longest, performance.now() - last) * 10) / 10;
  };
}

/** Somebody who looks at the board without a pause. */
function lookAtBoard(desk: TestDesk, salon: TenantFixture): () => Promise<readonly number[]> {
  let on = true;
  const took: number[] = [];
  const looking = (async () => {
    while (on) {
      const asked = performance.now();
      await desk.call<DayBoard>('query', 'dayBoard', { locationId: salon.locations[0], day: DAY });
      took.push(performance.now() - asked);
      await pause(5);
    }
  })();
  return async () => {
    on = false;
    await looking;
    return took;
  };
}

async function timed<T>(work: Promise<T>): Promise<readonly [T, number]> {
  const began = performance.now();
  const value = await work;
  return [value, Math.round(performance.now() - began)];
}

async function bringIn(desk: TestDesk, bytes: Uint8Array) {
  const [source, readMs] = await timed(
    desk.call<ImportSource>('import.read', { fileName: 'clients.csv', bytes }),
  );
  if (source.kind !== 'clients_csv') throw new Error('not known as a list');
  const [shown, previewMs] = await timed(
    desk.call<ImportPreview>('import.preview', source.id, {
      kind: 'clients_csv',
      form: source.csv.form,
      columns: source.csv.columns.map(({ guess }) => guess),
      onKnown: 'skip',
    }),
  );
  if (shown.problemCount > 0) throw new Error(`${String(shown.problemCount)} cannot be imported`);
  const [{ importId }, commitMs] = await timed(desk.call<{ importId: string }>('import.commit', source.id));
  return { importId, readMs, previewMs, commitMs };
}

async function measured(
  desk: TestDesk,
  salon: TenantFixture,
  count: number,
): Promise<Readonly<Record<string, number>>> {
  round += 1;
  const bytes = list(round, count);
  const longest = watchThread();
  const looked = lookAtBoard(desk, salon);
  const { importId, readMs, previewMs, commitMs } = await bringIn(desk, bytes);
  const [, undoMs] = await timed(desk.call('import.undo', importId));
  const took = await looked();
  return {
    read_ms: readMs,
    preview_ms: previewMs,
    commit_ms: commitMs,
    undo_ms: undoMs,
    longest_block_ms: longest(),
    board_looks: took.length,
    board_p50_ms: percentile(took, 0.5),
    board_p95_ms: percentile(took, 0.95),
    board_longest_ms: percentile(took, 1),
  };
}

/** The same number of clients by one call of commands: what the desk's thread would be held for. */
async function onOwnThread(desk: TestDesk): Promise<number> {
  const half = (part: number) =>
    Array.from({ length: ROWS / 2 }, (_, index) => ({
      name: 'client.create',
      args: {
        id: `0190a000-0000-7000-8${String(part).padStart(3, '0')}-${String(index).padStart(12, '0')}`,
        name: `Own thread ${String(index)}`,
        phone: `+27${String(840_000_000 + part * ROWS + index)}`,
        email: null,
        note: 'Prefers mornings',
        importId: null,
      },
    }));
  const longest = watchThread();
  await desk.call('execute', half(1));
  await pause(5);
  const first = longest();
  // One call takes five thousand at most; the whole would be held twice as long.
  return Math.round(first * 2);
}

/** All that waits goes to the cloud in batches of fifty; then the undo of ten thousand rows, as one command. */
async function sent(desk: TestDesk, salon: TenantFixture): Promise<Readonly<Record<string, number>>> {
  const settled = async (): Promise<number> => {
    const began = performance.now();
    while ((await desk.call<SyncStatus>('sync.status')).pending > 0) {
      if (performance.now() - began > SETTLE_MS) throw new Error('the cloud has not taken it all');
      await pause(100);
    }
    return Math.round((performance.now() - began) / 100) / 10;
  };
  await settled();
  round += 1;
  const { importId } = await bringIn(desk, list(round, ROWS));
  const longest = watchThread();
  const looked = lookAtBoard(desk, salon);
  const pushS = await settled();
  const took = await looked();
  const pushBlock = longest();
  await desk.call('import.undo', importId);
  const undoS = await settled();
  const status = await desk.call<SyncStatus>('sync.status');
  return {
    push_s: pushS,
    push_longest_block_ms: pushBlock,
    push_board_p95_ms: percentile(took, 0.95),
    undo_push_s: undoS,
    conflicts: status.conflicts,
  };
}
