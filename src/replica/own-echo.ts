import type { Verdict } from '../contracts/wire.ts';
import type { RowChange } from '../domain/command.ts';
import type { ChangeTracker } from './change-tracker.ts';
import type { Outbox } from './outbox.ts';
import { DELETED_INDEX, type RowCodec, type StoredRow, VERSION_INDEX } from './row-codec.ts';
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
  const beneath = new Set<ServerRow>();
  for (const row of newest.values()) {
    const { codec, stored } = row;
    const id = stored[0] as string;
    if (!tables.isPending(codec, id)) return false;
    const here = tables.read(codec, id);
    if (sameButVersion(here, stored)) continue;
    if (!tables.isNewHere(codec, id) || !takenAwayLater(codec, here, stored)) return false;
    beneath.add(row);
  }

  for (const row of newest.values()) {
    if (beneath.has(row)) tables.confirmBeneath(row.codec, row.stored, tracker);
    else tables.confirm(row.codec, row.stored, tracker);
  }
  return true;
}

const versionOf = (stored: StoredRow): number => stored[VERSION_INDEX] as number;

const sameButVersion = (here: StoredRow | undefined, there: StoredRow): boolean =>
  here !== undefined && here.every((value, index) => index === VERSION_INDEX || value === there[index]);

/**
 * An import that is taken back while it is still being sent: its rows are gone here, by work that waits further back,
 * and otherwise as the cloud has them. What is gone is seen by nobody and by no rule, so nothing has to be replayed.
 */
function takenAwayLater(codec: RowCodec, here: StoredRow | undefined, there: StoredRow): boolean {
  if (here === undefined || here[DELETED_INDEX] === null || there[DELETED_INDEX] !== null) return false;
  // A hold is let go before it is deleted.
  const letGo = codec.table === 'hold' ? codec.indexOf('active') : -1;
  return here.every(
    (value, index) =>
      index === VERSION_INDEX || index === DELETED_INDEX || index === letGo || value === there[index],
  );
}
