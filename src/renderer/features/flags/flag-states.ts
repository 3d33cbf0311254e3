import type { FlagMatrix } from '../../../contracts/queries.ts';
import type { Catalogue } from '../../../texts/index.ts';

export type Flag = FlagMatrix['flags'][number];
export type Tenant = FlagMatrix['tenants'][number];
export type Override = FlagMatrix['overrides'][number];
export type FlagNameKey = keyof Catalogue['flags']['name'];

/** How a flag stands for a business: what holds, and whether by an override. */
export type FlagState = { readonly isOn: boolean; readonly override: Override | null };

export const cellKey = (tenantId: string, flagId: string): string => `${tenantId} ${flagId}`;

/** Overrides by business and flag. */
export const overridesByCell = (matrix: FlagMatrix): ReadonlyMap<string, Override> =>
  new Map(matrix.overrides.map((one) => [cellKey(one.tenantId, one.flagId), one]));

export function flagState(flag: Flag, tenant: Tenant, overrides: ReadonlyMap<string, Override>): FlagState {
  const override = overrides.get(cellKey(tenant.tenantId, flag.id)) ?? null;
  return { isOn: override?.isOn ?? flag.defaultOn, override };
}

const NAMED: readonly FlagNameKey[] = ['ENABLE_AI_FEATURES', 'ENABLE_BETA_PAYMENTS', 'MAINTENANCE_MODE'];

/** The catalogue's name of a flag; null for one that a newer cloud has and this version does not know. */
export const flagNameKey = (flag: Flag): FlagNameKey | null => NAMED.find((key) => key === flag.key) ?? null;
