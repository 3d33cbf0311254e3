import type { FileTicket } from './transfer.ts';
import type { Hand, UpdateAction, UpdateState } from './updates.ts';

/**
 * The few named verbs between a page and main (windows, secrets, printing). Everything else goes to the desk over the
 * port that the preload hands over. The page sees exactly these keys as `window.consoleMain`: a test holds the snapshot.
 */
export const MAIN_CHANNELS = {
  boot: 'main:boot',
  connect: 'main:connect',
  unlockKey: 'main:unlock-key',
  recoverKey: 'main:recover-key',
  startOver: 'main:start-over',
  newRecoveryCode: 'main:new-recovery-code',
  keepRecoveryCode: 'main:keep-recovery-code',
  update: 'main:update',
  updateState: 'main:update-state',
  hand: 'main:hand',
  deskState: 'main:desk-state',
  menuCommand: 'main:menu-command',
  setTheme: 'main:set-theme',
  printPage: 'main:print-page',
  savePdf: 'main:save-pdf',
  saveFile: 'main:save-file',
} as const;

/** How the key of the replica is kept; see the decision record on keys. */
export type KeyProtection = 'os' | 'passphrase' | 'key_file';

export type BootInfo = {
  readonly version: string;
  readonly electron: string;
  readonly platform: string;
  readonly profile: string;
  readonly demo: boolean;
  readonly keyProtection: KeyProtection;
  /** A passphrase must be given (or chosen, on the first start) before the desk can open the file. */
  readonly passphrase: 'not_needed' | 'needed' | 'choose' | 'recovery';
  readonly recovery: {
    /** ISO time of the recovery code that opens the key; null where there is none. */
    readonly madeAt: string | null;
    /** A recovered key needs a new passphrase, because the system keeps no secrets. */
    readonly needsPassphrase: boolean;
    /** The system's store does not answer today: it may tomorrow. */
    readonly storeIsSilent: boolean;
  };
};

export type DeskState = 'starting' | 'ready' | 'reconnecting' | 'failed';

/** Commands of the application menu that the page carries out. */
export type MenuCommand =
  | 'new-booking'
  | 'walk-in'
  | 'search'
  | 'lock'
  | 'today'
  | 'toggle-cable'
  | 'shortcuts'
  | 'go-day-sheet';

/** `given_up`: the person closed the dialog. `file` is the name alone: its folder is nobody's business on a screen. */
export type PaperOutcome =
  | { readonly ok: true; readonly file: string | null }
  | { readonly ok: false; readonly code: 'given_up' | 'PRINT_FAILED' | 'PDF_FAILED' };

export type MainVerbs = {
  readonly boot: () => Promise<BootInfo>;
  readonly unlockKey: (passphrase: string) => Promise<{ readonly ok: boolean; readonly code: string | null }>;
  /** Opens the key by its recovery code; `passphrase` is the new one, '' where the system keeps the key. */
  readonly recoverKey: (answer: {
    readonly code: string;
    readonly passphrase: string;
  }) => Promise<{ readonly ok: boolean; readonly code: string | null }>;
  /** Puts a diary that nobody can open aside; the page starts anew afterwards. */
  readonly startOver: () => Promise<boolean>;
  /** A code to show, within minutes of the desk's leave (`devices.allowRecoveryCode`); null without it. */
  readonly newRecoveryCode: () => Promise<string | null>;
  /** Its last group, typed by the person who wrote it down: from then on it holds. */
  readonly keepRecoveryCode: (lastGroup: string) => Promise<boolean>;
  readonly setTheme: (theme: 'light' | 'dark' | 'system') => Promise<void>;
  /** Prints what the page marks with `data-print`, by the system's print dialog. */
  readonly printPage: () => Promise<PaperOutcome>;
  /** The same as an A4 PDF, where the person says; `name` is offered, without a folder or an ending. */
  readonly savePdf: (name: string) => Promise<PaperOutcome>;
  /**
   * Saves a file that the desk has ready: asks the person where, then writes the desk's bytes there, whole or not at
   * all. The page names nothing but the ticket and what the file is called at first; it never learns the folder.
   */
  readonly saveFile: (file: FileTicket) => Promise<SaveOutcome>;
  /** `code` says why a desk failed: a DeskErrorCode, a code of the key, DESK_CRASHES, DEVICE_REVOKED; null otherwise. */
  readonly onDeskState: (listener: (state: DeskState, code: string | null) => void) => () => void;
  /** Looks at, or does the next step of, an update; answers how it stands afterwards. */
  readonly update: (action: UpdateAction) => Promise<UpdateState>;
  readonly onUpdate: (listener: (state: UpdateState) => void) => () => void;
  /** What this page has in hand: told on every change and every minute, from the first key or click on. */
  readonly reportHand: (hand: Hand) => void;
  readonly onMenuCommand: (listener: (command: MenuCommand) => void) => () => void;
  /** Asks for a fresh port to the desk; it arrives as a window message `{type: 'desk-port'}` with the port. */
  readonly connect: () => void;
};

/** `name`: what the person called it, without the folder. `code`: of the system (ENOSPC, EACCES) or the desk. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly name: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string };

/** Name under which the preload exposes the verbs. */
export const MAIN_GLOBAL = 'consoleMain';

/** What main tells the desk process in its first message; secrets never travel in the environment. */
export type DeskInit = {
  readonly type: 'init';
  readonly userDataDir: string;
  readonly migrationsDir: string;
  readonly nativeBinding: string | null;
  readonly fileKeyHex: string;
  readonly cloud: { readonly url: string; readonly publishableKey: string } | null;
  /** The environment names the cloud: nobody changes it here. */
  readonly cloudFixed: boolean;
  readonly demo: {
    readonly signIns: readonly {
      readonly role: string;
      readonly label: string;
      readonly email: string;
      readonly password: string;
    }[];
    /** The demo opens at this moment (epoch ms). */
    readonly now: number;
  } | null;
  readonly unprotectedKey: boolean;
  readonly profile: string;
  /** Of the console, as the list of the business's PCs shows it. */
  readonly appVersion: string;
  /** After a crash alone: the member who was signed in when it happened. */
  readonly resumeAs?: string;
};

/** Main ↔ desk over the utility process's own channel. A page's port comes as a transferred port with 'page-port'. */
export type MainToDesk =
  | DeskInit
  | { readonly type: 'page-port' }
  /** The port that comes with it carries one file: see FilePull and FilePiece. */
  | { readonly type: 'file-port'; readonly ticket: string }
  | { readonly type: 'shutdown' };

/** Main asks for a file piece by piece, so that no more lies in memory than is being written. */
export type FilePull = 'next' | 'stop';
export type FilePiece =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly code: string };

export type DeskToMain =
  | { readonly type: 'ready' }
  /** Who is signed in; null while locked or signed out. */
  | { readonly type: 'present'; readonly memberId: string | null }
  /** The cloud took this PC off the business `home`: its key is to be destroyed, unless another business shares it. */
  | { readonly type: 'revoked'; readonly home: string; readonly sharesKey: boolean }
  /** An owner or manager, in their own session, wants a recovery code. */
  | { readonly type: 'recovery-allowed' }
  /** The cloud that a first start was told of, checked: for the next start. */
  | { readonly type: 'cloud'; readonly url: string; readonly publishableKey: string }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | { readonly type: 'closed' };
