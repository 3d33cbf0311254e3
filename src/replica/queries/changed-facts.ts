import type { ConflictItem } from '../../contracts/queries.ts';
import type { RejectionDetail } from '../../domain/command.ts';
import { isTableName } from '../../domain/tables.ts';
import { nameOfDevice, nameOfMember, type QuerySources, type QueryView } from './query-context.ts';

/** Rows whose facts are personal data of a client: shown only while names are. */
const PERSONAL: ReadonlySet<string> = new Set(['client', 'client_alert', 'client_note', 'appointment']);

/**
 * The facts in which a refused change and the row as it stands now differ. Null where the refusal names no facts, the
 * row is not here, or the arguments do not say what was wanted of them.
 */
export function changedFacts(
  sources: QuerySources,
  refused: {
    readonly code: string;
    readonly detail: RejectionDetail;
    readonly args: Readonly<Record<string, unknown>>;
  },
  view: QueryView,
): ConflictItem['changed'] {
  const { table, id, columns } = refused.detail;
  if (refused.code !== 'stale' || table === undefined || id === undefined || columns === undefined)
    return null;
  if (!isTableName(table) || (PERSONAL.has(table) && !view.showNames)) return null;
  const row = sources.read.get(table, id) as Readonly<Record<string, unknown>> | undefined;
  if (!row) return null;
  const wanted = (refused.args['changes'] ?? refused.args) as Readonly<Record<string, unknown>>;
  const clashing = columns.filter((column) => column in wanted);
  if (clashing.length === 0) return null;
  const name = row['name'] ?? row['day'];
  return {
    table,
    id,
    name: typeof name === 'string' ? name : null,
    columns: clashing.map((column) => ({ column, mine: wanted[column], theirs: row[column] ?? null })),
    by: nameOfMember(sources, refused.detail.changed_by ?? null),
    device: nameOfDevice(sources, refused.detail.changed_on ?? null),
    at: refused.detail.changed_at ?? null,
  };
}
