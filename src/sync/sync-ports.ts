import type { Instant } from '../base/time.ts';
import type {
  ChangeNotice,
  CheckStorePort,
  RemotePort,
  RemoteResult,
  RemoteSession,
  SyncStorePort,
} from '../contracts/ports.ts';
import type { SecondFilePort } from '../contracts/second-file.ts';

/** Time and chance, passed in so that tests are deterministic. `now` is the PC's own clock, uncorrected. */
export type Scheduler = {
  readonly now: () => Instant;
  /** Runs once after `ms`; the returned function takes it back. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
};

/** Whose word is sent to the cloud. Implemented by the desk's session service. */
export type SessionSource = {
  /** A live session of a person on this PC, refreshed when it is about to end; failure `auth` when there is none. */
  readonly current: () => RemoteResult<RemoteSession>;
  /** That member's own session, or null when it is gone: then somebody else's is used. */
  readonly ofMember: (memberId: string) => Promise<RemoteSession | null>;
  /** The cloud refused this access token: it is not handed out again. */
  readonly refused: (session: RemoteSession) => void;
};

/** What every part of the core needs of its surroundings. */
export type SyncDeps = {
  readonly store: SyncStorePort;
  /** Where this file can be compared with the cloud; without it that is not done. */
  readonly check?: CheckStorePort;
  readonly remote: RemotePort;
  readonly sessions: SessionSource;
  readonly scheduler: Scheduler;
  readonly newId: () => string;
  /** Builds second files off this thread; without it everything is written into the open file. */
  readonly secondFile?: SecondFilePort;
  /** The schema that this desk was built for; that of this program unless told. */
  readonly schema?: number;
  /** The console's version, for the list of the business's PCs. */
  readonly app?: string;
  /** The disk has no room for new work; what is under way goes on all the same. */
  readonly diskFull?: () => boolean;
  /** The cloud says that this PC was taken off the business; may be told again. */
  readonly onRevoked?: (scope: string) => void;
  /** Desks of the business, for the jitter before a nudged pull. */
  readonly desks: () => number;
  /** A commit of rows or verdicts: pages refresh. */
  readonly onCommit: (notice: ChangeNotice) => void;
  /** Something that `status()` shows has changed. */
  readonly onStatus: () => void;
  /** For the log: a code and a sentence without personal data. */
  readonly onTrouble: (trouble: {
    readonly scope: string;
    readonly during: string;
    readonly code: string;
    readonly message: string;
  }) => void;
};
