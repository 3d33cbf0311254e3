import type { RowReader } from '../domain/command.ts';
import type { Row, TableName } from '../domain/tables.ts';
import { type Connection, type Sql, sql, type SqlValue } from './connection.ts';
import { codecOf, DELETED_INDEX } from './row-codec.ts';

const HOLD_COLUMNS = codecOf('hold').columns.join(', ');

/**
 * Active holds of one resource never overlap each other, so only the last ones that begin before `from` can reach
 * into it; four instead of one leaves room for rows that are half-way through a first sync.
 */
const ACTIVE_HOLDS = sql(
  'hold.active-overlapping',
  `select ${HOLD_COLUMNS} from (
     select ${HOLD_COLUMNS} from hold
     where resource_id = ? and active = 1 and deleted_at is null and starts_at < ?
     order by starts_at desc limit 4)
   where ends_at > ? and starts_at < ?
   union all
   select ${HOLD_COLUMNS} from hold
   where resource_id = ? and active = 1 and deleted_at is null and starts_at >= ? and starts_at < ?`,
);

/** What rules read: the rows as this desk shows them, pending work included, without deleted ones. */
export function createRowReader(connection: Connection): RowReader {
  const finders = new Map<string, Sql>();

  /** A partial index serves `=` alone, so a column that must be null has a text of its own. */
  const finder = (table: TableName, conditions: readonly (readonly [string, unknown])[]): Sql => {
    const key = `${table}.find:${conditions.map(([column, value]) => (value === null ? `${column} null` : column)).join(',')}`;
    let found = finders.get(key);
    if (!found) {
      const codec = codecOf(table);
      // `indexOf` throws for a name that is not a column: nothing else gets into the text.
      const clauses = conditions.map(([column, value]) => {
        const name = codec.columns[codec.indexOf(column)];
        return value === null ? `${name} is null` : `${name} = ?`;
      });
      found = sql(
        key,
        `select ${codec.columns.join(', ')} from ${table}
         where ${[...clauses, 'deleted_at is null'].join(' and ')} order by id`,
      );
      finders.set(key, found);
    }
    return found;
  };

  return {
    get: <T extends TableName>(table: T, id: string) => {
      const codec = codecOf(table);
      const stored = connection.row(codec.selectById, id);
      return stored && stored[DELETED_INDEX] === null ? codec.decode<T>(stored) : undefined;
    },
    find: <T extends TableName>(table: T, where: Partial<Row<T>>) => {
      const codec = codecOf(table);
      const conditions = Object.entries(where).filter(([, value]) => value !== undefined);
      const params: readonly SqlValue[] = conditions
        .filter(([, value]) => value !== null)
        .map(([column, value]) => codec.toSql(column, value));
      const statement = finder(table, conditions);
      return connection.rows(statement, ...params).map((stored) => codec.decode<T>(stored));
    },
    activeHolds: (resourceId, from, to) =>
      connection
        .rows(ACTIVE_HOLDS, resourceId, from, from, to, resourceId, from, to)
        .map((stored) => codecOf('hold').decode<'hold'>(stored)),
  };
}
