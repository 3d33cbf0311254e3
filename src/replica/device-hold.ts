import { bothHold } from '../contracts/device-scope.ts';
import type { Interval } from '../base/time.ts';
import type { Cover } from '../contracts/queries.ts';
import { TABLES, type TableName } from '../domain/tables.ts';
import type { Connection } from './connection.ts';
import { coverOf } from './coverage.ts';
import type { ReferenceCache } from './reference-cache.ts';
import type { ScopeStore } from './scope-store.ts';

/**
 * What this PC may hold, as its own row says. A branch or a class outside of that has no rows here, which is not the
 * same as having none: every figure drawn from them must say so.
 */

type Sources = {
  readonly connection: Connection;
  readonly reference: ReferenceCache;
  readonly scopes: ScopeStore;
};

/** While a change of it is carried out, only what was held before and may be held afterwards is whole here. */
function ownDevice({ reference, scopes }: Sources, scope: string) {
  const { holds, holdsDue, deviceId } = scopes.get(scope);
  if (holds !== null) return holdsDue === null ? holds : bothHold(holds, holdsDue);
  return reference.table('device').get(deviceId);
}

/** True where this PC holds the branch; also before its own row has arrived. */
export function holdsLocation(sources: Sources, scope: string, locationId: string): boolean {
  const locations = ownDevice(sources, scope)?.locations;
  return !Array.isArray(locations) || locations.includes(locationId);
}

/** Whether everything of the tables between two instants is here, for one branch. */
export function coverAt(
  sources: Sources,
  scope: string,
  locationId: string,
  tables: readonly TableName[],
  span: Interval,
): Cover {
  const classes = ownDevice(sources, scope)?.classes;
  const lacksClass = Array.isArray(classes) && tables.some((table) => !classes.includes(TABLES[table].class));
  if (lacksClass || !holdsLocation(sources, scope, locationId)) return 'not_here';
  return coverOf(sources.connection, sources.scopes, scope, tables, span);
}
