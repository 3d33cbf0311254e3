import { assert } from '../base/assert.ts';
import {
  columnSpec,
  columnsOf,
  isTableName,
  type Row,
  TABLE_NAMES,
  type TableName,
} from '../domain/tables.ts';
import { ADDED_COLUMNS } from './added-columns.ts';
import { type Sql, sql, type SqlValue } from './connection.ts';

/** A row as SQLite keeps it, in the column order of its table. */
export type StoredRow = readonly SqlValue[];

/** Translates one table's rows: the wire and rules know booleans and json, SQLite integers and text. */
export type RowCodec = {
  readonly table: TableName;
  readonly columns: readonly string[];
  /** Position of a column; throws for a name that the table does not have. */
  readonly indexOf: (column: string) => number;
  readonly toSql: (column: string, value: unknown) => SqlValue;
  readonly decode: <T extends TableName>(stored: StoredRow) => Row<T>;
  /** What a column is in a row that does not name it; undefined where that is a fault of whoever wrote it. */
  readonly unsaid: readonly (SqlValue | undefined)[];
  readonly selectById: Sql;
  readonly upsert: Sql;
  readonly remove: Sql;
  readonly clear: Sql;
};

export const VERSION_INDEX = 1;
export const DELETED_INDEX = 2;

function encodeValue(table: TableName, column: string, kind: string, value: unknown): SqlValue {
  // Only a nullable column keeps SQL's null; json's own null is the text 'null' in one that is not.
  if (value === null && (kind.endsWith('?') || !kind.startsWith('json'))) return null;
  switch (kind.replace('?', '')) {
    case 'bool':
      assert(typeof value === 'boolean', `${table}.${column} is not a boolean`);
      return value ? 1 : 0;
    case 'json':
      return JSON.stringify(value ?? null);
    case 'int':
    case 'cents':
    case 'instant':
      assert(Number.isSafeInteger(value), `${table}.${column} is not an integer`);
      return value as number;
    default:
      assert(typeof value === 'string', `${table}.${column} is not text`);
      return value;
  }
}

function decodeValue(kind: string, value: SqlValue): unknown {
  if (value === null) return null;
  if (kind.startsWith('bool')) return value === 1;
  if (kind.startsWith('json')) return JSON.parse(value as string);
  return value;
}

function makeCodec(table: TableName): RowCodec {
  const columns = columnsOf(table);
  const kinds = columns.map((column) => columnSpec(table, column) ?? 'text');
  const positions = new Map(columns.map((column, index) => [column, index]));
  const indexOf = (column: string): number => {
    const index = positions.get(column);
    assert(index !== undefined, `${table} has no column ${column}`);
    return index;
  };
  const list = columns.join(', ');
  const updates = columns.slice(1).map((column) => `${column} = excluded.${column}`);
  return {
    table,
    columns,
    indexOf,
    unsaid: columns.map((column, index) => {
      const before = ADDED_COLUMNS[table]?.[column];
      return before === undefined && kinds[index]?.endsWith('?') ? null : before;
    }),
    toSql: (column, value) => encodeValue(table, column, kinds[indexOf(column)] as string, value),
    decode: <T extends TableName>(stored: StoredRow) => {
      const row: Record<string, unknown> = {};
      for (let index = 0; index < columns.length; index += 1) {
        row[columns[index] as string] = decodeValue(kinds[index] as string, stored[index] ?? null);
      }
      return row as Row<T>;
    },
    selectById: sql(`${table}.by-id`, `select ${list} from ${table} where id = ?`),
    upsert: sql(
      `${table}.upsert`,
      `insert into ${table} (${list}) values (${columns.map(() => '?').join(', ')})
       on conflict (id) do update set ${updates.join(', ')}`,
    ),
    remove: sql(`${table}.remove`, `delete from ${table} where id = ?`),
    clear: sql(`${table}.clear`, `delete from ${table}`),
  };
}

const CODECS = new Map(TABLE_NAMES.map((table) => [table, makeCodec(table)]));

/** Identifiers in SQL come from this list alone. Throws for a table that is not synced. */
export function codecOf(table: string): RowCodec {
  const codec = isTableName(table) ? CODECS.get(table) : undefined;
  assert(codec, `no synced table ${table}`);
  return codec;
}

/** Stored rows as JSON text and back, by column name: one that came later is as in rows from before it. */
export const toJson = (codec: RowCodec, stored: StoredRow): string =>
  JSON.stringify(Object.fromEntries(codec.columns.map((column, index) => [column, stored[index]])));

export function fromJson(codec: RowCodec, json: string): StoredRow {
  const values = JSON.parse(json) as Readonly<Record<string, SqlValue>>;
  return codec.columns.map((column, index) => values[column] ?? codec.unsaid[index] ?? null);
}

/**
 * Reads rows of a wire page, whose columns come in the order that the page names. Columns that this version does not
 * know are left out; one that an older cloud does not send is as in rows from before it.
 */
export function wireReader(
  codec: RowCodec,
  columns: readonly string[],
): (row: readonly unknown[]) => StoredRow {
  const sources = codec.columns.map((column, at) => {
    const index = columns.indexOf(column);
    assert(index >= 0 || codec.unsaid[at] !== undefined, `the cloud sent ${codec.table} without ${column}`);
    return index;
  });
  return (row) =>
    codec.columns.map((column, at) => {
      const source = sources[at] as number;
      return source < 0 ? (codec.unsaid[at] ?? null) : codec.toSql(column, row[source] ?? null);
    });
}
