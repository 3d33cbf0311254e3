import type { Verdict } from '../contracts/wire.ts';
import type { RowChange } from '../domain/command.ts';
import type { ChangeTracker } from './change-tracker.ts';
import type { Outbox } from './outbox.ts';
import { type RowCodec, type StoredRow, VERSION_INDEX } from './row-codec.ts';
import type { SyncedTables } from './synced-tables.ts';

/** A row as it came from the cloud. */
export type ServerRow = { readonly codec: RowCodec; readonly stored: StoredRow };

/** How a row is named among those that a command touches. */
const rowKey = (table: string, id: string): string => `${table} ${id}`;

export const touchedBy = (changes: readonly RowChange[]): readonly string[] => [
  ...new Set(changes.map(({ table, id }) => rowKey(table, id))),
];

/**
 * The common case of a pull: the cloud took the front of the queue exactly as this desk had decided it, and nobody
 * else changed anything. Then the rows here are already right and only need the cloud's version; what waits behind
 * them is not replayed, which matters when an import of thousands waits. Answers false, having changed nothing, when
 * it is not that case.
 */
export function confirmOwnEcho(
  scope: string,
  tables: SyncedTables,
  outbox: Outbox,
  rows: readonly ServerRow[],
  verdicts: readonly Verdict[],
  tracker: ChangeTracker,
): boolean {
  if (verdicts.length === 0 || verdicts.some(({ status }) => status !== 'applied')) return false;
  const front = outbox.front(scope, verdicts.length);
  const decided = new Set(verdicts.map(({ uuid }) => uuid));
  if (front.length !== decided.size) return false;
  if (front.some(({ uuid, willClash }) => willClash !== null || !decided.has(uuid))) return false;

  const newest = new Map<string, ServerRow>();
  for (const row of rows) {
    const key = rowKey(row.codec.table, row.stored[0] as string);
    const known = newest.get(key);
    if (!known || versionOf(known.stored) < versionOf(row.stored)) newest.set(key, row);
  }
  // The same rows on both sides: one that the cloud left alone has no echo, and its version here would be wrong.
  const touched = new Set(front.flatMap(({ touches }) => touches));
  if (touched.size !== newest.size || [...newest.keys()].some((key) => !touched.has(key))) return false;
  for (const { codec, stored } of newest.values()) {
    const id = stored[0] as string;
    if (!tables.isPending(codec, id) || !sameButVersion(tables.read(codec, id), stored)) return false;
  }

  for (const { codec, stored } of newest.values()) tables.confirm(codec, stored, tracker);
  return true;
}

const versionOf = (stored: StoredRow): number => stored[VERSION_INDEX] as number;

const sameButVersion = (here: StoredRow | undefined, there: StoredRow): boolean =>
  here !== undefined && here.every((value, index) => index === VERSION_INDEX || value === there[index]);
