import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PLATFORM_SCOPE } from '../../src/domain/tables.ts';
import { replicaExists } from '../../src/replica/rescue.ts';
import { replicaFile } from './workspace.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Which workspace this desk had open; it holds an id and nothing of the business. */
const fileOf = (userDataDir: string): string => path.join(userDataDir, 'desk.json');

/** Null when there was none, or when its file is gone. */
export function lastHome(userDataDir: string): string | null {
  try {
    const { home } = JSON.parse(readFileSync(fileOf(userDataDir), 'utf8')) as { home?: unknown };
    if (typeof home !== 'string' || !UUID.test(home)) return null;
    return replicaExists(replicaFile(userDataDir, home)) ? home : null;
  } catch {
    return null;
  }
}

export function rememberHome(userDataDir: string, home: string): void {
  const file = fileOf(userDataDir);
  writeFileSync(`${file}.part`, JSON.stringify({ home }));
  renameSync(`${file}.part`, file);
}

/** Whether a business other than this one has its file here: both are opened by one key. */
export function otherBusinesses(userDataDir: string, home: string): boolean {
  const folder = path.dirname(path.dirname(replicaFile(userDataDir, home)));
  return readdirSync(folder).some((name) => UUID.test(name) && name !== home && name !== PLATFORM_SCOPE);
}

/** Removes the closed file of a business that this PC was not enrolled for: there is nothing in it. */
export function discardReplica(userDataDir: string, home: string): void {
  rmSync(path.dirname(replicaFile(userDataDir, home)), { recursive: true, force: true });
}
