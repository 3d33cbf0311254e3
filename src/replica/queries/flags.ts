import type { FlagValues, QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { Query } from './query-context.ts';

/** Every flag of every tenant, for the platform's own staff. */
export const flagMatrix: Query<QueryParams<'flagMatrix'>, QueryResults['flagMatrix']> = ({ read }) => ({
  flags: read
    .find('flag', {})
    .map((flag) => ({
      id: flag.id,
      key: flag.key,
      description: flag.description,
      defaultOn: flag.default_on,
    }))
    .toSorted((a, b) => a.key.localeCompare(b.key)),
  tenants: read
    .find('tenant_overview', {})
    .map((tenant) => ({
      tenantId: tenant.tenant_id,
      name: tenant.name,
      slug: tenant.slug,
      trade: tenant.trade,
      status: tenant.status,
      locationCount: tenant.location_count,
      staffCount: tenant.staff_count,
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name)),
  overrides: read.find('flag_override', {}).map((override) => ({
    id: override.id,
    tenantId: override.tenant_id,
    flagId: override.flag_id,
    isOn: override.is_on,
    reason: override.reason,
    changedBy: override.changed_by,
    changedAt: override.changed_at,
    version: override.row_version,
  })),
});

/** The flags as this tenant's desk has to obey them: the tenant's override, else the default, else off. */
export const flagValues: Query<QueryParams<'flagValues'>, QueryResults['flagValues']> = (
  { read },
  _,
  view,
) => {
  const overrides = read.find('flag_override', { tenant_id: view.scope });
  const resolve = (key: string): { readonly on: boolean; readonly reason: string | null } => {
    const [flag] = read.find('flag', { key });
    if (!flag) return { on: false, reason: null };
    const override = overrides.find(({ flag_id }) => flag_id === flag.id);
    return override ? { on: override.is_on, reason: override.reason } : { on: flag.default_on, reason: null };
  };
  const maintenance = resolve('MAINTENANCE_MODE');
  const values: FlagValues = {
    aiFeatures: resolve('ENABLE_AI_FEATURES').on,
    betaPayments: resolve('ENABLE_BETA_PAYMENTS').on,
    maintenanceMode: maintenance.on,
    maintenanceReason: maintenance.on ? maintenance.reason : null,
  };
  return values;
};
