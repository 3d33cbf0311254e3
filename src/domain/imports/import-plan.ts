import type { Instant } from '../../base/time.ts';
import type { FilledFields } from './import-commands.ts';
import type { ImportProblem } from './import-problem.ts';

/** One thing that an import would write, as a person looks at it beforehand. */
export type PreviewRow = {
  readonly line: number;
  /** What it would do: make a client, fill empty fields of one, book, block a day. */
  readonly action: 'create' | 'fill' | 'book' | 'block';
  readonly title: string;
  readonly phone: string | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly staffId: string | null;
  readonly room: string | null;
  /** Name of the client who is known already. */
  readonly matchedClient: string | null;
  /** Name of the service that the title named; null: the one chosen. */
  readonly matchedService: string | null;
  readonly fills: readonly (keyof FilledFields)[];
};

export type ImportCommand = { readonly name: string; readonly args: Readonly<Record<string, unknown>> };

/** What will be imported and what not; `commands` follow on an `import.begin` with the same id and keys. */
export type PlannedImport = {
  readonly rows: readonly PreviewRow[];
  readonly problems: readonly ImportProblem[];
  readonly commands: readonly ImportCommand[];
  readonly keys: readonly string[];
  /** Events outside of the chosen stretch of time. */
  readonly before: number;
  readonly after: number;
};

/** A client as imports know them. */
export type KnownClient = {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly note: string | null;
  readonly language: string | null;
};

/** Clients by what makes two entries one person. Numbers in E.164, addresses and names in any writing. */
export type ClientBook = {
  readonly byPhone: (phone: string) => KnownClient | null;
  readonly byEmail: (email: string) => KnownClient | null;
  /** Null also when several people have that name: nobody can say which one is meant. */
  readonly byName: (name: string) => KnownClient | null;
};

const EMPTY: Omit<PreviewRow, 'line' | 'action' | 'title'> = {
  phone: null,
  startsAt: null,
  endsAt: null,
  staffId: null,
  room: null,
  matchedClient: null,
  matchedService: null,
  fills: [],
};

export const previewRow = (
  row: Pick<PreviewRow, 'line' | 'action' | 'title'> & Partial<PreviewRow>,
): PreviewRow => ({ ...EMPTY, ...row });

export const byLine = (problems: readonly ImportProblem[]): readonly ImportProblem[] =>
  problems.toSorted((a, b) => a.line - b.line);
