import { bucketOf, type Interval } from '../base/time.ts';
import type { Cover } from '../contracts/queries.ts';
import type { TableName } from '../domain/tables.ts';
import { type Connection, sql } from './connection.ts';
import type { ScopeStore } from './scope-store.ts';

const COUNT = sql(
  'coverage.count',
  `select count(*) from coverage where scope = ? and bucket = ? and head <= ?
     and table_name in (select value from json_each(?))`,
);

/**
 * Whether the replica holds everything of the tables between two instants. A month counts when its last page is here
 * and the cursor has reached the head that page was read at; from `covered_from` on the first sync fetched all.
 */
export function coverOf(
  connection: Connection,
  scopes: ScopeStore,
  scope: string,
  tables: readonly TableName[],
  span: Interval,
): Cover {
  const record = scopes.get(scope);
  if (record.state !== 'ready') return 'not_loaded';
  const { today } = record;
  if (today !== null && span.from >= today.from && span.to <= today.to) return 'complete';
  const names = JSON.stringify(tables);
  for (const bucket of new Set([bucketOf(span.from), bucketOf(span.to - 1)])) {
    if (record.coveredFrom !== null && bucket >= record.coveredFrom) continue;
    if (connection.row(COUNT, scope, bucket, record.cursor[0], names)?.[0] !== tables.length)
      return 'not_loaded';
  }
  return 'complete';
}

/** How far back a desk is asked for months that it holds. */
const LONGEST_LOOK_BACK = 600;

/** The UTC month from which on the replica holds all of the tables without a gap; null while it holds nothing whole. */
export function heldFrom(
  connection: Connection,
  scopes: ScopeStore,
  scope: string,
  tables: readonly TableName[],
): number | null {
  const record = scopes.get(scope);
  if (record.state !== 'ready' || record.coveredFrom === null) return null;
  const names = JSON.stringify(tables);
  let from = record.coveredFrom;
  for (let month = 0; month < LONGEST_LOOK_BACK; month += 1) {
    const before = from % 100 === 1 ? from - 89 : from - 1;
    const held = connection.row(COUNT, scope, before, record.cursor[0], names)?.[0];
    if (held !== tables.length) break;
    from = before;
  }
  return from;
}
