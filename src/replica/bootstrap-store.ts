import { bucketOf, type Clock } from '../base/time.ts';
import type { SyncStorePort } from '../contracts/ports.ts';
import type { Cursor } from '../contracts/wire.ts';
import { PLATFORM_SCOPE, PLATFORM_TABLES, type TableName, TENANT_TABLES } from '../domain/tables.ts';
import { createChangeTracker } from './change-tracker.ts';
import { type Connection, sql } from './connection.ts';
import type { Outbox } from './outbox.ts';
import type { Rebase } from './rebase.ts';
import { codecOf, wireReader } from './row-codec.ts';
import type { ScopeStore } from './scope-store.ts';
import type { SyncedTables } from './synced-tables.ts';

const NO_BUCKET = 0;
const PROGRESS = sql(
  'bootstrap.progress',
  'select after_id, done from bootstrap_progress where scope = ? and table_name = ? and bucket = ?',
);
const SET_PROGRESS = sql(
  'bootstrap.set-progress',
  `insert into bootstrap_progress (scope, table_name, bucket, after_id, done) values (?, ?, ?, ?, ?)
   on conflict (scope, table_name, bucket) do update set after_id = excluded.after_id, done = excluded.done`,
);
const CLEAR_PROGRESS = sql('bootstrap.clear', 'delete from bootstrap_progress where scope = ?');
const COVER = sql(
  'coverage.set',
  `insert into coverage (scope, table_name, bucket, head) values (?, ?, ?, ?)
   on conflict (scope, table_name, bucket) do update set head = excluded.head`,
);
const CLEAR_COVERAGE = sql('coverage.clear', 'delete from coverage where scope = ?');
const FIRST_COVERED = sql('coverage.first', 'select min(bucket) from coverage where scope = ?');
const COVERED = sql('coverage.list', 'select distinct bucket from coverage where scope = ? order by bucket');
const CLEAR_STAGED = sql('staged.clear', 'delete from staged_page where scope = ?');

/** First syncs, resets and older months, by pages. */
export type BootstrapStore = Pick<
  SyncStorePort,
  'beginBootstrap' | 'bootstrapResume' | 'storeBootstrapPage' | 'publishBootstrap' | 'coverage'
>;

const tablesOf = (scope: string): readonly TableName[] =>
  scope === PLATFORM_SCOPE ? PLATFORM_TABLES : TENANT_TABLES;

export function createBootstrapStore(
  connection: Connection,
  tables: SyncedTables,
  outbox: Outbox,
  scopes: ScopeStore,
  rebase: Rebase,
  clock: Clock,
): BootstrapStore {
  const idIndex = (columns: readonly string[]): number => columns.indexOf('id');

  return {
    beginBootstrap: (scope, head, keptUpTo = head) => {
      tables.transaction(() => {
        const record = scopes.get(scope);
        if (record.state === 'building' && record.bootstrapHead === head && keptUpTo === head) return;
        // While it is still known which refusals wait for a person.
        outbox.giveBack(scope, keptUpTo);
        // What waits stays in the outbox; its effects come back when the new rows are published.
        tables.restoreBase(scope, createChangeTracker(connection));
        for (const table of tablesOf(scope)) tables.clear(codecOf(table));
        connection.run(CLEAR_PROGRESS, scope);
        connection.run(CLEAR_COVERAGE, scope);
        connection.run(CLEAR_STAGED, scope);
        scopes.beginBuilding(scope, head);
      });
    },

    bootstrapResume: (scope, table, bucket) => {
      const row = connection.row(PROGRESS, scope, table, bucket ?? NO_BUCKET);
      if (row === undefined) return null;
      return row[1] === 1 ? 'done' : (row[0] as string | null);
    },

    storeBootstrapPage: (scope, table, bucket, page) =>
      tables.transaction(() => {
        const codec = codecOf(table);
        const read = wireReader(codec, page.cols);
        const live = scopes.get(scope).state === 'ready';
        // While building nobody reads, so nobody needs to be told row by row.
        const tracker = createChangeTracker(connection);
        const store = (): void => {
          for (const row of page.rows) tables.applyServerRow(codec, read(row), live ? tracker : null);
        };
        // A live file keeps view = server + pending; with nothing pending the replay is empty.
        if (live && page.rows.length > 0) rebase(scope, tracker, store);
        else store();

        const lastId = page.rows.at(-1)?.[idIndex(page.cols)] ?? null;
        connection.run(
          SET_PROGRESS,
          scope,
          table,
          bucket ?? NO_BUCKET,
          lastId as string | null,
          page.more ? 0 : 1,
        );
        if (!page.more && bucket !== null) {
          connection.run(COVER, scope, table, bucket, page.head);
          tracker.mark('coverage');
        }
        return tracker.notice();
      }),

    publishBootstrap: (scope) =>
      tables.transaction(() => {
        const head = scopes.get(scope).bootstrapHead ?? 0;
        const thisMonth = bucketOf(clock.now());
        const first = (connection.row(FIRST_COVERED, scope)?.[0] ?? thisMonth) as number;
        scopes.publish(scope, afterHead(head), Math.min(first, thisMonth));
        const tracker = createChangeTracker(connection);
        rebase(scope, tracker, () => {});
        for (const table of tablesOf(scope)) tracker.mark(table);
        tracker.mark('coverage');
        tracker.mark('outbox');
        return tracker.notice();
      }),

    coverage: (scope) => connection.rows(COVERED, scope).map(([bucket]) => bucket as number),
  };
}

/** Behind everything that the head contains: (head, max, max), as the cloud writes it. */
const LAST_TABLE = 32_767;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const afterHead = (head: number): Cursor => [head, LAST_TABLE, LAST_ID];
