import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Owner = { readonly pid: number; readonly startedAt: string };

/** When a process began, as the kernel counts: tells it from a later one with the same number. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isRunning(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return processStart(owner.pid) === owner.startedAt;
}

/** The address of the cloud that runs on that folder, as its `cloud.json` says. */
function runningAddress(dataDir: string): string {
  const file = path.join(dataDir, 'cloud.json');
  if (!existsSync(file)) return 'still starting';
  return (JSON.parse(readFileSync(file, 'utf8')) as { url: string }).url;
}

/**
 * Makes this process the only one with a cloud on that folder; returns what gives it up again.
 * Throws when another live process has it. A lock whose process was killed is taken over.
 */
export function takeDataDir(dataDir: string): () => void {
  const file = path.join(dataDir, 'cloud.lock');
  const mine: Owner = { pid: process.pid, startedAt: processStart(process.pid) };
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(file);
    if (owner && isRunning(owner)) {
      throw new Error(
        `A cloud already runs on ${dataDir} (process ${owner.pid}, ${runningAddress(dataDir)}). Use that one, or --data with another folder.`,
      );
    }
    rmSync(file, { force: true });
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined; // gone, or its writer was killed in the middle
  }
}
