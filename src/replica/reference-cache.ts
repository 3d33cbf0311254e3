import type { ChangeNotice } from '../contracts/ports.ts';
import type { RowReader } from '../domain/command.ts';
import type { Row, TableName } from '../domain/tables.ts';

/** Tables of a few hundred rows at most that nearly every screen reads. */
const SMALL = ['location', 'staff', 'service', 'service_staff', 'resource', 'member', 'device'] as const;
type SmallTable = (typeof SMALL)[number];

/**
 * The small tables, decoded once and kept until a commit touches them. `memo` keeps what is computed from tables in
 * the same way, under a key that names them.
 */
export type ReferenceCache = {
  readonly table: <T extends SmallTable>(table: T) => ReadonlyMap<string, Row<T>>;
  readonly memo: <V>(tables: readonly TableName[], key: string, compute: () => V) => V;
  readonly forget: (notice: Pick<ChangeNotice, 'tables'>) => void;
};

const MEMO_LIMIT = 600;

export function createReferenceCache(read: RowReader): ReferenceCache {
  const small = new Map<TableName, ReadonlyMap<string, Row<SmallTable>>>();
  const memos = new Map<string, { readonly tables: readonly TableName[]; readonly value: unknown }>();

  return {
    table: <T extends SmallTable>(table: T) => {
      let rows = small.get(table);
      if (!rows) {
        rows = new Map(read.find(table, {}).map((row) => [row.id, row as Row<SmallTable>]));
        small.set(table, rows);
      }
      return rows as unknown as ReadonlyMap<string, Row<T>>;
    },
    memo: <V>(tables: readonly TableName[], key: string, compute: () => V) => {
      const known = memos.get(key);
      if (known) return known.value as V;
      const value = compute();
      if (memos.size >= MEMO_LIMIT) memos.clear();
      memos.set(key, { tables, value });
      return value;
    },
    forget: ({ tables }) => {
      for (const table of tables) {
        small.delete(table as TableName);
        for (const [key, memo] of memos) if (memo.tables.includes(table as TableName)) memos.delete(key);
      }
    },
  };
}
