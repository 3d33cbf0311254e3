import { bucketOf, type Clock } from '../base/time.ts';
import type { ChangeNotice, SyncStorePort } from '../contracts/ports.ts';
import type { Cursor } from '../contracts/wire.ts';
import { PLATFORM_SCOPE, PLATFORM_TABLES, type TableName, TENANT_TABLES } from '../domain/tables.ts';
import { createBootstrapMarks } from './bootstrap-marks.ts';
import { createChangeTracker } from './change-tracker.ts';
import { type Connection, sql } from './connection.ts';
import type { Outbox } from './outbox.ts';
import type { Rebase } from './rebase.ts';
import { codecOf, wireReader } from './row-codec.ts';
import type { ScopeStore } from './scope-store.ts';
import type { SyncedTables } from './synced-tables.ts';

const FIRST_COVERED = sql('coverage.first', 'select min(bucket) from coverage where scope = ?');
const COVERED = sql('coverage.list', 'select distinct bucket from coverage where scope = ? order by bucket');
const CLEAR_STAGED = sql('staged.clear', 'delete from staged_page where scope = ?');

/** First syncs, resets and older months, by pages. */
export type BootstrapStore = Pick<
  SyncStorePort,
  'beginBootstrap' | 'bootstrapResume' | 'storeBootstrapPage' | 'publishBootstrap' | 'coverage'
> &
  Required<Pick<SyncStorePort, 'today'>>;

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
  const marks = createBootstrapMarks(connection);
  /** What waits comes back on the new rows, and every screen looks again. */
  const published = (scope: string): ChangeNotice => {
    const tracker = createChangeTracker(connection);
    rebase(scope, tracker, () => {});
    for (const table of tablesOf(scope)) tracker.mark(table);
    tracker.mark('coverage');
    tracker.mark('outbox');
    return tracker.notice();
  };
  const idIndex = (columns: readonly string[]): number => columns.indexOf('id');

  return {
    beginBootstrap: (scope, head, keptUpTo = head) => {
      tables.transaction(() => {
        const record = scopes.get(scope);
        if (record.state === 'building' && record.bootstrapHead === head && keptUpTo === head) return;
        // While it is still known which refusals wait for a person.
        if (record.state === 'ready') outbox.markAnswered(scope);
        outbox.giveBack(scope, keptUpTo);
        // What waits stays in the outbox; its effects come back when the new rows are published.
        tables.restoreBase(scope, createChangeTracker(connection));
        for (const table of tablesOf(scope)) tables.clear(codecOf(table));
        marks.clear(scope);
        connection.run(CLEAR_STAGED, scope);
        scopes.beginBuilding(scope, head);
      });
    },

    bootstrapResume: marks.resume,

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

        const lastId = (page.rows.at(-1)?.[idIndex(page.cols)] ?? null) as string | null;
        if (marks.mark(scope, table, bucket, { lastId, more: page.more, head: page.head })) {
          tracker.mark('coverage');
        }
        return tracker.notice();
      }),

    publishBootstrap: (scope) =>
      tables.transaction(() => {
        const { state, bootstrapHead, cursor } = scopes.get(scope);
        const thisMonth = bucketOf(clock.now());
        const first = (connection.row(FIRST_COVERED, scope)?.[0] ?? thisMonth) as number;
        // A file that was at work with today alone has been pulling since.
        const at = state === 'ready' ? cursor : afterHead(bootstrapHead ?? 0);
        scopes.publish(scope, at, Math.min(first, thisMonth));
        return published(scope);
      }),

    today: {
      storePage: (table, page) => {
        tables.transaction(() => {
          const codec = codecOf(table);
          const read = wireReader(codec, page.cols);
          for (const row of page.rows) tables.applyServerRow(codec, read(row), null);
        });
      },
      publish: (scope, span) =>
        tables.transaction(() => {
          scopes.publishToday(scope, afterHead(scopes.get(scope).bootstrapHead ?? 0), span);
          return published(scope);
        }),
    },

    coverage: (scope) => connection.rows(COVERED, scope).map(([bucket]) => bucket as number),
  };
}

/** Behind everything that the head contains: (head, max, max), as the cloud writes it. */
const LAST_TABLE = 32_767;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
export const afterHead = (head: number): Cursor => [head, LAST_TABLE, LAST_ID];
