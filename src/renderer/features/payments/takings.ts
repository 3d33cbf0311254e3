import type { Takings } from '../../../contracts/queries.ts';
import type { Catalogue } from '../../../texts/index.ts';

export type LedgerRow = Takings['entries'][number];
export type OpenVisit = Takings['open'][number];
export type TenderKey = keyof Catalogue['common']['tender'];

const KNOWN: readonly TenderKey[] = [
  'cash',
  'card',
  'eft',
  'payshap',
  'snapscan',
  'zapper',
  'payfast',
  'voucher',
  'account',
];

/** A tender from the ledger as one that has a name; a newer cloud may know more. */
export const tenderKey = (tender: string): TenderKey => KNOWN.find((known) => known === tender) ?? 'other';

export type PersonRow = {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly cents: number;
  /** Part of `cents` that waits for the cloud. */
  readonly pendingCents: number;
  readonly byTender: Readonly<Record<string, number>>;
};

/** Takings by person, each split by tender; highest first. Cents; reversals count negative. */
export function takingsByPerson(takings: Takings): readonly PersonRow[] {
  return takings.byStaff
    .map(({ staffId, staffName, count, cents }): PersonRow => {
      const own = takings.entries.filter((entry) => entry.staffName === staffName);
      const byTender: Record<string, number> = {};
      for (const entry of own) byTender[entry.tender] = (byTender[entry.tender] ?? 0) + entry.amountCents;
      const pendingCents = own.reduce((sum, entry) => sum + (entry.pending ? entry.amountCents : 0), 0);
      return { id: staffId, name: staffName, count, cents, pendingCents, byTender };
    })
    .toSorted((a, b) => b.cents - a.cents);
}
