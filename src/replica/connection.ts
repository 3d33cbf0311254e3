// oxlint-disable-next-line import/default -- CommonJS: Node and the bundler make its exports the default
import Database from 'better-sqlite3';
import { assert } from '../base/assert.ts';
import { asReplicaError, ReplicaError } from './replica-error.ts';

/** A prepared text with the name under which slow runs are reported. Made once, at module level. */
export type Sql = { readonly name: string; readonly text: string };
export const sql = (name: string, text: string): Sql => ({ name, text });

export type SqlValue = string | number | null | Uint8Array;

/** A statement ran longer than the limit; names only, never parameters, because those are personal data. */
export type SlowStatement = { readonly name: string; readonly ms: number };
const SLOW_MS = 40;

/**
 * The desk's one connection. Rows come as objects (`all`, `get`) or, where a codec reads them, as arrays
 * (`rows`, `row`). Every failure of the file is a ReplicaError.
 */
export type Connection = {
  readonly all: <R>(statement: Sql, ...params: readonly SqlValue[]) => readonly R[];
  readonly get: <R>(statement: Sql, ...params: readonly SqlValue[]) => R | undefined;
  readonly rows: (statement: Sql, ...params: readonly SqlValue[]) => readonly (readonly SqlValue[])[];
  readonly row: (statement: Sql, ...params: readonly SqlValue[]) => readonly SqlValue[] | undefined;
  /** Number of rows changed. */
  readonly run: (statement: Sql, ...params: readonly SqlValue[]) => number;
  /** Several statements without parameters: migrations only. */
  readonly exec: (text: string) => void;
  /**
   * One durable transaction: kept unless `keep` says no; an exception takes everything back. Not nestable: see
   * `attempt`.
   */
  readonly transaction: <T>(work: () => T, keep?: (result: T) => boolean) => T;
  /** A savepoint inside a transaction: kept when `keep` says so, taken back otherwise or on an exception. */
  readonly attempt: <T>(work: () => T, keep: (result: T) => boolean) => T;
  readonly inTransaction: () => boolean;
  /** Runs when the present transaction is on the disk (`kept`) or was taken back. It must not throw. */
  readonly whenEnded: (work: (kept: boolean) => void) => void;
  readonly pragma: (text: string) => unknown;
  /**
   * Closes the file, lets `between` put another one in its place, and opens what is there then. Whoever holds this
   * connection goes on with it. Throws what `between` throws, after the file is open again.
   */
  readonly reopen: (between: () => void) => void;
  readonly close: () => void;
};

export type ConnectionOptions = {
  readonly path: string;
  /** 32 bytes; the cipher is ChaCha20-Poly1305, so that a changed page is noticed. */
  readonly key: Uint8Array;
  /** Path of a compiled binding, for a runtime that the shipped one does not fit; see docs. */
  readonly nativeBinding?: string | undefined;
  readonly readonly?: boolean;
  /**
   * For a file that is only being filled: a rollback journal, which costs next to nothing where pages are new and still
   * takes a killed transaction back, and a small cache.
   */
  readonly filling?: boolean;
  readonly onSlow?: ((slow: SlowStatement) => void) | undefined;
};

const KEY_BYTES = 32;
const CACHE_KIB = 64 * 1024;
const FILLING_CACHE_KIB = 24 * 1024;

/** Opens and unlocks a file; throws ReplicaError REPLICA_LOCKED, REPLICA_CORRUPT or REPLICA_IO. */
export function connect(options: ConnectionOptions): Connection {
  assert(options.key.byteLength === KEY_BYTES, 'a replica key has 32 bytes');
  let database = openKeyed(options);
  const prepared = new Map<Sql, Database.Statement>();
  const preparedRaw = new Map<Sql, Database.Statement>();
  const onSlow = options.onSlow;

  const prepare = (statement: Sql): Database.Statement => {
    let found = prepared.get(statement);
    if (!found) prepared.set(statement, (found = database.prepare(statement.text)));
    return found;
  };
  const prepareRaw = (statement: Sql): Database.Statement => {
    let found = preparedRaw.get(statement);
    if (!found) preparedRaw.set(statement, (found = database.prepare(statement.text).raw(true)));
    return found;
  };
  const timed = <T>(name: string, work: () => T): T => {
    const began = performance.now();
    try {
      return work();
    } catch (error) {
      throw asReplicaError(error);
    } finally {
      const ms = performance.now() - began;
      if (ms > SLOW_MS) onSlow?.({ name, ms });
    }
  };

  const begin = sql('begin', 'begin immediate');
  const commit = sql('commit', 'commit');
  const rollback = sql('rollback', 'rollback');
  const savepoint = sql('savepoint', 'savepoint attempt');
  const release = sql('release', 'release attempt');
  const rollbackTo = sql('rollback to', 'rollback to attempt');
  let atItsEnd: ((kept: boolean) => void)[] = [];
  const ended = (kept: boolean): void => {
    const due = atItsEnd;
    atItsEnd = [];
    for (const work of due) work(kept);
  };
  const run = (statement: Sql, ...params: readonly SqlValue[]): number =>
    timed(statement.name, () => prepare(statement).run(...params).changes);
  const undoAttempt = (): void => {
    // SQLite takes the whole transaction back by itself on a full disk or a failed read.
    if (!database.inTransaction) return;
    run(rollbackTo);
    run(release);
  };

  return {
    all: <R>(statement: Sql, ...params: readonly SqlValue[]) =>
      timed(statement.name, () => prepare(statement).all(...params) as R[]),
    get: <R>(statement: Sql, ...params: readonly SqlValue[]) =>
      timed(statement.name, () => prepare(statement).get(...params) as R | undefined),
    rows: (statement, ...params) =>
      timed(statement.name, () => prepareRaw(statement).all(...params) as SqlValue[][]),
    row: (statement, ...params) =>
      timed(statement.name, () => prepareRaw(statement).get(...params) as SqlValue[] | undefined),
    run,
    exec: (text) => {
      timed('exec', () => database.exec(text));
    },
    transaction: (work, keep) => {
      assert(!database.inTransaction, 'a transaction inside a transaction');
      run(begin);
      let result: ReturnType<typeof work>;
      let isKept: boolean;
      try {
        result = work();
        isKept = keep === undefined || keep(result);
        run(isKept ? commit : rollback);
      } catch (error) {
        if (database.inTransaction) run(rollback);
        ended(false);
        throw error;
      }
      ended(isKept);
      return result;
    },
    attempt: (work, keep) => {
      assert(database.inTransaction, 'an attempt outside a transaction');
      run(savepoint);
      try {
        const result = work();
        if (keep(result)) run(release);
        else undoAttempt();
        return result;
      } catch (error) {
        undoAttempt();
        throw error;
      }
    },
    inTransaction: () => database.inTransaction,
    whenEnded: (work) => {
      assert(database.inTransaction, 'no transaction to end');
      atItsEnd.push(work);
    },
    pragma: (text) => timed('pragma', () => database.pragma(text, { simple: true })),
    reopen: (between) => {
      assert(!database.inTransaction, 'a file is exchanged inside a transaction');
      database.close();
      prepared.clear();
      preparedRaw.clear();
      try {
        between();
      } finally {
        database = openKeyed(options);
      }
    },
    close: () => {
      database.close();
    },
  };
}

function openKeyed(options: ConnectionOptions): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(options.path, {
      readonly: options.readonly ?? false,
      timeout: 5_000,
      // The package refuses the option when it is there but undefined.
      ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
    });
    database.pragma("cipher='chacha20'");
    database.pragma(`key='raw:${Buffer.from(options.key).toString('hex')}'`);
    // The first read proves the key; before it every pragma would only be remembered.
    database.prepare('select count(*) from sqlite_schema').get();
    if (options.filling === true) {
      database.pragma('journal_mode = TRUNCATE');
      database.pragma('synchronous = NORMAL');
    } else if (options.readonly !== true) {
      database.pragma('journal_mode = WAL');
      // WAL alone would mean NORMAL in this build, which may lose the last commits when the power fails.
      database.pragma('synchronous = FULL');
    }
    // Sorts spill into memory: a temporary file would hold clients' names in plain text.
    database.pragma('temp_store = MEMORY');
    // Rows arrive month by month, children before parents at times; the cloud holds the references.
    database.pragma('foreign_keys = OFF');
    database.pragma(`cache_size = -${options.filling === true ? FILLING_CACHE_KIB : CACHE_KIB}`);
    return database;
  } catch (error) {
    database?.close();
    const known = asReplicaError(error);
    if (known instanceof TypeError && known.message.includes('directory does not exist')) {
      throw new ReplicaError('REPLICA_IO', known.message, { cause: known });
    }
    throw known;
  }
}
