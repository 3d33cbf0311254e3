import type { CallResult } from '../../../src/contracts/desk-api.ts';
import type { ChangeNotice } from '../../../src/contracts/ports.ts';
import type {
  CsvForm,
  CsvSource,
  ExportChoices,
  ExportSummary,
  ImportChoices,
  ImportFile,
  ImportPreview,
  ImportSource,
  WorkProgress,
} from '../../../src/contracts/transfer.ts';
import type { CommandContext } from '../../../src/domain/command.ts';
import type { Instant } from '../../../src/base/time.ts';

/**
 * The clerk does the paperwork: files of thousands of rows, read, planned, written and made in a thread of its own, so
 * that the desk answers meanwhile. One clerk, one job; it is let go afterwards.
 */

/** What a clerk is told when it begins, as the thread's data. */
export type ClerkSetup = {
  readonly file: string;
  readonly key: Uint8Array;
  readonly migrationsFolder: string;
  readonly nativeBinding: string | null;
  readonly scope: string;
  /** Corrected time minus this PC's. */
  readonly offsetMs: number;
};

export type ProblemWords = {
  readonly line: string;
  readonly why: string;
  readonly codes: Readonly<Record<string, string>>;
};

/** What the desk asks of a clerk. Each answers a CallResult: an exception's class does not cross a thread. */
export type ClerkCalls = {
  readonly read: (id: string, file: ImportFile) => CallResult<ImportSource>;
  readonly look: (form: CsvForm) => CallResult<CsvSource>;
  readonly preview: (choices: ImportChoices, now: Instant) => CallResult<ImportPreview>;
  readonly problems: (words: ProblemWords) => CallResult<{ readonly fileName: string }>;
  readonly commit: (
    context: CommandContext,
  ) => CallResult<{ readonly rows: number; readonly notice: ChangeNotice }>;
  readonly undo: (importId: string, context: CommandContext) => CallResult<{ readonly notice: ChangeNotice }>;
  readonly summary: () => CallResult<ExportSummary>;
  readonly startExport: (choices: ExportChoices, now: Instant) => CallResult<null>;
  /** The next piece of the file that was asked for last; null at its end. */
  readonly nextBytes: () => CallResult<Uint8Array | null>;
};

/** What a clerk tells the desk by itself. */
export type ClerkEvents = {
  readonly progress: (progress: Omit<WorkProgress, 'at'>) => void;
};
