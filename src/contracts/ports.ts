import type { Instant, Interval } from '../base/time.ts';
import type { Result } from '../base/result.ts';
import type { DeviceHolds } from './device-scope.ts';
import type { TableName } from '../domain/tables.ts';
import type {
  BootstrapReply,
  BootstrapRequest,
  BucketsReply,
  Cursor,
  DeviceChoicesReply,
  DeviceContactsReply,
  DeviceRenameRequest,
  DeviceRevokeRequest,
  DeviceScopeRequest,
  DigestReply,
  DigestRequest,
  EnrolReply,
  EnrolRequest,
  FlagSetRequest,
  HealthReply,
  HelloReply,
  HelloRequest,
  MembershipsReply,
  Mutation,
  PullPage,
  PullReply,
  PullRequest,
  PushReply,
  PushRequest,
} from './wire.ts';

/**
 * The ports between replica, sync and remote: the three never import each other, electron/desk connects them.
 */

/** Why the cloud did not do what was asked, in the kinds that sync treats differently. */
export type RemoteFailure = {
  readonly kind:
    | 'offline' // no answer: cable, DNS, refused connection
    | 'timeout' // no answer in time: the work may have been done
    | 'busy' // 503, 429, lock time-outs: send the same bytes again later
    | 'auth' // no valid session of the person: sign in again
    | 'device' // device unknown or without rights to the scope
    | 'revoked' // an owner or manager took this PC off the business: it destroys its key
    | 'copied' // SY410: this file was copied, take a new client id and renumber
    | 'gap' // SY409: say hello again
    | 'upgrade' // this desk is too old
    | 'conflict' // PT409: the row changed since it was shown
    | 'refused' // any other documented refusal
    | 'fault'; // an answer that makes no sense
  readonly code: string;
  readonly message: string;
};

export type RemoteResult<T> = Promise<Result<T, RemoteFailure>>;

/** A person's session with the cloud. Tokens stay in the desk; the page never sees them. */
export type RemoteSession = {
  readonly userId: string;
  readonly email: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Instant;
};

export type RemotePort = {
  readonly signIn: (email: string, password: string) => RemoteResult<RemoteSession>;
  readonly refresh: (refreshToken: string) => RemoteResult<RemoteSession>;
  readonly signOut: (session: RemoteSession) => RemoteResult<null>;
  readonly memberships: (session: RemoteSession) => RemoteResult<MembershipsReply>;
  readonly enrol: (session: RemoteSession, request: EnrolRequest) => RemoteResult<EnrolReply>;
  readonly deviceChoices: (session: RemoteSession, scope: string) => RemoteResult<DeviceChoicesReply>;
  readonly deviceContacts: (session: RemoteSession, scope: string) => RemoteResult<DeviceContactsReply>;
  readonly deviceRename: (session: RemoteSession, request: DeviceRenameRequest) => RemoteResult<null>;
  readonly deviceScope: (session: RemoteSession, request: DeviceScopeRequest) => RemoteResult<null>;
  readonly deviceRevoke: (session: RemoteSession, request: DeviceRevokeRequest) => RemoteResult<null>;
  readonly hello: (session: RemoteSession, request: HelloRequest) => RemoteResult<HelloReply>;
  readonly push: (session: RemoteSession, request: PushRequest) => RemoteResult<PushReply>;
  readonly pull: (session: RemoteSession, request: PullRequest) => RemoteResult<PullReply>;
  readonly buckets: (
    session: RemoteSession,
    request: { readonly scope: string; readonly device_id: string; readonly device_secret: string },
  ) => RemoteResult<BucketsReply>;
  readonly bootstrap: (session: RemoteSession, request: BootstrapRequest) => RemoteResult<BootstrapReply>;
  readonly digest: (session: RemoteSession, request: DigestRequest) => RemoteResult<DigestReply>;
  readonly flagSet: (session: RemoteSession, request: FlagSetRequest) => RemoteResult<null>;
  readonly health: (session: RemoteSession) => RemoteResult<HealthReply>;
  /** Follows the private channels `scope:<id>`; a nudge is a hint to pull. Call the returned function to stop. */
  readonly subscribe: (
    session: RemoteSession,
    scopes: readonly string[],
    on: {
      readonly nudge: (scope: string, version: number) => void;
      readonly joined: (scope: string) => void;
      readonly lost: (scope: string) => void;
    },
  ) => () => void;
  /** Pulls the cable by hand (demo and tests): every call fails as offline until it is plugged in again. */
  readonly setCable: (connected: boolean) => void;
};

/** What one commit changed, so that screens refresh just those. `days` are local days of touched appointments. */
export type ChangeNotice = {
  readonly tables: readonly (TableName | 'outbox' | 'coverage')[];
  readonly days: readonly string[];
};

export type ScopeIdentity = {
  readonly scope: string;
  readonly clientId: string;
  readonly deviceId: string;
  readonly deviceSecret: string;
  readonly epoch: string | null;
  readonly scopeV: string | null;
  readonly cursor: Cursor;
  /** Highest own mutation whose verdict is stored here. */
  readonly ack: number;
  /** `building` from beginBootstrap to publishBootstrap: the rows are not whole, also after a restart. */
  readonly state: 'empty' | 'building' | 'ready';
  /** When the rows were last known to be complete, by the corrected clock; null before the first sync. */
  readonly completeAt: Instant | null;
  /** Of a large first sync: ready for the days around today; other days and clients follow. */
  readonly onlyToday?: boolean;
  /** From this UTC month on everything is here; null before the first sync. */
  readonly coveredFrom?: number | null;
  /** Nothing is sent before this moment: a person may look first at what would clash. Null: nothing is held. */
  readonly heldUntil: Instant | null;
};

/** A run of one actor's mutations, with the bytes to send: stored before the first sending, never changed after. */
export type OutboxBatch = {
  readonly actorId: string;
  readonly mutations: readonly Mutation[];
};

export type ApplyOutcome = {
  readonly notice: ChangeNotice;
  readonly applied: number;
  readonly rejected: number;
  readonly head: number;
};

/** What sync asks of the replica. Every method is one durable transaction; none waits for the network. */
export type SyncStorePort = {
  readonly identity: (scope: string) => ScopeIdentity;
  /**
   * The cloud's time, told by each hello: nothing is dated before it from now on, and decided work that is old by it is
   * forgotten, whatever this PC's clock says.
   */
  readonly hearTime: (scope: string, now: Instant) => void;
  readonly saveHello: (scope: string, hello: Pick<HelloReply, 'epoch' | 'scope_v' | 'holds'>) => void;
  /** `after`: numbers that the cloud has taken already; their verdicts are awaited, they are not sent again. */
  readonly nextBatch: (scope: string, max: number, after?: number) => OutboxBatch | null;
  readonly pendingCount: (scope: string) => number;
  /** How much of what waits would be refused against the rows that are here. */
  readonly clashCount: (scope: string) => number;
  readonly holdPush: (scope: string, until: Instant | null) => void;
  /** Keeps one pull page on disk until the last one (`more` false) arrived. */
  readonly stagePage: (scope: string, page: PullPage) => void;
  /** Applies all staged pages in one transaction: rows, verdicts, replay of what waits, cursor. */
  readonly applyStaged: (scope: string) => ApplyOutcome;
  readonly discardStaged: (scope: string) => void;
  /** New client id after SY410 or a new epoch; keeps every uuid and renumbers the queue from 1. */
  readonly renumber: (scope: string, newClientId: string) => void;
  /**
   * Begins a first sync (or a reset) at a cloud head; rows of earlier attempts at the same head are kept. Decided work
   * above `keptUpTo` (the head unless told) is put in front of the queue again: the cloud may have lost it. After a
   * restore nobody knows how far the backup reached, because other desks have given theirs back meanwhile: 0 offers
   * everything, and the cloud recognises by its uuid what it still has.
   */
  readonly beginBootstrap: (scope: string, head: number, keptUpTo?: number) => void;
  readonly bootstrapResume: (
    scope: string,
    table: TableName,
    bucket: number | null,
  ) => string | null | 'done';
  readonly storeBootstrapPage: (
    scope: string,
    table: TableName,
    bucket: number | null,
    page: BootstrapReply,
  ) => ChangeNotice;
  /**
   * Of a large first sync, for desks that build the rest in a second file: pages of the days around today, which leave
   * no mark of how far the fetching has come, and their publication. Screens of other days say that they are not here.
   */
  readonly today?: {
    readonly storePage: (table: TableName, page: BootstrapReply) => void;
    readonly publish: (scope: string, span: Interval) => ChangeNotice;
  };
  /** Stage 1 is complete: the cursor is the head it began at, today is usable. */
  readonly publishBootstrap: (scope: string) => ChangeNotice;
  readonly coverage: (scope: string) => readonly number[];
  /** Carries out a change of the device scope; without it such a change resets everything. */
  readonly deviceScope?: DeviceScopePort;
  /**
   * Takes a mutation whose bytes the cloud cannot read at all out of the queue and keeps it for a person, as a
   * refusal. The caller renumbers afterwards. Without it such a mutation waits at the head of the queue.
   */
  readonly setAside?: (
    scope: string,
    uuid: string,
    failure: { readonly code: string; readonly message: string },
  ) => ChangeNotice;
};

/** Digests of the rows that the cloud decided, by UTC month; null is the key of tables without months. */
export type TableDigests = ReadonlyMap<number | null, Omit<DigestReply, 'cols' | 'head'>>;

/** How one table (and month) of this file came to be fetched again. Figures only. */
export type CheckFinding = {
  readonly at: Instant;
  readonly table: TableName;
  readonly bucket: number | null;
  /** Rows that the cloud has and this file lacked, had too many, or held with other values. */
  readonly missing: number;
  readonly surplus: number;
  readonly changed: number;
  /** `disagrees`: fetched as the cloud has it, and still not the same figure; a fault of a program, for support. */
  readonly outcome: 'healed' | 'disagrees';
};

/** Comparing this file with the cloud. */
export type CheckStorePort = {
  /**
   * Reads a table from end to end, a slice each time it is asked for the next, and returns its digests. What waits is
   * left out. They hold for the cursor at the beginning, as long as it has not moved.
   */
  readonly digests: (scope: string, table: TableName) => Generator<void, TableDigests>;
  /** Months of a table that are held whole, of those in the list. */
  readonly heldOf: (scope: string, table: TableName, buckets: readonly number[]) => readonly number[];
  /**
   * Puts the rows of these pages in the place of all that are here, and replays what waits. All pages have been read at
   * the head at which this file stands; answers null, having changed nothing, when they have not.
   */
  readonly replaceRows: (
    scope: string,
    table: TableName,
    bucket: number | null,
    pages: readonly BootstrapReply[],
  ) => (Pick<CheckFinding, 'missing' | 'surplus' | 'changed'> & { readonly notice: ChangeNotice }) | null;
  readonly noteFinding: (scope: string, finding: CheckFinding) => void;
  /** Tables of which an earlier version of this program did not keep all: a migration of the file names them. */
  readonly dueTables: (scope: string) => readonly TableName[];
  /** One of these has been compared, and what was missing fetched. */
  readonly noteFetched: (scope: string, table: TableName) => void;
  /** The whole file was compared. */
  readonly noteChecked: (scope: string, at: Instant) => void;
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

export const SYNC_STATES = [
  'closed',
  'opening',
  'recovering',
  'bootstrapping',
  'idle',
  'pushing',
  'pulling',
  'offline',
  'auth_required',
  'upgrade_required',
  'disk_full',
  'reset',
  'device_refused',
] as const;
export type SyncState = (typeof SYNC_STATES)[number];
