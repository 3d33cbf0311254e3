import type { Instant } from '../../base/time.ts';

/** What a PC may hold beyond the diary, which every PC has. */
export type DeviceClass = 'ledger' | 'special';

/** A PC of the business, as its row says; when it was last heard of is the cloud's to tell. */
export type DeviceItem = {
  readonly id: string;
  readonly name: string;
  /** Branches whose rows it may hold; null: all. */
  readonly locationIds: readonly string[] | null;
  readonly classes: readonly DeviceClass[];
  readonly enrolledAt: Instant;
  readonly revokedAt: Instant | null;
  /** The PC that asks. */
  readonly isThisPc: boolean;
};
