import type { Instant } from '../../base/time.ts';
import type { LedgerItem } from '../../contracts/queries.ts';
import { nameOfMember, type QuerySources } from './query-context.ts';

/** Columns of a ledger entry `e` as both the visit and the day list it; a fixed text, never built from input. */
export const LEDGER_COLUMNS = `e.id, e.kind, e.tender, e.amount_cents, e.at, e.actor_id, e.reason,
  exists (select 1 from base_row b where b.table_name = 'ledger_entry' and b.id = e.id),
  exists (select 1 from ledger_entry r where r.reverses_id = e.id and r.deleted_at is null)`;

export type LedgerRow = readonly [
  id: string,
  kind: string,
  tender: string,
  amountCents: number,
  at: Instant,
  actorId: string | null,
  reason: string | null,
  pending: number,
  reversed: number,
];

export const toLedgerItem = (sources: QuerySources, row: LedgerRow): LedgerItem => ({
  id: row[0],
  kind: row[1] === 'reversal' ? 'reversal' : 'payment',
  tender: row[2],
  amountCents: row[3],
  at: row[4],
  actor: nameOfMember(sources, row[5]),
  reason: row[6],
  pending: row[7] === 1,
  reversed: row[8] === 1,
});
