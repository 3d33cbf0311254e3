import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { replicaFile } from './workspace.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Which workspace this desk had open; it holds an id and nothing of the business. */
const fileOf = (userDataDir: string): string => path.join(userDataDir, 'desk.json');

/** Null when there was none, or when its file is gone. */
export function lastHome(userDataDir: string): string | null {
  try {
    const { home } = JSON.parse(readFileSync(fileOf(userDataDir), 'utf8')) as { home?: unknown };
    if (typeof home !== 'string' || !UUID.test(home)) return null;
    return existsSync(replicaFile(userDataDir, home)) ? home : null;
  } catch {
    return null;
  }
}

export function rememberHome(userDataDir: string, home: string): void {
  const file = fileOf(userDataDir);
  writeFileSync(`${file}.part`, JSON.stringify({ home }));
  renameSync(`${file}.part`, file);
}
