import { createHash } from 'node:crypto';
import type { NewId } from '../../../src/base/ids.ts';
import { assert } from '../../../src/base/assert.ts';
import type { Instant, Interval, PlainDate } from '../../../src/base/time.ts';
import {
  type CsvChoices,
  type CsvForm,
  type CsvSource,
  type DiaryChoices,
  type ImportChoices,
  type ImportFile,
  type ImportPreview,
  type ImportSource,
  MOST_IMPORT_ROWS,
} from '../../../src/contracts/transfer.ts';
import { csvLine } from '../../../src/domain/exports/csv-line.ts';
import { clientBook } from '../../../src/domain/imports/client-book.ts';
import { guessColumns, looksLikeHeader } from '../../../src/domain/imports/client-columns.ts';
import { type CsvTable, readTable } from '../../../src/domain/imports/csv-table.ts';
import { peopleIn } from '../../../src/domain/imports/event-people.ts';
import type { PlannedImport, PreviewRow } from '../../../src/domain/imports/import-plan.ts';
import { parseClients } from '../../../src/domain/imports/parse-clients.ts';
import { expandDiary, type RawDiary, readDiary } from '../../../src/domain/imports/parse-diary.ts';
import { planClients } from '../../../src/domain/imports/plan-clients.ts';
import { type DiarySurroundings, planDiary } from '../../../src/domain/imports/plan-diary.ts';
import { addDays, addMonths, dayOf, startOfDay } from '../../../src/domain/scheduling/zoned-time.ts';
import type { ReplicaReader } from '../../../src/replica/open-reader.ts';
import { CallRefused } from '../call-failure.ts';
import type { ProblemWords } from './clerk-contract.ts';
import { calendarLines, decode, guessEncoding, isBinary } from './file-text.ts';

/** Rows and problems that the page shows before it is agreed to; everything left out can be saved as a list. */
const ROWS_SHOWN = 200;
const PROBLEMS_SHOWN = 500;
const SAMPLES_SHOWN = 4;
/** The zone of a calendar that says nothing, until a location is chosen. */
const FIRST_ZONE = 'Africa/Johannesburg';

export type AgreedImport = {
  readonly id: string;
  readonly kind: ImportSource['kind'];
  readonly fileName: string;
  readonly plan: PlannedImport;
};

export type ImportJob = {
  readonly read: (id: string, file: ImportFile) => ImportSource;
  readonly look: (form: CsvForm) => CsvSource;
  readonly preview: (choices: ImportChoices, now: Instant) => ImportPreview;
  /** The list of what the last preview left out. */
  readonly problems: (words: ProblemWords) => { readonly fileName: string; readonly text: string };
  /** What the last preview showed. */
  readonly agreed: () => AgreedImport;
};

type Source = ImportFile & { readonly id: string; readonly kind: ImportSource['kind'] };

export function createImportJob(world: {
  readonly reader: () => ReplicaReader;
  readonly newId: NewId;
  readonly step: (step: 'reading' | 'planning', done: number, of: number | null) => void;
}): ImportJob {
  const { reader, newId, step } = world;
  let source: Source | null = null;
  let table: { readonly form: CsvForm; readonly read: CsvTable } | null = null;
  let diary: { readonly zone: string; readonly raw: RawDiary } | null = null;
  let planned: PlannedImport | null = null;

  const present = (): Source => {
    if (source) return source;
    throw new CallRefused('BAD_REQUEST', 'no file has been read');
  };

  const tableIn = (form: CsvForm | null): CsvTable & { readonly form: CsvForm } => {
    const { bytes } = present();
    if (table && form && sameText(table.form, form)) return { ...table.read, form };
    const encoding = form?.encoding ?? guessEncoding(bytes);
    const read = readTable(decode(bytes, encoding), form?.delimiter ?? null);
    if (read.rows.length === 0) throw new CallRefused('FILE_UNREADABLE', 'no row');
    if (read.rows.length > MOST_IMPORT_ROWS + 1) throw new CallRefused('FILE_TOO_LONG', 'rows');
    const hasHeader = form?.hasHeader ?? looksLikeHeader(read.rows[0]);
    table = { form: { encoding, delimiter: read.delimiter, hasHeader }, read };
    return { ...read, form: table.form };
  };

  const look = (form: CsvForm | null): CsvSource => {
    const { rows, form: used } = tableIn(form);
    const header = used.hasHeader ? (rows[0]?.cells ?? null) : null;
    const body = used.hasHeader ? rows.slice(1) : rows;
    return {
      form: used,
      rows: body.length,
      columns: guessColumns(header, body).map((guess, index) => ({
        header: header === null ? null : (header[index] ?? ''),
        samples: body.slice(0, SAMPLES_SHOWN).map(({ cells }) => cells[index] ?? ''),
        guess,
      })),
    };
  };

  const diaryIn = (zone: string): RawDiary => {
    if (diary?.zone === zone) return diary.raw;
    const lines = calendarLines(present().bytes);
    const raw = readDiary(lines, zone);
    if (raw.events.length === 0 && raw.problems.length === 0) {
      throw new CallRefused('FILE_UNREADABLE', 'no event');
    }
    if (raw.events.length > MOST_IMPORT_ROWS) throw new CallRefused('FILE_TOO_LONG', 'events');
    diary = { zone, raw };
    return raw;
  };

  const planList = ({ form, columns, onKnown }: CsvChoices, id: string): PlannedImport => {
    const { rows } = tableIn(form);
    const body = form.hasHeader ? rows.slice(1) : rows;
    step('planning', 0, body.length);
    const parsed = parseClients(body, columns);
    return planClients(parsed, clientBook(reader().clients()), onKnown, id, newId);
  };

  const planEvents = (choices: DiaryChoices, id: string, now: Instant) => {
    const around = surroundings(reader(), choices);
    const days = windowOf(choices, now, around.timeZone);
    const window: Interval = {
      from: startOfDay(days.from, around.timeZone),
      to: startOfDay(addDays(days.to, 1), around.timeZone),
    };
    const raw = diaryIn(around.timeZone);
    step('planning', 0, raw.events.length);
    const parsed = expandDiary(raw, window);
    if (parsed.events.length > MOST_IMPORT_ROWS) throw new CallRefused('FILE_TOO_LONG', 'events');
    return { plan: planDiary(parsed, around, choices, id, newId), days };
  };

  return {
    read: (id, file) => {
      const { bytes, fileName } = file;
      step('reading', 0, bytes.byteLength);
      if (bytes.byteLength === 0 || isBinary(bytes)) throw new CallRefused('FILE_UNREADABLE', 'no text');
      const head = decode(bytes.subarray(0, 4_096), guessEncoding(bytes.subarray(0, 4_096)));
      const kind = /^\s*BEGIN:V(CALENDAR|EVENT)/im.test(head) ? 'diary_ics' : 'clients_csv';
      source = { ...file, id, kind };
      if (kind === 'clients_csv') return { id, fileName, kind, csv: look(null) };
      const { events } = diaryIn(FIRST_ZONE);
      const staff = reader()
        .read.find('staff', { active: true })
        .map((person) => ({ id: person.id, name: person.name }));
      return {
        id,
        fileName,
        kind,
        diary: {
          events: events.length,
          repeating: events.filter(({ rules, more }) => rules.length + more.length > 0).length,
          calendars: [...new Set(events.flatMap(({ calendar }) => calendar ?? []))],
          people: peopleIn(events, staff),
        },
      };
    },
    look,
    preview: (choices, now) => {
      const { id, kind, fileName } = present();
      if (choices.kind !== kind) throw new CallRefused('BAD_REQUEST', 'choices of another kind of file');
      const { plan, days } =
        choices.kind === 'clients_csv'
          ? { plan: planList(choices, id), days: null }
          : planEvents(choices, id, now);
      planned = plan;
      const counts = { create: 0, fill: 0, book: 0, block: 0 } satisfies Record<PreviewRow['action'], number>;
      for (const { action } of plan.rows) counts[action] += 1;
      return {
        id,
        kind,
        fileName,
        counts,
        total: plan.rows.length,
        rows: plan.rows.slice(0, ROWS_SHOWN),
        problems: plan.problems.slice(0, PROBLEMS_SHOWN),
        problemCount: plan.problems.length,
        window: days && { ...days, before: plan.before, after: plan.after },
      };
    },
    problems: (words) => {
      const { fileName } = present();
      assert(planned, 'problems are of a preview');
      return {
        fileName: `${fileName.replace(/\.[^.]*$/, '')} - ${words.why}.csv`,
        text: problemList(planned, table, words),
      };
    },
    agreed: () => {
      const { id, kind, fileName } = present();
      assert(planned, 'only what was shown is written');
      return { id, kind, fileName, plan: planned };
    },
  };
}

/** Whether a header is there changes nothing of how the text is cut. */
const sameText = (a: CsvForm, b: CsvForm): boolean =>
  a.encoding === b.encoding && a.delimiter === b.delimiter;

function windowOf(
  { daysBack, monthsAhead }: DiaryChoices,
  now: Instant,
  timeZone: string,
): { readonly from: PlainDate; readonly to: PlainDate } {
  const today = dayOf(now, timeZone);
  return { from: addDays(today, -daysBack), to: addMonths(today, monthsAhead) };
}

function surroundings(reader: ReplicaReader, { locationId }: DiaryChoices): DiarySurroundings {
  const { read } = reader;
  const location = read.get('location', locationId);
  if (!location) throw new CallRefused('BAD_REQUEST', 'no such location');
  return {
    clients: clientBook(reader.clients()),
    imported: reader.importedKeys(),
    keyOf: (identity) => createHash('sha256').update(identity).digest('base64url').slice(0, 16),
    timeZone: location.time_zone,
    staff: read.find('staff', { active: true }).map(({ id, name }) => ({ id, name })),
    services: read.find('service', { active: true }).map((service) => ({
      id: service.id,
      name: service.name,
      bufferBeforeMinutes: service.buffer_before_minutes,
      bufferAfterMinutes: service.buffer_after_minutes,
      priceCents: service.price_cents,
      requires: service.requires,
    })),
    rooms: read
      .find('resource', { location_id: locationId, active: true })
      .toSorted((a, b) => a.sort_order - b.sort_order || a.name.localeCompare(b.name))
      .map(({ id, name, capability }) => ({ id, name, capability })),
    isHeld: (resourceId, { from, to }) => read.activeHolds(resourceId, from, to).length > 0,
  };
}

/** For mending: a list's own rows with what is wrong with each; of a diary its titles. */
function problemList(
  { problems }: PlannedImport,
  table: { readonly form: CsvForm; readonly read: CsvTable } | null,
  words: ProblemWords,
): string {
  const manner = table?.form.delimiter === ',' ? 'comma' : 'semicolon';
  const rows = new Map(table?.read.rows.map((row) => [row.line, row.cells]));
  const header = table?.form.hasHeader === true ? (table.read.rows[0]?.cells ?? []) : [];
  const width = Math.max(header.length, ...problems.map(({ line }) => rows.get(line)?.length ?? 1));
  const padded = (cells: readonly string[]) =>
    Array.from({ length: width }, (_, index) => cells[index] ?? '');
  const lines = problems.map(({ line, code, text }) =>
    csvLine([...padded(rows.get(line) ?? [text]), line, words.codes[code] ?? code], manner),
  );
  return `\uFEFF${csvLine([...padded(header), words.line, words.why], manner)}${lines.join('')}`;
}
