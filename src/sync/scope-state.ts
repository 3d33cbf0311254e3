import type { Instant } from '../base/time.ts';
import type { RemoteFailure } from '../contracts/ports.ts';
import type { DeviceHolds } from '../contracts/device-scope.ts';
import type { FetchProgress } from './progress-rate.ts';
import type { QueueChange } from '../contracts/second-file.ts';

/** A second file that has to take the place of the open one, because its rows are not to be built upon. */
export type Rebuild = {
  readonly epoch: string;
  readonly scopeV: string;
  readonly holds: DeviceHolds | null;
  /** The cloud's head at the hello that found it out. */
  readonly head: number;
  readonly change: QueueChange | null;
};

/** What one scope's machine knows in memory; everything that must survive a restart is in the store. */
export type ScopeState = {
  /** The cloud has answered hello since the last doubt about who we are to it. */
  greeted: boolean;
  /** When it last did, by the PC's own clock. */
  greetedAt: Instant;
  /** What is held here is not to be built upon: fetch all again (new epoch, another device scope, too old). */
  resetDue: boolean;
  /** That fetching has been begun: a second hello does not begin it anew. */
  resetBegun: boolean;
  /** Where fetching all again happens beside the open file; null where it happens in it, or not at all. */
  rebuild: Rebuild | null;
  /** Head of the last hello. */
  head: number;
  /** Own mutations up to here have reached the cloud; their verdicts come by pull. */
  accepted: number;
  tooOld: boolean;
  /** The last call got an answer of the cloud, whatever it said. Null before the first call. */
  online: boolean | null;
  /** Why the machine waits for a person. */
  blocked: 'auth_required' | 'device_refused' | 'disk_full' | null;
  firstSync: boolean;
  completeTo: Instant | null;
  progress: FetchProgress | null;
  /** UTC months that somebody looks at and that are not here. */
  wantedMonths: ReadonlySet<number>;
  lastError: { readonly code: string; readonly at: Instant } | null;
  stopped: boolean;
};

export const initialState = (completeTo: Instant | null): ScopeState => ({
  greeted: false,
  greetedAt: 0,
  resetDue: false,
  resetBegun: false,
  rebuild: null,
  head: 0,
  accepted: 0,
  tooOld: false,
  online: null,
  blocked: null,
  firstSync: false,
  completeTo,
  progress: null,
  wantedMonths: new Set(),
  lastError: null,
  stopped: false,
});

/** No answer came: the one group of failures that says nothing about what the cloud thinks. */
export const isSilence = (kind: RemoteFailure['kind']): boolean => kind === 'offline' || kind === 'timeout';

/** SQLite's own code travels on its error; the core knows no driver, only this one name. */
export const isDiskFull = (cause: unknown): boolean => {
  const code = (cause as { code?: unknown } | null)?.code;
  return code === 'SQLITE_FULL' || code === 'DISK_FULL';
};

/** A page of the file could not be read. */
export const isDamaged = (cause: unknown): boolean =>
  (cause as { code?: unknown } | null)?.code === 'REPLICA_CORRUPT';
