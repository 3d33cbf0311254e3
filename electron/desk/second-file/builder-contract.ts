import type { CloudPlace } from '../../../src/contracts/account-port.ts';
import type { RemoteFailure, RemoteResult, RemoteSession } from '../../../src/contracts/ports.ts';
import type { SecondFileOrder, SecondFileProgress } from '../../../src/contracts/second-file.ts';
import type { Result } from '../../../src/base/result.ts';

/**
 * The builder fetches and writes second files in a thread of its own, with its own connection to the cloud: the desk
 * answers clicks meanwhile. One builder, one build.
 */

/** What a builder is told when it begins, as the thread's data. */
export type BuilderSetup = {
  /** Path of the open file. */
  readonly file: string;
  readonly key: Uint8Array;
  readonly migrationsFolder: string;
  readonly nativeBinding: string | null;
  readonly cloud: CloudPlace;
  readonly order: SecondFileOrder;
  /** Somebody waits for the near part. */
  readonly wantsNear: boolean;
  /** Corrected time minus this PC's. */
  readonly offsetMs: number;
};

/** How a build ended; a failure of the file travels by its code, because an exception's class does not cross a thread. */
export type BuilderEnd =
  | { readonly kind: 'done'; readonly result: Result<null, RemoteFailure> }
  | { readonly kind: 'broken'; readonly code: string; readonly message: string };

/** What a builder asks of the desk, and tells it. */
export type BuilderEvents = {
  readonly session: () => RemoteResult<RemoteSession>;
  readonly near: () => Promise<boolean>;
  readonly progress: (progress: SecondFileProgress) => void;
  readonly ended: (end: BuilderEnd) => void;
};
