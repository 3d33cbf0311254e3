import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './say.ts';

const POLL_MS = 250;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes the lock if it is free or its holder is dead. */
function tryToTake(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    // An empty file: its holder is between creating and writing; look again later.
    if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true });
  } catch {
    // The holder let go between the two looks.
  }
  return false;
}

/**
 * Runs `work` while no other process of this machine runs under the same lock file. `what` is said when there is
 * somebody to wait for. A holder that died does not block.
 */
export async function withLock<T>(file: string, what: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let turn = 0; !tryToTake(file); turn += 1) {
    if (turn === 8) say(`Another start is busy with ${what}; waiting for it …`);
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
