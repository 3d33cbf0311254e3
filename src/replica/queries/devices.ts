import type { DeviceClass, DeviceItem } from '../../contracts/queries/devices.ts';
import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { Query } from './query-context.ts';

const isOptionalClass = (name: unknown): name is DeviceClass => name === 'ledger' || name === 'special';

/** The PCs of the business: those at work by name, then those that were taken off it, the latest first. */
export const devices: Query<QueryParams<'devices'>, QueryResults['devices']> = (
  { reference, scopes },
  _params,
  view,
) => {
  const mine = scopes.get(view.scope).deviceId;
  return [...reference.table('device').values()]
    .map((row): DeviceItem => ({
      id: row.id,
      name: row.name,
      locationIds: Array.isArray(row.locations) ? (row.locations as string[]) : null,
      classes: Array.isArray(row.classes) ? row.classes.filter(isOptionalClass) : [],
      enrolledAt: row.enrolled_at,
      revokedAt: row.revoked_at,
      isThisPc: row.id === mine,
    }))
    .toSorted(
      (a, b) => (b.revokedAt ?? Infinity) - (a.revokedAt ?? Infinity) || a.name.localeCompare(b.name),
    );
};
