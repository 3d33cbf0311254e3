import { type NewId } from '../base/ids.ts';
import { type Clock, DAY } from '../base/time.ts';
import type { ChangeNotice, SyncStorePort } from '../contracts/ports.ts';
import type { QueueChange, SecondFilePart } from '../contracts/second-file.ts';
import { TABLE_NAMES } from '../domain/tables.ts';
import { COMMAND_BOOK, type CommandBook } from './command-book.ts';
import { createBootstrapStore } from './bootstrap-store.ts';
import { createChangeTracker } from './change-tracker.ts';
import { type CheckStore, createCheckStore } from './check-store.ts';
import { connect, type Connection, type SlowStatement } from './connection.ts';
import { ensureClientIndex } from './client-search-index.ts';
import { createDeviceScopeStore } from './device-scope-store.ts';
import { createDayCards } from './day-cards.ts';
import { migrate, readMigrations } from './migrate.ts';
import { createOutbox } from './outbox.ts';
import { createPeopleStore, type PeopleStore } from './people.ts';
import { putInPlace } from './put-in-place.ts';
import { createPullStore } from './pull-store.ts';
import { createRebase, type ReplayFault } from './rebase.ts';
import { createCommandRunner, type ExecuteCommands } from './run-commands.ts';
import { createReferenceCache } from './reference-cache.ts';
import { createQueryRunner, type RunQuery } from './queries/run-query.ts';
import { createRowReader } from './row-reader.ts';
import { createSafeCopy, NO_COPY, type Restored, restoreFrom, safeCopyLog } from './safe-copy/safe-copy.ts';
import { createScopeStore, type ScopeStore } from './scope-store.ts';
import { secondFilePath } from './second-file-path.ts';
import { createSettings, type Settings } from './settings.ts';
import { createSupportStore, type SupportStore } from './support-store.ts';
import { createSyncedTables } from './synced-tables.ts';

export type ReplicaOptions = {
  /** Of the database file; its folder must exist. */
  readonly path: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
  /** Folder of the numbered SQL files: migrations/replica. */
  readonly migrationsFolder: string;
  readonly nativeBinding?: string | undefined;
  /** The corrected clock. */
  readonly clock: Clock;
  readonly newId: NewId;
  /** Another set of commands than this program's own: tests of what older and newer ones do. */
  readonly commands?: CommandBook | undefined;
  readonly onSlow?: ((slow: SlowStatement) => void) | undefined;
  readonly onFault?: ((fault: ReplayFault) => void) | undefined;
  /**
   * The second copy of what waits: kept and compared unless told; `beside`: another connection of this process has the
   * file open and compared it; `none`: this file is not yet anybody's.
   */
  readonly copy?: 'beside' | 'none';
  /** Hears why the second copy of what waits could not be written. */
  readonly onCopyTrouble?: ((cause: unknown) => void) | undefined;
};

/** The local database of one PC: everything that reads or writes it goes through here. One owner process. */
export type Replica = {
  readonly execute: ExecuteCommands;
  /** Hears of a commit that another connection of this process made, so that no kept answer outlives its rows. */
  readonly committedBeside: (notice: ChangeNotice) => void;
  readonly query: RunQuery;
  readonly syncStore: SyncStorePort;
  readonly checkStore: CheckStore;
  readonly scopes: Pick<ScopeStore, 'get' | 'list' | 'follow'>;
  readonly people: PeopleStore;
  readonly settings: Settings;
  readonly support: SupportStore;
  /** Puts a whole second file in the place of the open one; see put-in-place.ts. */
  readonly putInPlace: (
    scope: string,
    part: SecondFilePart,
    change: QueueChange | null,
  ) => ChangeNotice | null;
  /** What had to be brought back from the second copy when the file was opened. */
  readonly restored: Restored;
  readonly close: () => void;
};

/**
 * Opens, unlocks and migrates a replica. Throws ReplicaError: REPLICA_LOCKED (the key does not open it), REPLICA_NEWER,
 * REPLICA_CORRUPT, REPLICA_IO, DISK_FULL.
 */
export function openReplica(options: ReplicaOptions): Replica {
  const connection = connect(options);
  try {
    migrate(connection, readMigrations(options.migrationsFolder), options.clock.now());
    ensureClientIndex(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return assemble(connection, options);
}

const NOTHING_RESTORED: Restored = { scopes: [], work: 0, decided: 0, unreadable: 0 };
/** Decided work is kept as long as a cloud may be restored from a backup that lacks it. */
const JOURNAL_DAYS = 35;

function assemble(connection: Connection, options: ReplicaOptions): Replica {
  const { clock, newId, onFault, commands: book = COMMAND_BOOK } = options;
  const onCopyTrouble = options.onCopyTrouble ?? (() => {});
  const log = safeCopyLog(options.path, options.key, onCopyTrouble);
  const copy = options.copy === 'none' ? NO_COPY : createSafeCopy(connection, log, onCopyTrouble);
  const read = createRowReader(connection);
  const tables = createSyncedTables(connection, createDayCards(connection));
  const outbox = createOutbox(connection, copy, book);
  const scopes = createScopeStore(connection);
  const rebase = createRebase(connection, read, tables, outbox, onFault ?? (() => {}), book);
  let told = 0;
  /** A clock that was set back must not make what was decided today look old: time never goes back behind hello's. */
  const notBeforeHello: Clock = { now: () => Math.max(clock.now(), told) };
  const pulls = createPullStore(connection, tables, outbox, scopes, rebase, notBeforeHello);
  const restored = options.copy === undefined ? restoreFrom(connection, log, newId) : NOTHING_RESTORED;
  for (const scope of restored.scopes) {
    if (scopes.get(scope).state !== 'ready') continue;
    tables.transaction(() => rebase(scope, createChangeTracker(connection), () => {}));
  }
  const deviceScope = createDeviceScopeStore(connection, tables, scopes, rebase);
  const bootstrap = createBootstrapStore(connection, tables, outbox, scopes, rebase, clock);
  const reference = createReferenceCache(read);
  const checks = createCheckStore(connection, tables, scopes, rebase);
  const settings = createSettings(connection);
  const support = createSupportStore(connection, options.path, tables, outbox, rebase);
  const runCommands = createCommandRunner(connection, read, tables, outbox, scopes, newId, book);

  /** Everything that commits rows goes through here, so that no kept answer outlives its rows. */
  const committed = (notice: ChangeNotice): ChangeNotice => {
    reference.forget(notice);
    return notice;
  };

  return {
    execute: (scope, commands, context, onStep) => {
      const answer = runCommands(scope, commands, context, onStep);
      if (answer.ok) committed(answer.value);
      return answer;
    },
    committedBeside: (notice) => {
      committed(notice);
    },
    query: createQueryRunner({ connection, read, reference, scopes }),
    syncStore: {
      identity: (scope) => scopes.get(scope),
      hearTime: (scope, now) => {
        told = now;
        // While rows are fetched anew nobody knows which refusals are open.
        if (scopes.get(scope).state !== 'ready') return;
        connection.transaction(() => outbox.prune(scope, now - JOURNAL_DAYS * DAY));
      },
      saveHello: (scope, hello) => {
        connection.transaction(() =>
          scopes.saveHello(scope, hello.epoch, hello.scope_v, hello.holds ?? null),
        );
      },
      nextBatch: (scope: string, max: number, after = 0) =>
        connection.transaction(() => outbox.nextBatch(scope, max, after)),
      pendingCount: (scope) => outbox.count(scope),
      clashCount: (scope) => outbox.clashCount(scope),
      holdPush: (scope, until) => {
        connection.transaction(() => scopes.holdPush(scope, until));
      },
      stagePage: pulls.stagePage,
      applyStaged: (scope) => {
        const outcome = pulls.applyStaged(scope);
        committed(outcome.notice);
        return outcome;
      },
      discardStaged: pulls.discardStaged,
      setAside: (scope, uuid, why) => committed(pulls.setAside(scope, uuid, why)),
      renumber: (scope, newClientId) => {
        connection.transaction(() => outbox.renumber(scope, newClientId));
      },
      beginBootstrap: (scope, head, keptUpTo) => {
        bootstrap.beginBootstrap(scope, head, keptUpTo);
        committed({ tables: TABLE_NAMES, days: [] });
      },
      bootstrapResume: bootstrap.bootstrapResume,
      storeBootstrapPage: (scope, table, bucket, page) =>
        committed(bootstrap.storeBootstrapPage(scope, table, bucket, page)),
      publishBootstrap: (scope) => committed(bootstrap.publishBootstrap(scope)),
      coverage: bootstrap.coverage,
      deviceScope: {
        ...deviceScope,
        narrow: (scope, from) => {
          const step = deviceScope.narrow(scope, from);
          committed(step.notice);
          return step;
        },
        storePage: (scope, table, page) => committed(deviceScope.storePage(scope, table, page)),
        end: (scope, pending) => committed(deviceScope.end(scope, pending)),
      },
      today: {
        storePage: bootstrap.today.storePage,
        publish: (scope, span) => committed(bootstrap.today.publish(scope, span)),
      },
    },
    checkStore: {
      ...checks,
      replaceRows: (scope, table, bucket, pages) => {
        const outcome = checks.replaceRows(scope, table, bucket, pages);
        if (outcome) committed(outcome.notice);
        return outcome;
      },
    },
    scopes: {
      get: scopes.get,
      list: scopes.list,
      follow: (enrolment) => {
        connection.transaction(() => scopes.follow(enrolment));
        copy.identityChanged();
      },
    },
    people: createPeopleStore(connection, settings, copy.identityChanged),
    settings: {
      get: settings.get,
      set: (key, value) => {
        settings.set(key, value);
        copy.identityChanged();
      },
    },
    support: {
      ...support,
      bringBack: (scope, saved) => {
        const outcome = support.bringBack(scope, saved);
        committed(outcome.notice);
        return outcome;
      },
    },
    restored,
    putInPlace: (scope, part, change) => {
      const notice = putInPlace(connection, options, secondFilePath(options.path, part), scope, change);
      if (notice) copy.anew();
      return notice && committed(notice);
    },
    close: connection.close,
  };
}
