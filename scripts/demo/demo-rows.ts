import type { RowValues, TableName } from '../../src/domain/tables.ts';

/** The rows of one tenant, by table, in the shape of the synced tables. */
export type DemoRow<T extends TableName> = RowValues<T> & { readonly id: string };

export class DemoRows {
  readonly tables = new Map<TableName, DemoRow<TableName>[]>();

  add<T extends TableName>(table: T, row: DemoRow<T>): DemoRow<T> {
    const rows = this.tables.get(table) ?? [];
    rows.push(row as unknown as DemoRow<TableName>);
    this.tables.set(table, rows);
    return row;
  }

  of<T extends TableName>(table: T): readonly DemoRow<T>[] {
    return (this.tables.get(table) ?? []) as unknown as readonly DemoRow<T>[];
  }

  /** Rewrites every row of a table, for totals known only at the end. */
  rewrite<T extends TableName>(table: T, change: (row: DemoRow<T>) => DemoRow<T>): void {
    this.tables.set(table, this.of(table).map(change) as unknown as DemoRow<TableName>[]);
  }
}
