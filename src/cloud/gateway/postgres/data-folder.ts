import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { sharedStateFolder } from './binaries.ts';
import { canEnter } from './server-user.ts';
import type { ServerUser } from './server-user.ts';

/**
 * The cluster's folder below the caller's data folder. Where the server's account cannot reach it
 * (a checkout under /root), the cluster lives below /var/lib under a random name, and a link stands
 * in the caller's folder: found again through the link only, so a deleted data folder starts anew.
 * Returns the real path, owned by the account that runs the server.
 */
export function clusterFolder(dataDir: string, user: ServerUser | undefined): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const wanted = join(resolve(dataDir), 'postgres');
  if (existsSync(wanted)) return realpathSync(wanted);
  // A link to a folder that is gone: start anew.
  if (isLink(wanted)) rmSync(wanted);

  if (canEnter(user, dataDir)) {
    makeFolder(wanted, user);
    return realpathSync(wanted);
  }
  const clusters = join(sharedStateFolder(user), 'clusters');
  mkdirSync(clusters, { recursive: true, mode: 0o755 });
  const elsewhere = join(clusters, randomBytes(8).toString('hex'));
  makeFolder(elsewhere, user);
  symlinkSync(elsewhere, wanted);
  return realpathSync(wanted);
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function makeFolder(path: string, user: ServerUser | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
}

/** initdb writes PG_VERSION early, but `global/pg_control` last of what a start needs. */
export function isInitialised(cluster: string): boolean {
  return existsSync(join(cluster, 'PG_VERSION')) && existsSync(join(cluster, 'console-initialised'));
}

/** Removes what a killed initdb left, so that it can run again. */
export function clearHalfMade(cluster: string): void {
  for (const name of readdirSync(cluster)) rmSync(join(cluster, name), { recursive: true, force: true });
}
