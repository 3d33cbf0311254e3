/** What main tells the page of updates, and what the page may ask for. */

export const UPDATE_FAILURES = [
  'UPDATE_SERVER_UNREACHABLE',
  'UPDATE_NOT_FOUND', // the server answers, but has no such file
  'UPDATE_UNREADABLE', // the list of releases makes no sense
  'UPDATE_NOT_SIGNED',
  'UPDATE_SIGNATURE_WRONG',
  'UPDATE_CHECKSUM_WRONG',
  'UPDATE_INCOMPLETE',
  'UPDATE_NOT_INSTALLED',
] as const;
export type UpdateFailure = (typeof UPDATE_FAILURES)[number];

export type UpdatePhase =
  /** This console did not come from an installer that can replace it. */
  | 'unsupported'
  | 'unknown'
  | 'checking'
  | 'current'
  | 'available'
  | 'downloading'
  /** Downloaded and verified. */
  | 'ready'
  | 'installing';

export type UpdateState = {
  readonly version: string;
  readonly phase: UpdatePhase;
  /** The newer release; null where none is known. */
  readonly next: { readonly version: string; readonly bytes: number | null } | null;
  /** Of a download, 0 to 100. */
  readonly percent: number | null;
  /** Why the last step did not work; what was there before still is. */
  readonly failure: UpdateFailure | null;
  /** Of the last answer of the server, epoch ms of the PC. */
  readonly checkedAt: number | null;
  /** Whether a release found is downloaded without being asked for. */
  readonly background: boolean;
  /** Restarts by itself after closing time; what it waits for now. Null while nobody asked for that. */
  readonly waitsFor: null | 'closing' | 'quiet';
  /** Of the last restart for an update; told once, by `outcome-seen`. */
  readonly outcome: null | { readonly version: string; readonly isInstalled: boolean };
};

export const UPDATE_ACTIONS = [
  'look',
  'check',
  'download',
  'install-now',
  'install-after-closing',
  'stay',
  'background-on',
  'background-off',
  'outcome-seen',
] as const;
export type UpdateAction = (typeof UPDATE_ACTIONS)[number];

/** What a person at the page has in hand: an update never takes it from them. */
export type Hand = {
  /** A draft, an open dialog, a payment under way, typing. */
  readonly inHand: boolean;
  /** Since the last key or click. */
  readonly idleMs: number;
  /** When the doors of the location on the board close today, epoch ms of the PC; null where that is not known. */
  readonly closesAt: number | null;
};
