import type { CheckFinding, CheckStorePort, TableDigests } from '../contracts/ports.ts';
import type { Instant } from '../base/time.ts';
import { isTableName, type TableName, TABLES } from '../domain/tables.ts';
import { createChangeTracker } from './change-tracker.ts';
import { type Connection, type Sql, sql } from './connection.ts';
import type { Rebase } from './rebase.ts';
import { codecOf, DELETED_INDEX, fromJson, type RowCodec, type StoredRow, wireReader } from './row-codec.ts';
import { digestSum, type DigestSum } from './row-digest.ts';
import type { ScopeStore } from './scope-store.ts';
import type { SyncedTables } from './synced-tables.ts';

/** Rows of one slice: some 3 ms, so that no click waits for it. */
const SLICE = 400;
const END_OF_IDS = 'g';

const BASE_BETWEEN = sql(
  'check.base',
  'select id, json from base_row where scope = ? and table_name = ? and id > ? and id <= ?',
);
const HELD = sql(
  'check.held',
  'select bucket from coverage where scope = ? and table_name = ? and head <= ?',
);
const NOTE = sql(
  'check.note',
  `insert into check_finding (scope, at, table_name, bucket, missing, surplus, changed, outcome)
   values (?, ?, ?, ?, ?, ?, ?, ?)`,
);
const DUE = sql('check.due', 'select table_name from check_due where scope = ?');
const FETCHED = sql('check.fetched', 'delete from check_due where scope = ? and table_name = ?');
const FORGET = sql('check.forget', 'delete from check_finding where scope = ? and at < ?');
const CHECKED = sql('check.checked', 'update meta set checked_at = ? where scope = ?');
const WHEN = sql('check.when', 'select checked_at from meta where scope = ?');
const FINDINGS = sql(
  'check.findings',
  `select at, table_name as "table", bucket, missing, surplus, changed, outcome from check_finding
   where scope = ? order by no desc limit ?`,
);

/** Findings are kept as long as the journal: a support case looks no further back. */
const KEPT_MS = 35 * 86_400_000;

export type CheckStore = CheckStorePort & {
  /** When the whole file was last compared, and the newest findings first. */
  readonly report: (
    scope: string,
    atMost: number,
  ) => { readonly checkedAt: Instant | null; readonly findings: readonly CheckFinding[] };
};

export function createCheckStore(
  connection: Connection,
  tables: SyncedTables,
  scopes: ScopeStore,
  rebase: Rebase,
): CheckStore {
  const statements = new Map<string, Sql>();
  const textOf = (codec: RowCodec, name: string, rest: string): Sql => {
    const key = `check.${name}-${codec.table}`;
    let known = statements.get(key);
    if (!known) {
      known = sql(key, `select ${codec.columns.join(', ')} from ${codec.table} ${rest}`);
      statements.set(key, known);
    }
    return known;
  };

  function* digests(scope: string, table: TableName): Generator<void, TableDigests> {
    const codec = codecOf(table);
    const month = TABLES[table].bucketed ? codec.indexOf('bucket') : null;
    const page = textOf(codec, 'slice', `where id > ? order by id limit ${String(SLICE)}`);
    const sums = new Map<number | null, DigestSum>();
    const add = (stored: StoredRow): void => {
      if (stored[DELETED_INDEX] !== null) return;
      const bucket = month === null ? null : (stored[month] as number);
      let sum = sums.get(bucket);
      if (!sum) sums.set(bucket, (sum = digestSum()));
      sum.add(codec, stored);
    };
    let after = '';
    for (;;) {
      const rows = connection.rows(page, after);
      const last = rows.length < SLICE ? END_OF_IDS : (rows.at(-1)?.[0] as string);
      // Each slice looks by itself at what waits: a command between two slices changes the view and not these rows.
      const beneath = new Map(
        connection.rows(BASE_BETWEEN, scope, table, after, last) as [string, string | null][],
      );
      for (const row of rows) if (!beneath.has(row[0] as string)) add(row);
      for (const json of beneath.values()) if (json !== null) add(fromJson(codec, json));
      if (last === END_OF_IDS) break;
      after = last;
      yield;
    }
    return new Map([...sums].map(([bucket, sum]) => [bucket, sum.sum()]));
  }

  return {
    digests,
    heldOf: (scope, table, buckets) => {
      const { cursor, coveredFrom } = scopes.get(scope);
      const held = new Set(
        connection.rows(HELD, scope, table, cursor[0]).map(([bucket]) => bucket as number),
      );
      return buckets.filter((bucket) => held.has(bucket) || (coveredFrom !== null && bucket >= coveredFrom));
    },
    replaceRows: (scope, table, bucket, pages) =>
      tables.transaction(() => {
        const record = scopes.get(scope);
        const isNow = pages.every(({ head }) => head === record.cursor[0]);
        if (!isNow || record.state !== 'ready') return null;
        const codec = codecOf(table);
        const tracker = createChangeTracker(connection);
        const figures = { missing: 0, surplus: 0, changed: 0 };
        const fresh = new Map<string, StoredRow>();
        for (const { cols, rows } of pages) {
          const read = wireReader(codec, cols);
          for (const row of rows) {
            const stored = read(row);
            fresh.set(stored[0] as string, stored);
          }
        }
        rebase(scope, tracker, () => {
          const here =
            bucket === null
              ? connection.rows(textOf(codec, 'live', 'where deleted_at is null'))
              : connection.rows(
                  textOf(codec, 'live-month', 'where bucket = ? and deleted_at is null'),
                  bucket,
                );
          const idsHere = new Set(here.map(([id]) => id as string));
          for (const id of idsHere) {
            if (fresh.has(id)) continue;
            figures.surplus += 1;
            tables.putServerRow(codec, id, undefined, tracker);
          }
          for (const [id, stored] of fresh) {
            const before = tables.read(codec, id);
            if (before?.every((value, index) => value === stored[index])) continue;
            // A row that lies in another month here, or as a tombstone, is missing from this one.
            const isHere = idsHere.has(id);
            figures[isHere ? 'changed' : 'missing'] += 1;
            tables.putServerRow(codec, id, stored, tracker);
          }
        });
        return { ...figures, notice: tracker.notice() };
      }),
    noteFinding: (scope, { at, table, bucket, missing, surplus, changed, outcome }) => {
      connection.transaction(() => {
        connection.run(NOTE, scope, at, table, bucket, missing, surplus, changed, outcome);
        connection.run(FORGET, scope, at - KEPT_MS);
      });
    },
    dueTables: (scope) =>
      connection
        .rows(DUE, scope)
        .map(([name]) => name as string)
        .filter(isTableName),
    noteFetched: (scope, table) => {
      connection.transaction(() => connection.run(FETCHED, scope, table));
    },
    noteChecked: (scope, at) => {
      connection.transaction(() => connection.run(CHECKED, at, scope));
    },
    report: (scope, atMost) => ({
      checkedAt: (connection.row(WHEN, scope)?.[0] ?? null) as Instant | null,
      findings: connection.all<CheckFinding>(FINDINGS, scope, atMost),
    }),
  };
}
