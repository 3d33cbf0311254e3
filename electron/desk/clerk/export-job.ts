import { assert } from '../../../src/base/assert.ts';
import type { Instant, PlainDate } from '../../../src/base/time.ts';
import {
  type ExportChoices,
  type ExportSummary,
  ORDINARY_EXPORT_FILES,
} from '../../../src/contracts/transfer.ts';
import { csvLine, type CsvManner, csvMoney } from '../../../src/domain/exports/csv-line.ts';
import {
  EXPORT_FILE_NAMES,
  EXPORT_FILES,
  EXPORT_ROWS,
  EXPORT_TABLES,
  type ExportCell,
  type ExportFileName,
  type ExportNames,
} from '../../../src/domain/exports/export-files.ts';
import {
  CALENDAR_END,
  type CalendarEvent,
  calendarEvent,
  calendarHead,
} from '../../../src/domain/exports/write-calendar.ts';
import { isHolding } from '../../../src/domain/scheduling/status.ts';
import { addMonths, dayOf, minuteOf, startOfDay } from '../../../src/domain/scheduling/zoned-time.ts';
import type { Row, TableName } from '../../../src/domain/tables.ts';
import type { ReplicaReader } from '../../../src/replica/open-reader.ts';
import { CallRefused } from '../call-failure.ts';
import { zip, type ZipEntry } from './zip.ts';

/** What this PC holds, without reading it. */
export function summaryOf(reader: ReplicaReader, scope: string): ExportSummary {
  const { deviceId, completeFrom } = reader.holdings(scope);
  const device = reader.read.get('device', deviceId);
  const only = device?.locations as readonly string[] | null | undefined;
  const classes = (device?.classes ?? ['diary', 'ledger', 'special']) as readonly string[];
  return {
    counts: Object.fromEntries(
      EXPORT_FILE_NAMES.map((name) => [name, reader.count(EXPORT_TABLES[name])]),
    ) as ExportSummary['counts'],
    completeFrom: completeFrom === null ? null : firstDayOf(completeFrom),
    onlyLocations: Array.isArray(only)
      ? only.map((id: string) => reader.read.get('location', id)?.name ?? id)
      : null,
    holdsLedger: classes.includes('ledger'),
    holdsSpecial: classes.includes('special'),
  };
}

/** 202603 → 2026-03-01. */
const firstDayOf = (month: number): PlainDate =>
  `${String(Math.floor(month / 100))}-${String(month % 100).padStart(2, '0')}-01`;

/** The bytes of an export, made while they are asked for. One moment: what is booked meanwhile is not in it. */
export async function* exportFile(
  reader: ReplicaReader,
  choices: ExportChoices,
  now: Instant,
  step: (done: number, of: number) => void,
): AsyncGenerator<Uint8Array> {
  const release = reader.freeze();
  try {
    if (choices.kind === 'diary') {
      yield* packed(diary(reader, choices, now));
      return;
    }
    const names = namesOf(reader);
    const files = choices.special ? EXPORT_FILE_NAMES : ORDINARY_EXPORT_FILES;
    const total = files.reduce((sum, name) => sum + reader.count(EXPORT_TABLES[name]), 0);
    let done = 0;
    const tick = (): void => {
      done += 1;
      step(done, total);
    };
    const { timeZone } = names.location(null);
    const [year = 1980, month = 1, day = 1] = dayOf(now, timeZone).split('-').map(Number);
    const minute = minuteOf(now, timeZone);
    const entries: ZipEntry[] = [
      // Windows' own editor shows lines only where they end its way.
      { name: 'README.txt', texts: [`\uFEFF${choices.readme.replaceAll(/\r?\n/g, '\r\n')}`] },
      ...files.map((name) => ({
        name: `${name}.csv`,
        texts: csvFile(reader, name, names, choices.manner, tick),
      })),
    ];
    yield* zip(entries, { year, month, day, hour: Math.floor(minute / 60), minute: minute % 60 });
  } finally {
    release();
  }
}

const PIECE = 64_000;

/** Texts as bytes, in pieces that are worth a message each. */
function* packed(texts: Iterable<string>): Generator<Uint8Array> {
  let waiting = '';
  for (const text of texts) {
    waiting += text;
    if (waiting.length < PIECE) continue;
    yield Buffer.from(waiting, 'utf8');
    waiting = '';
  }
  if (waiting !== '') yield Buffer.from(waiting, 'utf8');
}

function* csvFile<F extends ExportFileName>(
  reader: ReplicaReader,
  file: F,
  names: ExportNames,
  manner: CsvManner,
  tick: () => void,
): Generator<string> {
  const columns: readonly string[] = EXPORT_FILES[file];
  // The pair of a file and its rows is kept by the tables; the look-up by name loses it.
  const cellsOf = EXPORT_ROWS[file] as (
    row: never,
    names: ExportNames,
  ) => Readonly<Record<string, ExportCell>>;
  // Excel takes a file for UTF-8 when it begins with the mark.
  yield `\uFEFF${csvLine(columns, manner)}`;
  for (const row of reader.rows(EXPORT_TABLES[file] as TableName)) {
    const cells = cellsOf(row as never, names);
    yield csvLine(
      columns.map((column) => written(cells[column] ?? null, manner)),
      manner,
    );
    tick();
  }
}

function written(cell: ExportCell, manner: CsvManner): string | number | null {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number') return cell;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if ('cents' in cell) return csvMoney(cell.cents, manner);
  const minute = minuteOf(cell.at, cell.timeZone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${dayOf(cell.at, cell.timeZone)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Names of people, places and things, also of those that were given up since. */
function namesOf(reader: ReplicaReader): ExportNames {
  const all = <T extends TableName>(table: T): ReadonlyMap<string, Row<T>> =>
    new Map([...reader.rows(table, { deleted: true })].map((row) => [row.id, row]));
  const locations = all('location');
  const staff = all('staff');
  const services = all('service');
  const rooms = all('resource');
  const members = all('member');
  const clients = new Map(reader.clients().map(({ id, name }) => [id, name]));
  const givers = new Map<string, string[]>();
  for (const { service_id, staff_id } of reader.read.find('service_staff', {})) {
    const list = givers.get(service_id) ?? [];
    givers.set(service_id, [...list, staff.get(staff_id)?.name ?? '']);
  }
  const first = [...locations.values()].toSorted((a, b) => a.sort_order - b.sort_order)[0];
  return {
    location: (id) => {
      const row = id === null ? first : locations.get(id);
      return { name: row?.name ?? '', timeZone: row?.time_zone ?? 'UTC' };
    },
    staff: (id) => (id === null ? '' : (staff.get(id)?.name ?? '')),
    service: (id) => services.get(id)?.name ?? '',
    room: (id) => (id === null ? null : (rooms.get(id)?.name ?? null)),
    client: (id) => (id === null ? null : (clients.get(id) ?? null)),
    member: (id) => (id === null ? null : (members.get(id)?.name ?? null)),
    giversOf: (id) => givers.get(id) ?? [],
  };
}

type DiaryExport = Extract<ExportChoices, { kind: 'diary' }>;

/** The visits of the next months, one event for each service of a visit. */
function* diary(reader: ReplicaReader, choices: DiaryExport, now: Instant): Generator<string> {
  const { read } = reader;
  const location = read.get('location', choices.locationId);
  if (!location) throw new CallRefused('BAD_REQUEST', 'no such location');
  const names = namesOf(reader);
  const { timeZone } = names.location(location.id);
  const today = dayOf(now, timeZone);
  const from = startOfDay(today, timeZone);
  const to = startOfDay(addMonths(today, choices.months), timeZone);
  const person = choices.staffId === null ? null : names.staff(choices.staffId);
  const file = {
    name: person === null ? location.name : `${person} - ${location.name}`,
    timeZone,
    madeAt: now,
  };
  yield calendarHead(file);
  for (const line of reader.linesBetween(location.id, from, to)) {
    if (choices.staffId !== null && line.staff_id !== choices.staffId) continue;
    const visit = read.get('appointment', line.appointment_id);
    if (!visit || !isHolding(visit.status as never)) continue;
    const client = names.client(visit.client_id) ?? choices.nobody;
    const event: CalendarEvent = {
      id: line.id,
      startsAt: line.starts_at,
      endsAt: line.ends_at,
      title: `${client} - ${names.service(line.service_id)}`,
      description: visit.note,
      location: location.name,
      person: names.staff(line.staff_id),
      provisional: visit.status === 'requested',
      changedAt: visit.created_at,
    };
    assert(event.endsAt > event.startsAt, 'a line ends after it starts');
    yield calendarEvent(event, file);
  }
  yield CALENDAR_END;
}
