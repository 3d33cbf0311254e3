import { constants, copyFileSync, existsSync } from 'node:fs';
import { assert } from '../base/assert.ts';
import type { SecondFileOrder, SecondFileStore } from '../contracts/second-file.ts';
import type { TableName } from '../domain/tables.ts';
import { createBootstrapMarks } from './bootstrap-marks.ts';
import { afterHead } from './bootstrap-store.ts';
import { fillClientIndex } from './client-search-index.ts';
import { connect, type Connection, type Sql, sql } from './connection.ts';
import { rebuildDayCards } from './day-cards.ts';
import { migrate, readMigrations } from './migrate.ts';
import { openReplica, type ReplicaOptions } from './open-replica.ts';
import { ReplicaError } from './replica-error.ts';
import { codecOf, wireReader } from './row-codec.ts';
import { createScopeStore } from './scope-store.ts';
import { removeFile, secondFilePath } from './second-file-path.ts';

/** `path` is that of the open file. */
export type SecondFileOptions = Omit<ReplicaOptions, 'onSlow' | 'onFault'>;

const INDEXES = sql(
  'second-file.indexes',
  `select name, sql from sqlite_schema where type = 'index' and sql is not null order by rowid`,
);
/** What the second file knows of itself while it is being filled; gone when it is whole. */
const NOTE = sql('second-file.note', 'select value from setting where key = ?');
const SET_NOTE = sql(
  'second-file.set-note',
  'insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
);
const DROP_NOTES = sql('second-file.drop-notes', `delete from setting where key like 'second-file.%'`);
const INDEXES_TO_MAKE = 'second-file.indexes';
const ROWS_HELD = 'second-file.rows';

const BEGIN = sql('second-file.begin', 'begin immediate');
const COMMIT = sql('second-file.commit', 'commit');
const ROLLBACK = sql('second-file.rollback', 'rollback');
/** What a killed process loses at most. */
const COMMIT_ROWS = 10_000;

/** A month may be fetched after a visit has moved into it: the newer of two versions stays. */
const fillOf = (table: TableName): Sql => {
  const codec = codecOf(table);
  const updates = codec.columns.slice(1).map((column) => `${column} = excluded.${column}`);
  return sql(
    `${table}.fill`,
    `insert into ${table} (${codec.columns.join(', ')}) values (${codec.columns.map(() => '?').join(', ')})
     on conflict (id) do update set ${updates.join(', ')} where excluded.row_version > ${table}.row_version`,
  );
};

/**
 * Opens what an earlier attempt at the same order, by the same version of the console, left, or begins anew. Throws as
 * `connect` does.
 */
export function openSecondFile(options: SecondFileOptions, order: SecondFileOrder): SecondFileStore {
  const { scope } = order;
  const path = secondFilePath(options.path, 'whole');
  const connection = resumeOrBegin(path, options, order);
  const marks = createBootstrapMarks(connection);
  const statements = new Map<TableName, Sql>();
  let isOpen = true;
  let uncommitted = 0;
  const commit = (): void => {
    uncommitted = 0;
    if (connection.inTransaction()) connection.run(COMMIT);
  };
  /** Inside a transaction that takes in several pages: each commit waits for the disk. */
  const store = (rows: number, work: () => void): void => {
    if (!connection.inTransaction()) connection.run(BEGIN);
    try {
      work();
      uncommitted += rows;
      if (uncommitted >= COMMIT_ROWS) commit();
    } catch (error) {
      uncommitted = 0;
      // SQLite takes it back by itself on a full disk.
      if (connection.inTransaction()) connection.run(ROLLBACK);
      throw error;
    }
  };
  const close = (): void => {
    if (isOpen) {
      commit();
      connection.close();
    }
    isOpen = false;
  };
  const heldRows = (): number => Number(connection.row(NOTE, ROWS_HELD)?.[0] ?? 0);

  return {
    heldRows,
    resume: (table, bucket) => marks.resume(scope, table, bucket),
    markEmpty: (table, bucket) => {
      store(0, () => marks.mark(scope, table, bucket, { lastId: null, more: false, head: order.head }));
    },
    storePage: (table, bucket, page) => {
      const read = wireReader(codecOf(table), page.cols);
      let statement = statements.get(table);
      if (!statement) statements.set(table, (statement = fillOf(table)));
      store(page.rows.length, () => {
        for (const row of page.rows) connection.run(statement, ...read(row));
        const lastId = (page.rows.at(-1)?.[page.cols.indexOf('id')] ?? null) as string | null;
        marks.mark(scope, table, bucket, { lastId, more: page.more, head: page.head });
        connection.run(SET_NOTE, ROWS_HELD, String(heldRows() + page.rows.length));
      });
    },
    finish: (part, coveredFrom) => {
      if (part === 'whole') close();
      const target = secondFilePath(options.path, part);
      if (part === 'near') {
        removeFile(target);
        // What is on the disk is the file then.
        commit();
        copyFileSync(path, target, constants.COPYFILE_FICLONE);
      }
      makeWhole(target, options, order, coveredFrom);
      const replica = openReplica({ ...options, path: target, copy: 'none' });
      let isOver = false;
      const end = (): void => {
        if (!isOver) replica.close();
        isOver = true;
      };
      return {
        store: replica.syncStore,
        close: end,
        discard: () => {
          end();
          removeFile(target);
        },
      };
    },
    close,
  };
}

function resumeOrBegin(path: string, options: SecondFileOptions, order: SecondFileOrder): Connection {
  const open = (): Connection => connect({ ...options, path, filling: true });
  const migrations = readMigrations(options.migrationsFolder);
  if (existsSync(path)) {
    try {
      const left = open();
      if (left.pragma('user_version') === migrations.length && isOf(left, order)) return left;
      left.close();
    } catch (error) {
      // What cannot be read was never put in place: nothing is lost with it.
      if (!(error instanceof ReplicaError) || error.code === 'DISK_FULL' || error.code === 'REPLICA_IO')
        throw error;
    }
    removeFile(path);
  }
  const connection = open();
  try {
    migrate(connection, migrations, options.clock.now());
    connection.transaction(() => begin(connection, order));
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function begin(connection: Connection, order: SecondFileOrder): void {
  const scopes = createScopeStore(connection);
  scopes.follow(order);
  scopes.saveHello(order.scope, order.epoch, order.scopeV, order.holds);
  scopes.beginBuilding(order.scope, order.head);
  scopes.moveCursor(order.scope, afterHead(order.head), order.ack, 0);
  // Rows come month by month: an index that is made at the end costs a third of one that grows with them.
  const indexes = connection.all<{ readonly name: string; readonly sql: string }>(INDEXES);
  connection.run(SET_NOTE, INDEXES_TO_MAKE, JSON.stringify(indexes.map(({ sql: text }) => text)));
  for (const { name } of indexes) connection.exec(`drop index ${name}`);
}

/** Whether a file that was left is this order's. */
function isOf(connection: Connection, order: SecondFileOrder): boolean {
  const known = createScopeStore(connection)
    .list()
    .find(({ scope }) => scope === order.scope);
  return (
    known !== undefined &&
    known.epoch === order.epoch &&
    known.scopeV === order.scopeV &&
    known.deviceId === order.deviceId
  );
}

/** Indexes, cards and the mark that it is whole; a file that is whole already stays as it is. */
function makeWhole(
  path: string,
  options: SecondFileOptions,
  { scope }: SecondFileOrder,
  coveredFrom: number,
): void {
  const connection = connect({ ...options, path, filling: true });
  try {
    const scopes = createScopeStore(connection);
    const { state, bootstrapHead } = scopes.get(scope);
    if (state === 'ready') return;
    const texts = JSON.parse(String(connection.row(NOTE, INDEXES_TO_MAKE)?.[0] ?? '[]')) as readonly string[];
    assert(texts.length > 0, 'a second file without its list of indexes');
    connection.transaction(() => {
      for (const text of texts) connection.exec(text);
      rebuildDayCards(connection);
      fillClientIndex(connection);
      connection.run(DROP_NOTES);
      // The head at which it was begun, which may have been before this attempt.
      scopes.publish(scope, afterHead(bootstrapHead ?? 0), coveredFrom);
    });
  } finally {
    connection.close();
  }
}
