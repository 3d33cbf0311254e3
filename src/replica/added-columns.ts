import type { TableName } from '../domain/tables.ts';
import type { SqlValue } from './connection.ts';

/**
 * Columns that came after their table and may not be null, with the value of all rows from before: a cloud that is older
 * than this program sends none, and rows that were put aside by an earlier one lack it. Those that may be null are null.
 */
export const ADDED_COLUMNS: Readonly<Partial<Record<TableName, Readonly<Record<string, SqlValue>>>>> = {
  location: { active: 1 },
  import_group: { keys: '[]' },
  conflict: { v: 1 },
};
