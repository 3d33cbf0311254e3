import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

/** What a postmaster writes about itself into postmaster.pid. */
export type PostmasterFile = { readonly pid: number; readonly port: number; readonly ready: boolean };

export function readPostmasterFile(dataDir: string): PostmasterFile | undefined {
  const path = join(dataDir, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  let lines: readonly string[];
  try {
    lines = readFileSync(path, 'utf8').split('\n');
  } catch {
    return undefined; // it ended between the two calls
  }
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number.isInteger(port) ? port : 0, ready: (lines[7] ?? '').trim() === 'ready' };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A killed postmaster whose parent has not reaped it yet still answers signal 0. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

/** Whether that process is the server of that folder: every server process stands in its data folder. */
function servesFolder(pid: number, dataDir: string): boolean {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
    } catch {
      return false;
    }
  }
  const listing = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return (listing.stdout ?? '').includes('postgres');
}

/** The running postmaster of that data folder, however it was started. */
export function runningPostmaster(dataDir: string): PostmasterFile | undefined {
  const file = readPostmasterFile(dataDir);
  return file && isAlive(file.pid) && servesFolder(file.pid, dataDir) ? file : undefined;
}

/** Processes that still stand in the folder: what a killed postmaster left behind, on its way out. */
function hasServerProcesses(dataDir: string): boolean {
  const folder = realpathSync(dataDir);
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readlinkSync(`/proc/${name}/cwd`) === folder;
    } catch {
      return false; // gone meanwhile, or not ours to look at
    }
  });
}

/**
 * Removes a pid file that stands for no server: its process was killed and is not yet reaped, or its
 * number was given to a stranger after a power cut. The server itself would refuse to start. As long
 * as one process of the old server lives, the file stays: two servers on one folder destroy it.
 */
export function dropStalePidFile(dataDir: string): void {
  const file = readPostmasterFile(dataDir);
  if (!file || runningPostmaster(dataDir)) return;
  const stale = process.platform === 'linux' ? !hasServerProcesses(dataDir) : isAlive(file.pid);
  if (stale) rmSync(join(dataDir, 'postmaster.pid'), { force: true });
}
