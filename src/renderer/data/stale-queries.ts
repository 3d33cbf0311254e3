import type { PlainDate } from '../../base/time.ts';
import type { ChangeNotice } from '../../contracts/ports.ts';
import type { QueryName } from '../../contracts/queries.ts';
import { QUERY_TABLES } from '../../contracts/query-tables.ts';
import { addDays } from '../ui/format.ts';

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
 * Whether a commit makes the answer of a query stale. Boards are kept when the commit touched rows of other
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
  const shown = daysOf(name, params);
  if (shown === null || notice.days.length === 0) return true;
  return (
    touched.some((table) => !DAY_TABLES.has(table)) ||
    notice.days.some((day) => day >= shown.first && day <= shown.last)
  );
}

/** The days that a board shows; null for what hangs on no day. */
function daysOf(
  name: QueryName,
  params: Readonly<Record<string, unknown>>,
): { readonly first: PlainDate; readonly last: PlainDate } | null {
  switch (name) {
    case 'dayBoard': {
      const day = String(params['day']);
      return { first: day, last: day };
    }
    case 'rangeBoard':
    case 'monthBoard': {
      const first = String(params['from']);
      return { first, last: addDays(first, Number(params['days']) - 1) };
    }
    default:
      return null;
  }
}
