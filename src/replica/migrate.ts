import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { assert } from '../base/assert.ts';
import type { Instant } from '../base/time.ts';
import { type Connection, sql } from './connection.ts';
import { ReplicaError } from './replica-error.ts';

/** One step of the file's history: `0003_till_counts.sql` is number 3. */
export type Migration = { readonly number: number; readonly name: string; readonly text: string };

/** Reads a folder of numbered SQL files; they must start at 1 and have no gaps. */
export function readMigrations(folder: string): readonly Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => ({
      number: Number.parseInt(file, 10),
      name: path.basename(file, '.sql'),
      text: readFileSync(path.join(folder, file), 'utf8'),
    }));
  migrations.forEach((migration, index) => {
    assert(
      migration.number === index + 1,
      `migrations/replica has a gap or a double before ${migration.name}`,
    );
  });
  return migrations;
}

const RECORD = sql('migration.record', 'insert into migration (number, name, applied_at) values (?, ?, ?)');

/**
 * Brings a file to the newest step, each step in one transaction together with its bookkeeping. Throws
 * REPLICA_NEWER when the file knows more steps than this program: it is left untouched.
 */
export function migrate(connection: Connection, migrations: readonly Migration[], now: Instant): void {
  const at = connection.pragma('user_version') as number;
  if (at > migrations.length) {
    throw new ReplicaError(
      'REPLICA_NEWER',
      `the file is at step ${at}, this version knows ${migrations.length}`,
    );
  }
  for (const migration of migrations.slice(at)) {
    connection.transaction(() => {
      connection.exec(migration.text);
      connection.run(RECORD, migration.number, migration.name, now);
      // Part of the transaction: user_version lives in the file's header page.
      connection.pragma(`user_version = ${migration.number}`);
    });
  }
}
