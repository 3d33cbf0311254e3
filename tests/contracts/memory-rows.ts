import type { BaseClaim, RowChange, RowReader } from '../../src/domain/command.ts';
import { columnsOf, type Row, type TableName } from '../../src/domain/tables.ts';

export type AnyRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** Live rows in memory, with the reading side of the rules and the writing of what they decide. */
export class MemoryRows implements RowReader {
  readonly #tables = new Map<TableName, Map<string, AnyRow>>();

  put(table: TableName, row: AnyRow): void {
    const rows = this.#tables.get(table) ?? new Map<string, AnyRow>();
    this.#tables.set(table, rows.set(row.id, row));
  }

  readonly get: RowReader['get'] = <T extends TableName>(table: T, id: string) =>
    this.#tables.get(table)?.get(id) as Row<T> | undefined;

  readonly find: RowReader['find'] = <T extends TableName>(table: T, where: Partial<Row<T>>) =>
    [...(this.#tables.get(table)?.values() ?? [])].filter((row) =>
      Object.entries(where).every(([column, value]) => row[column] === value),
    ) as unknown as readonly Row<T>[];

  readonly activeHolds: RowReader['activeHolds'] = (resourceId, from, to) =>
    this.find('hold', { resource_id: resourceId, active: true }).filter(
      (hold) => hold.starts_at < to && from < hold.ends_at,
    );

  apply(changes: readonly RowChange[]): void {
    for (const change of changes) {
      const old = this.#tables.get(change.table)?.get(change.id);
      if (change.op === 'delete') this.#tables.get(change.table)?.delete(change.id);
      else this.put(change.table, { ...old, id: change.id, ...change.values });
    }
  }

  /** The values that a claim names, as they travel. */
  base(claims: readonly BaseClaim[]): Record<string, Record<string, Record<string, unknown>>> {
    const base: Record<string, Record<string, Record<string, unknown>>> = {};
    for (const claim of claims) {
      const row = this.#tables.get(claim.table)?.get(claim.id);
      (base[claim.table] ??= {})[claim.id] = Object.fromEntries(
        claim.columns.map((column) => [column, row?.[column] ?? null]),
      );
    }
    return base;
  }

  /** Business columns of all rows by table and id; what SQL must agree with. */
  snapshot(): Record<string, Record<string, Record<string, unknown>>> {
    const all: Record<string, Record<string, Record<string, unknown>>> = {};
    for (const [table, rows] of this.#tables) {
      if (rows.size === 0) continue;
      all[table] = Object.fromEntries(
        [...rows].map(([id, row]) => [
          id,
          Object.fromEntries(
            columnsOf(table)
              .slice(3)
              .map((column) => [column, row[column] ?? null]),
          ),
        ]),
      );
    }
    return all;
  }
}
