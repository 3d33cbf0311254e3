import { renameSync } from 'node:fs';
import path from 'node:path';
import { assert } from '../base/assert.ts';
import type { ChangeNotice } from '../contracts/ports.ts';
import type { QueueChange } from '../contracts/second-file.ts';
import { PLATFORM_SCOPE, PLATFORM_TABLES, TABLE_NAMES, TENANT_TABLES } from '../domain/tables.ts';
import { createChangeTracker } from './change-tracker.ts';
import { forgetVocabulary } from './client-search-index.ts';
import { connect, type Connection, type ConnectionOptions, sql, type SqlValue } from './connection.ts';
import { createDayCards } from './day-cards.ts';
import { COPIED_TABLES, IDENTITY_COLUMNS, SCOPED_TABLES } from './local-tables.ts';
import { createOutbox } from './outbox.ts';
import { createRebase, type ReplayFault } from './rebase.ts';
import { codecOf } from './row-codec.ts';
import { createRowReader } from './row-reader.ts';
import { syncFolder } from './safe-copy/sealed-log.ts';
import { createScopeStore } from './scope-store.ts';
import { createSyncedTables } from './synced-tables.ts';

/** Settings that speak of the file itself. */
const OF_THE_FILE = `key like 'client-search.%' or key like 'second-file.%'`;

/**
 * Puts a whole second file in the place of the open one: what only the open file knows is copied and what waits is
 * replayed on the new rows, in one transaction; then the name changes hands. Killed at any moment, the name stands for
 * one of two whole files. No other connection may have the open file open. Null, and nothing changed, when the open file
 * is further on than the second one. Throws if that is not whole.
 */
export function putInPlace(
  connection: Connection,
  options: ConnectionOptions & { readonly onFault?: ((fault: ReplayFault) => void) | undefined },
  second: string,
  scope: string,
  change: QueueChange | null,
): ChangeNotice | null {
  const next = connect({ ...options, path: second });
  try {
    const built = createScopeStore(next).get(scope);
    assert(built.state === 'ready', 'a half-built file is put in place');
    const now = createScopeStore(connection).get(scope);
    // Cursors of two epochs do not compare, nor those of a cloud that was put back.
    if (change === null && now.epoch === built.epoch && now.cursor[0] > built.cursor[0]) return null;
    // The new file may not know the refusals that the cloud lost: only the open one can say which are answered.
    if (change) connection.transaction(() => createOutbox(connection).markAnswered(scope));
    takeOver(connection, next, scope, change, options.onFault ?? (() => {}));
    next.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    next.close();
  }
  connection.reopen(() => {
    renameSync(second, options.path);
    syncFolder(path.dirname(options.path));
  });
  forgetVocabulary(connection);
  return { tables: [...TABLE_NAMES, 'outbox', 'coverage'], days: [] };
}

function takeOver(
  open: Connection,
  next: Connection,
  scope: string,
  change: QueueChange | null,
  onFault: (fault: ReplayFault) => void,
): void {
  const tables = createSyncedTables(next, createDayCards(next));
  const outbox = createOutbox(next);
  const rebase = createRebase(next, createRowReader(next), tables, outbox, onFault);
  tables.transaction(() => {
    // An attempt that was killed before the name changed hands may have left its effects here.
    tables.restoreBase(scope, createChangeTracker(next));
    for (const table of COPIED_TABLES) {
      next.exec(`delete from ${table}${table === 'setting' ? ` where not (${OF_THE_FILE})` : ''}`);
      copyRows(open, next, table, table === 'setting' ? `not (${OF_THE_FILE})` : 'true');
    }
    copyOtherScopes(open, next, scope);
    copyIdentity(open, next, scope);
    if (change) {
      outbox.renumber(scope, change.clientId);
      outbox.giveBack(scope, change.keptUpTo);
    }
    rebase(scope, createChangeTracker(next), () => {});
  });
}

/** Rows of one table, in the columns that both files have; `where` is a constant of this module. */
function copyRows(
  from: Connection,
  to: Connection,
  table: string,
  where: string,
  ...params: SqlValue[]
): void {
  const columns = to
    .rows(sql(`columns of ${table}`, 'select name from pragma_table_info(?)'), table)
    .map(([name]) => String(name));
  const list = columns.join(', ');
  const add = sql(
    `copy into ${table}`,
    `insert or replace into ${table} (${list}) values (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of from.rows(
    sql(`copy from ${table}`, `select ${list} from ${table} where ${where}`),
    ...params,
  )) {
    to.run(add, ...row);
  }
}

/** The platform's rows in a business's file, or the other way round: the open file's are as good as any. */
function copyOtherScopes(open: Connection, next: Connection, scope: string): void {
  const others = scope === PLATFORM_SCOPE ? TENANT_TABLES : PLATFORM_TABLES;
  for (const table of others) {
    next.run(codecOf(table).clear);
    copyRows(open, next, table, 'true');
  }
  for (const table of [...SCOPED_TABLES, 'meta']) {
    next.run(sql(`clear ${table}`, `delete from ${table} where scope <> ?`), scope);
    copyRows(open, next, table, 'scope <> ?', scope);
  }
}

function copyIdentity(open: Connection, next: Connection, scope: string): void {
  const known = open.row(
    sql('second-file.identity', `select ${IDENTITY_COLUMNS.join(', ')} from meta where scope = ?`),
    scope,
  );
  if (!known) return;
  next.run(
    sql(
      'second-file.take-identity',
      `update meta set ${IDENTITY_COLUMNS.map((column) => `${column} = ?`).join(', ')} where scope = ?`,
    ),
    ...known,
    scope,
  );
}
