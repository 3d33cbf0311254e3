import type { ChangeNotice } from '../../contracts/ports.ts';
import type { QueryName } from '../../contracts/queries.ts';
import { QUERY_TABLES } from '../../contracts/query-tables.ts';

/** Tables whose rows sit on one day of the board, so that a notice's `days` tell which boards they touch. */
const DAY_TABLES: ReadonlySet<string> = new Set([
  'appointment',
  'appointment_line',
  'block',
  'hold',
  'status_event',
  'ledger_entry',
  'outbox',
]);

/**
 * Whether a commit makes the answer of a query stale. The day board is kept when the commit touched rows of other
 * days alone; takings are not narrowed so, because money taken today may belong to a visit of another day.
 */
export function isStale(
  name: QueryName,
  params: Readonly<Record<string, unknown>>,
  notice: ChangeNotice,
): boolean {
  const readTables: readonly string[] = QUERY_TABLES[name];
  const touched = notice.tables.filter((table) => readTables.includes(table));
  if (touched.length === 0) return false;
  if (name !== 'dayBoard' || notice.days.length === 0) return true;
  return touched.some((table) => !DAY_TABLES.has(table)) || notice.days.includes(String(params['day']));
}
