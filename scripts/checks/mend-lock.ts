import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * npm takes every package with a binding.gyp for one to compile, unless its manifest says `gypfile: false`. The manifest
 * of better-sqlite3 does, but `npm ci` reads the lock file instead, where npm leaves that field out: a machine without a
 * compiler could then not install. The field is honoured when it is there, so it is put back after each `npm install`.
 */

type LockFile = { readonly packages: Record<string, { gypfile?: boolean }> };

export const LOCK_FILE = path.resolve(import.meta.dirname, '../../package-lock.json');
const SHIPS_BINARIES = ['node_modules/better-sqlite3'];

/** Packages of the lock file that npm would try to compile although they ship their binaries. */
export function packagesToMend(lock: LockFile): readonly string[] {
  return SHIPS_BINARIES.filter((name) => lock.packages[name]?.gypfile !== false);
}

if (import.meta.main) {
  const lock = JSON.parse(readFileSync(LOCK_FILE, 'utf8')) as LockFile;
  for (const name of packagesToMend(lock)) {
    const entry = lock.packages[name];
    if (entry !== undefined) entry.gypfile = false;
  }
  writeFileSync(LOCK_FILE, `${JSON.stringify(lock, null, 2)}\n`);
}
