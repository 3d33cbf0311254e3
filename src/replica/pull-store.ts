import type { Clock } from '../base/time.ts';
import { assert, present } from '../base/assert.ts';
import type { SyncStorePort } from '../contracts/ports.ts';
import type { Cursor, PullPage, Verdict } from '../contracts/wire.ts';
import { isTableName } from '../domain/tables.ts';
import { type ChangeTracker, createChangeTracker } from './change-tracker.ts';
import { type Connection, sql } from './connection.ts';
import type { Outbox } from './outbox.ts';
import { confirmOwnEcho, type ServerRow } from './own-echo.ts';
import type { Rebase } from './rebase.ts';
import { codecOf, wireReader } from './row-codec.ts';
import type { ScopeStore } from './scope-store.ts';
import type { SyncedTables } from './synced-tables.ts';

const STAGE = sql(
  'staged.add',
  `insert into staged_page (scope, no, json)
   select ?, coalesce(max(no), 0) + 1, ? from staged_page where scope = ?`,
);
const STAGED = sql('staged.all', 'select json from staged_page where scope = ? order by no');
const DISCARD = sql('staged.discard', 'delete from staged_page where scope = ?');

/** Pages wait on the disk until the last one came; then they are applied at once, or not at all. */
export type PullStore = Required<
  Pick<SyncStorePort, 'stagePage' | 'applyStaged' | 'discardStaged' | 'setAside'>
>;

/** Rows of a pull in the order they came, translated once. */
function rowsOf(pages: readonly PullPage[]): readonly ServerRow[] {
  const rows: ServerRow[] = [];
  for (const page of pages) {
    for (const [table, wire] of Object.entries(page.t)) {
      // A newer cloud may send tables that this version does not know; a later version fetches them again.
      if (!isTableName(table) || wire.length === 0) continue;
      const codec = codecOf(table);
      const read = wireReader(codec, present(page.cols[table], `columns of ${table}`));
      for (const row of wire) rows.push({ codec, stored: read(row) });
    }
  }
  return rows;
}

export function createPullStore(
  connection: Connection,
  tables: SyncedTables,
  outbox: Outbox,
  scopes: ScopeStore,
  rebase: Rebase,
  clock: Clock,
): PullStore {
  const settle = (scope: string, verdicts: readonly Verdict[], tracker: ChangeTracker) => {
    const counts = { applied: 0, rejected: 0 };
    for (const verdict of verdicts) {
      if (!outbox.settle(scope, verdict, clock.now())) continue;
      counts[verdict.status] += 1;
      tracker.mark('outbox');
    }
    return counts;
  };

  return {
    stagePage: (scope, page) => {
      connection.transaction(() => connection.run(STAGE, scope, JSON.stringify(page), scope));
    },
    discardStaged: (scope) => {
      connection.transaction(() => connection.run(DISCARD, scope));
    },
    setAside: (scope, uuid, { code, message }) =>
      tables.transaction(() => {
        const tracker = createChangeTracker(connection);
        rebase(scope, tracker, () => {
          const refused = { id: 0, uuid, status: 'rejected', code, detail: { message }, version: 0 } as const;
          settle(scope, [refused], tracker);
        });
        tracker.mark('conflict');
        return tracker.notice();
      }),
    applyStaged: (scope) =>
      tables.transaction(() => {
        const pages = connection.rows(STAGED, scope).map(([json]) => JSON.parse(json as string) as PullPage);
        const last = pages.at(-1);
        assert(last && !last.more, 'pages are applied only when the last one is here');
        const tracker = createChangeTracker(connection);
        let counts = { applied: 0, rejected: 0 };
        const rows = rowsOf(pages);
        // Only the last page's verdicts belong to the same snapshot as the rows' end.
        const verdicts = last.results;
        if (confirmOwnEcho(scope, tables, outbox, rows, verdicts, tracker)) {
          counts = settle(scope, verdicts, tracker);
        } else if (rows.length > 0 || verdicts.length > 0) {
          rebase(scope, tracker, () => {
            for (const { codec, stored } of rows) tables.applyServerRow(codec, stored, tracker);
            counts = settle(scope, verdicts, tracker);
          });
        }
        const before = scopes.get(scope);
        // Verdicts up to here are stored; what still waits is asked for again.
        const lowest = outbox.lowest(scope);
        const ack = Math.max(before.ack, lowest === null ? last.lmid : Math.min(last.lmid, lowest - 1));
        // A file that was put in place while pages arrived may be further on than they are.
        scopes.moveCursor(scope, later(before.cursor, last.next), ack, clock.now());
        connection.run(DISCARD, scope);
        // Months fetched at a head beyond the old cursor become readable when the cursor gets there.
        if (before.cursor[0] < last.next[0] && hasCoverageBetween(scope, before.cursor[0], last.next[0])) {
          tracker.mark('coverage');
        }
        return { notice: tracker.notice(), ...counts, head: last.head };
      }),
  };

  function hasCoverageBetween(scope: string, from: number, to: number): boolean {
    return connection.row(COVERED_BETWEEN, scope, from, to) !== undefined;
  }
}

/** Cursors compare part by part; ids are of one length. */
const later = (a: Cursor, b: Cursor): Cursor => {
  const [versions, tables] = [a[0] - b[0], a[1] - b[1]];
  const behind = versions !== 0 ? versions < 0 : tables !== 0 ? tables < 0 : a[2] < b[2];
  return behind ? b : a;
};

const COVERED_BETWEEN = sql(
  'coverage.between',
  'select 1 from coverage where scope = ? and head > ? and head <= ? limit 1',
);
