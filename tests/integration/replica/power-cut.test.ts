import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSturdy, type SturdyReplica } from '../../../src/replica/rescue.ts';
import { readKept, safeCopyLog } from '../../../src/replica/safe-copy/safe-copy.ts';
import { randomFrom } from '../../bench/bench.ts';
import { at, clockAt, fill, KEY, MIGRATIONS, nextId, SCOPE } from './replica-fixture.ts';

const PROCESS = fileURLToPath(new URL('../../fixtures/sync/booking-process.ts', import.meta.url));
const ROUNDS = 12;
const SEED = 20_261_111;

let folder: string;
let file: string;
const clock = clockAt(at(9));
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'power-'));
  file = path.join(folder, 'replica.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): SturdyReplica =>
  openSturdy({ path: file, key: KEY, migrationsFolder: MIGRATIONS, clock, newId: nextId });

/** Lets a desk book until it has said so many visits, kills it somewhere in its next ones, and answers what it said. */
async function bookAndKill(firstDay: number, atLeast: number, more: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [PROCESS, file, String(firstDay)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += String(chunk)));
  const gone = once(child, 'exit');
  const { promise, resolve } = Promise.withResolvers<void>();
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
    // In the middle of a booking rather than between two.
    if (said.split('\n').length > atLeast) setTimeout(resolve, more);
  });
  await Promise.race([promise, gone]);
  child.kill('SIGKILL');
  await gone;
  expect(complaints).toBe('');
  const ends = said.lastIndexOf('\n');
  return said.slice(0, ends).split('\n');
}

test('a desk that is killed at any moment has every booking that it answered, in the file and in the second copy', async () => {
  const first = open();
  fill({ replica: first, folder, file, clock } as never);
  first.close();
  const random = randomFrom(SEED);
  const answered: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const told = await bookAndKill(answered.length + round, 1 + Math.floor(random() * 6), random() * 12);
    answered.push(...told);
    const copied = readKept(safeCopyLog(file, KEY));
    const again = open();
    expect(again.rescue).toBeNull();
    for (const id of told) {
      const visit = again.query('appointment', { id }, { scope: SCOPE, now: at(9), showNames: true });
      expect(visit).toMatchObject({ pending: true });
    }
    // At most the booking under way has come in addition.
    const pending = again.syncStore.pendingCount(SCOPE);
    expect(pending).toBeGreaterThanOrEqual(answered.length);
    expect(pending - copied.work.size).toBeLessThanOrEqual(1);
    again.close();
    expect(readKept(safeCopyLog(file, KEY)).work.size).toBe(pending);
    // One more may be there after each round: it is counted as answered, so that days stay free.
    while (answered.length < pending) answered.push('');
  }
}, 120_000);
