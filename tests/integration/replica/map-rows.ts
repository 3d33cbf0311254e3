import type { CommandContext, Rejection, RowChange, RowReader } from '../../../src/domain/command.ts';
import { commandNamed } from '../../../src/domain/registry.ts';
import { columnsOf, type Row, TABLE_NAMES, type TableName } from '../../../src/domain/tables.ts';

export type AnyRow = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly row_version: number;
};

/** Rows in maps, and the commands' rules over them: an independent second opinion on what SQLite should hold. */
export class MapRows {
  readonly tables = new Map<TableName, Map<string, AnyRow>>(TABLE_NAMES.map((table) => [table, new Map()]));

  clone(): MapRows {
    const copy = new MapRows();
    for (const [table, rows] of this.tables) copy.tables.set(table, new Map(rows));
    return copy;
  }

  of(table: TableName): Map<string, AnyRow> {
    return this.tables.get(table) as Map<string, AnyRow>;
  }

  reader(): RowReader {
    const live = <T extends TableName>(table: T): Row<T>[] =>
      [...this.of(table).values()]
        .filter((row) => row['deleted_at'] === null)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)) as unknown as Row<T>[];
    return {
      get: <T extends TableName>(table: T, id: string) => {
        const row = this.of(table).get(id);
        return row && row['deleted_at'] === null ? (row as unknown as Row<T>) : undefined;
      },
      find: (table, where) =>
        live(table).filter((row) =>
          Object.entries(where).every(
            ([column, value]) => (row as unknown as Record<string, unknown>)[column] === value,
          ),
        ),
      activeHolds: (resourceId, from, to) =>
        live('hold').filter(
          (hold) =>
            hold.resource_id === resourceId && hold.active && hold.starts_at < to && hold.ends_at > from,
        ),
    };
  }

  /** The rule's word on one command; applied when it is accepted, with the version that the server gives it. */
  run(
    mutation: {
      readonly name: string;
      readonly args: unknown;
      readonly base: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
    },
    context: CommandContext,
    version: number | null,
  ): Rejection | null {
    const read = this.reader();
    const spec = commandNamed(mutation.name);
    if (!spec) return { code: 'unknown_command', detail: {} };
    for (const [table, rows] of Object.entries(mutation.base)) {
      for (const [id, columns] of Object.entries(rows)) {
        const row = read.get(table as TableName, id) as unknown as Record<string, unknown> | undefined;
        if (!row) return { code: 'not_found', detail: { table, id } };
        if (Object.entries(columns).some(([column, value]) => row[column] !== value)) {
          return { code: 'stale', detail: { table, id } };
        }
      }
    }
    const decision = spec.decide(read, spec.schema.parse(mutation.args), context);
    if (!decision.ok) return decision.error;
    for (const change of decision.value) this.apply(change, context.at, version);
    return null;
  }

  private apply(change: RowChange, at: number, version: number | null): void {
    const rows = this.of(change.table);
    const before = rows.get(change.id);
    const row_version = version ?? before?.row_version ?? 0;
    if (change.op === 'insert') {
      const values = change.values as Readonly<Record<string, unknown>>;
      rows.set(change.id, { ...values, id: change.id, row_version, deleted_at: null });
      return;
    }
    if (!before) throw new Error(`${change.op} of a ${change.table} that is not there`);
    const values = change.op === 'delete' ? { deleted_at: at } : change.values;
    rows.set(change.id, { ...before, ...values, row_version });
  }

  /** All rows in one comparable form: sorted, columns in the table's order. */
  dump(tables: readonly TableName[]): Readonly<Record<string, readonly unknown[]>> {
    return Object.fromEntries(
      tables.map((table) => [
        table,
        [...this.of(table).values()]
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
          .map((row) => columnsOf(table).map((column) => row[column])),
      ]),
    );
  }
}
