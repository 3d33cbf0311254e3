import type { Instant } from '../../base/time.ts';
import type { RowReader } from '../../domain/command.ts';
import type { Connection } from '../connection.ts';
import type { ReferenceCache } from '../reference-cache.ts';
import type { ScopeStore } from '../scope-store.ts';

/** What every query may use. */
export type QuerySources = {
  readonly connection: Connection;
  readonly read: RowReader;
  readonly reference: ReferenceCache;
  readonly scopes: ScopeStore;
};

/** For whom a query answers. */
export type QueryView = {
  /** The tenant's scope, or the platform's. */
  readonly scope: string;
  /** The moment that the screen takes as now. */
  readonly now: Instant;
  /** False while the desk is locked: names, numbers and notes of clients are left out. */
  readonly showNames: boolean;
};

/** One query of a screen: pure reading, one snapshot per statement on the desk's own connection. */
export type Query<Params, Result> = (sources: QuerySources, params: Params, view: QueryView) => Result;

export const nameOfMember = ({ reference }: QuerySources, id: string | null): string | null =>
  id === null ? null : (reference.table('member').get(id)?.name ?? null);

export const nameOfDevice = ({ reference }: QuerySources, id: string | null): string | null =>
  id === null ? null : (reference.table('device').get(id)?.name ?? null);
