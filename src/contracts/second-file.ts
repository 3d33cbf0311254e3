import type { DeviceHolds } from './device-scope.ts';
import type { TableName } from '../domain/tables.ts';
import type { ChangeNotice, RemoteResult, RemoteSession, SyncStorePort } from './ports.ts';
import type { BootstrapReply } from './wire.ts';

/**
 * A second file is built beside the open one, whole, and put in its place: the way of a large first sync, of a reset,
 * of another epoch and of a repair. People go on working in the open file until then.
 */

/** Whose rows a second file holds, and where it begins. One that a killed process left is gone on with if these agree. */
export type SecondFileOrder = {
  readonly scope: string;
  readonly scopeName: string;
  readonly clientId: string;
  readonly deviceId: string;
  readonly deviceSecret: string;
  readonly epoch: string;
  readonly scopeV: string;
  /** What the PC may hold under it; null when the cloud does not say. */
  readonly holds: DeviceHolds | null;
  /** The cloud's head when it is begun: what changes later comes by pulling. */
  readonly head: number;
  /** Verdicts up to here are stored in the open file. */
  readonly ack: number;
  /** UTC months older than the window that the open file holds too. */
  readonly alsoMonths: readonly number[];
};

/** The last months and all that follows, or everything of the window. */
export type SecondFilePart = 'near' | 'whole';

/** The file while it is being filled; what a killed process loses is some pages, which are fetched again. */
export type SecondFileStore = {
  /** Rows that an earlier attempt has stored. */
  readonly heldRows: () => number;
  readonly resume: (table: TableName, bucket: number | null) => string | null | 'done';
  readonly storePage: (table: TableName, bucket: number | null, page: BootstrapReply) => void;
  /** The cloud has no rows there. */
  readonly markEmpty: (table: TableName, bucket: number) => void;
  /**
   * Ends the filling of the file (`whole`), or of a copy of it (`near`): indexes, cards, search. What is answered is
   * brought up to date by pulling and closed; then it may be put in place. From the UTC month `coveredFrom` on it holds
   * everything.
   */
  readonly finish: (part: SecondFilePart, coveredFrom: number) => FinishedFile;
  readonly close: () => void;
};

export type FinishedFile = {
  readonly store: Pick<SyncStorePort, 'identity' | 'stagePage' | 'applyStaged' | 'discardStaged'>;
  readonly close: () => void;
  /** Closes it and takes it away: the cloud will not bring it up to date any more. */
  readonly discard: () => void;
};

export type SecondFileProgress = { readonly rows: number; readonly ofRows: number | null };

/** What becomes of the queue when the second file belongs to another cloud than the open one. */
export type QueueChange = {
  /** The replica is a new client: every waiting command keeps its uuid and gets a new number. */
  readonly clientId: string;
  /** Decided work above this version is offered again: the cloud may have lost it. */
  readonly keptUpTo: number;
};

/** Builds second files off the desk's thread. */
export type SecondFilePort = {
  /**
   * Fetches everything of the scope into the second file and brings it up to date; goes on where an earlier call or a
   * killed process stopped. `near`, if it is there, hears that the near part stands ready, and answers
   * whether it was put in place; if not, it is made again. Failures are the cloud's; a full disk is thrown.
   */
  readonly build: (
    order: SecondFileOrder,
    on: {
      readonly session: () => RemoteResult<RemoteSession>;
      readonly progress: (progress: SecondFileProgress) => void;
      readonly near?: () => Promise<boolean>;
    },
  ) => RemoteResult<null>;
  /**
   * Puts what was built in the place of the open file, together with all that only the open file knows: the queue and
   * its effects, the journal, people, settings, other scopes. Waits until nobody else has the file open. Null: the open
   * file has got ahead of it meanwhile, so that a booking would vanish for a moment; build again, which only catches up.
   */
  readonly putInPlace: (
    scope: string,
    part: SecondFilePart,
    change: QueueChange | null,
  ) => Promise<ChangeNotice | null>;
  /** Ends a build under way; what it stored is gone on with later. */
  readonly stop: () => Promise<void>;
};
