import type { TableName } from '../domain/tables.ts';
import type { ChangeNotice } from './ports.ts';
import type { BootstrapReply } from './wire.ts';

/** What a PC may hold: branches (null: all) and classes of tables. */
export type DeviceHolds = {
  readonly locations: readonly string[] | null;
  readonly classes: readonly string[];
};

/** Where the taking away stands: a table by its place in the list of the business's tables, and the last id. */
export type NarrowPlace = { readonly table: number; readonly after: string };

/**
 * A changed device scope is carried out in the open file: what the PC may no longer hold goes, what it may hold besides
 * is fetched, everything else stays. Every method is one short durable transaction.
 */
export type DeviceScopePort = {
  /** `now`: the rows here were fetched under it, null when unknown. `due`: what it was changed to, until that is done. */
  readonly holds: (scope: string) => { readonly now: DeviceHolds | null; readonly due: DeviceHolds | null };
  /** From now on pulls follow the new scope; the rest is due, also after a restart. */
  readonly begin: (scope: string, scopeV: string, due: DeviceHolds) => void;
  /** Visits held here. */
  readonly visits: () => number;
  /**
   * Takes away the next rows that are outside of what is due, but never one with pending work: such rows are counted in
   * `pending`. `next` null: there are no more tables.
   */
  readonly narrow: (
    scope: string,
    from: NarrowPlace,
  ) => { readonly notice: ChangeNotice; readonly next: NarrowPlace | null; readonly pending: number };
  /** Rows that the PC may hold besides; no mark is left of how far the fetching has come. */
  readonly storePage: (scope: string, table: TableName, page: BootstrapReply) => ChangeNotice;
  /** Everything due is here. With `pending` rows left it stays due, so that they go when they are decided. */
  readonly end: (scope: string, pending: number) => ChangeNotice;
};

/** What both allow. */
export const bothHold = (a: DeviceHolds, b: DeviceHolds): DeviceHolds => ({
  locations:
    a.locations === null
      ? b.locations
      : b.locations === null
        ? a.locations
        : a.locations.filter((id) => b.locations?.includes(id) === true),
  classes: a.classes.filter((name) => b.classes.includes(name)),
});
