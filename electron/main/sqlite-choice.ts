import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * True when the runtime cannot load SQLite's shipped binary (Node-API 10) and needs the one built for it. Loading the
 * wrong one is a crash, not an exception, so this is asked before anything is loaded.
 */
export const needsOwnSqliteBinding = (nodeApi: string | undefined): boolean => Number(nodeApi ?? 0) < 10;

/** The SQLite that `npm run pack` lays beside the archive when it packs with such a runtime; null without one. */
export function packedSqliteBinding(resourcesPath: string): string | null {
  const file = path.join(resourcesPath, 'sqlite', 'better_sqlite3.node');
  return existsSync(file) ? file : null;
}
