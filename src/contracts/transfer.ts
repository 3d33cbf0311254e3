import { z } from 'zod';
import type { Instant, PlainDate } from '../base/time.ts';
import { CLIENT_FIELDS, type ClientField } from '../domain/imports/client-columns.ts';
import { DELIMITERS } from '../domain/imports/csv-table.ts';
import { type PeopleIn, SPLIT_BY } from '../domain/imports/event-people.ts';
import type { PreviewRow } from '../domain/imports/import-plan.ts';
import type { ImportProblem } from '../domain/imports/import-problem.ts';
import { EXPORT_FILE_NAMES, type ExportFileName } from '../domain/exports/export-files.ts';
import { idSchema } from '../domain/schemas.ts';

/** What is brought in and taken out: files of clients and diaries. Shapes between the page and the desk. */

/** What a file may have. A diary of years is a few megabytes; more is a mistake or an attack. */
export const LARGEST_IMPORT_BYTES = 20_000_000;
/** Rows or events of one file; more would keep the cloud busy for an hour. */
export const MOST_IMPORT_ROWS = 20_000;

export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The kind is known by what stands in the file, not by its name. */
export const importFileSchema = z.strictObject({
  fileName: z.string().min(1).max(255),
  bytes: z.custom<Uint8Array>(
    (bytes) => bytes instanceof Uint8Array && bytes.byteLength <= LARGEST_IMPORT_BYTES,
    'bytes, not too many',
  ),
});
export type ImportFile = z.infer<typeof importFileSchema>;

/** How the bytes of a list are to be read. */
export const csvFormSchema = z.strictObject({
  encoding: z.enum(ENCODINGS),
  delimiter: z.enum(DELIMITERS),
  hasHeader: z.boolean(),
});
export type CsvForm = z.infer<typeof csvFormSchema>;

export type CsvSource = {
  readonly form: CsvForm;
  readonly columns: readonly {
    /** What the first line calls it; null without such a line. */
    readonly header: string | null;
    readonly samples: readonly string[];
    readonly guess: ClientField;
  }[];
  readonly rows: number;
};

export type DiarySource = {
  readonly events: number;
  readonly repeating: number;
  /** Names of its calendars. */
  readonly calendars: readonly string[];
  readonly people: PeopleIn;
};

/** A file that has been read and waits for a person's choices. */
export type ImportSource = { readonly id: string; readonly fileName: string } & (
  | { readonly kind: 'clients_csv'; readonly csv: CsvSource }
  | { readonly kind: 'diary_ics'; readonly diary: DiarySource }
);
export type ImportKind = ImportSource['kind'];

const csvChoicesSchema = z.strictObject({
  kind: z.literal('clients_csv'),
  form: csvFormSchema,
  columns: z.array(z.enum(CLIENT_FIELDS)).max(200),
  onKnown: z.enum(['skip', 'fill']),
});
export type CsvChoices = z.infer<typeof csvChoicesSchema>;

const diaryChoicesSchema = z.strictObject({
  kind: z.literal('diary_ics'),
  locationId: idSchema,
  splitBy: z.enum(SPLIT_BY),
  /** Whose an event is that names nobody; null: such events are left out. */
  staffId: idSchema.nullable(),
  people: z.record(z.string().max(500), idSchema.nullable()),
  serviceId: idSchema.nullable(),
  allDay: z.enum(['block', 'skip']),
  /** How far back and ahead events are taken, from today. */
  daysBack: z.int().min(0).max(366),
  monthsAhead: z.int().min(1).max(24),
});
export type DiaryChoices = z.infer<typeof diaryChoicesSchema>;

export const importChoicesSchema = z.discriminatedUnion('kind', [csvChoicesSchema, diaryChoicesSchema]);
export type ImportChoices = z.infer<typeof importChoicesSchema>;

export type ImportPreview = {
  readonly id: string;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly total: number;
  readonly counts: Readonly<Record<PreviewRow['action'], number>>;
  /** The first of those that will be imported. */
  readonly rows: readonly PreviewRow[];
  /** The first of those that are left out, each with its line in the file and why; and how many there are. */
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
  /** Of a diary: the days that were looked at, and how many events lie before and after them. */
  readonly window: {
    readonly from: PlainDate;
    readonly to: PlainDate;
    readonly before: number;
    readonly after: number;
  } | null;
};

/** A file that the desk can give: main saves it where the person says. See MainVerbs.saveFile. */
export type FileTicket = { readonly ticket: string; readonly fileName: string };

/** Words of the catalogue that a file for people needs: the desk has none of its own. */
export const problemWordsSchema = z.strictObject({
  line: z.string().max(100),
  why: z.string().max(100),
  codes: z.record(z.string().max(40), z.string().max(200)),
});

/** What could be taken along, before it is: what is on this PC, and what is not. */
export type ExportSummary = {
  readonly counts: Readonly<Record<ExportFileName, number>>;
  /** The first day of the month from which visits and payments are all here; null before the first sync. */
  readonly completeFrom: PlainDate | null;
  /** Branches that this PC may hold; null: all of them. */
  readonly onlyLocations: readonly string[] | null;
  readonly holdsLedger: boolean;
  readonly holdsSpecial: boolean;
};

const textSchema = z.string().max(20_000);

export const exportChoicesSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('everything'),
    manner: z.enum(['semicolon', 'comma']),
    /** Allergies and warnings: only where a person has said so. */
    special: z.boolean(),
    /** What README.txt says, and what the file is called: the desk has no words of its own. */
    readme: textSchema,
    fileName: z.string().min(1).max(200),
  }),
  z.strictObject({
    kind: z.literal('diary'),
    locationId: idSchema,
    /** Null: everybody at the location. */
    staffId: idSchema.nullable(),
    months: z.int().min(1).max(24),
    /** A visit without a client. */
    nobody: z.string().min(1).max(60),
    fileName: z.string().min(1).max(200),
  }),
]);
export type ExportChoices = z.infer<typeof exportChoicesSchema>;

/** Files that hold special information: left out unless they were asked for. */
export const ORDINARY_EXPORT_FILES = EXPORT_FILE_NAMES.filter((name) => name !== 'special_information');

/** How far long work has come. `of` null: nobody knows yet. */
export type WorkProgress = {
  readonly id: string;
  readonly step: 'reading' | 'planning' | 'writing' | 'undoing' | 'exporting';
  readonly done: number;
  readonly of: number | null;
  readonly at: Instant;
};
