import Papa from 'papaparse';
import { z } from 'zod';
import { normalisePhone } from '../clients/phone.ts';
import { foldName, type ImportProblem, problem } from './import-problem.ts';

export type ParsedClient = {
  readonly line: number;
  readonly name: string;
  /** E.164 */
  readonly phone: string | null;
  readonly email: string | null;
  readonly note: string | null;
};

export type ParsedClients = {
  readonly clients: readonly ParsedClient[];
  readonly problems: readonly ImportProblem[];
};

type Field = 'name' | 'first' | 'last' | 'phone' | 'email' | 'note';

/** Headers as salon programs, Google Contacts and people themselves write them, in English and Afrikaans. */
const HEADERS: Readonly<Record<Field, readonly string[]>> = {
  name: [
    'name',
    'fullname',
    'clientname',
    'client',
    'customer',
    'customername',
    'displayname',
    'naam',
    'klient',
  ],
  first: ['firstname', 'first', 'givenname', 'voornaam', 'name1'],
  last: ['lastname', 'last', 'surname', 'familyname', 'van', 'lastname1'],
  phone:
    'phone mobile cell cellphone mobilephone phonenumber mobilenumber cellnumber telephone tel contactnumber phonevalue selfoon selfoonnommer telefoon'.split(
      ' ',
    ),
  email: ['email', 'emailaddress', 'mail', 'emailvalue', 'epos'],
  note: ['notes', 'note', 'comments', 'comment', 'remarks', 'notas', 'nota'],
};

const headerKey = (header: string): string => foldName(header).replaceAll(/[^a-z]/g, '');

type Columns = Readonly<Partial<Record<Field, number>>>;

/** Which column holds what; null when no column looks like a name. */
function guessColumns(header: readonly string[]): Columns | null {
  const keys = header.map(headerKey);
  const columns: Partial<Record<Field, number>> = {};
  for (const [field, names] of Object.entries(HEADERS) as [Field, readonly string[]][]) {
    const index = keys.findIndex((key) => names.includes(key));
    if (index >= 0) columns[field] = index;
  }
  return columns.name === undefined && columns.first === undefined && columns.last === undefined
    ? null
    : columns;
}

/** Rows with the line that each begins on: a quoted field may hold line breaks, so a row is not a line. */
function readRows(text: string): readonly { readonly line: number; readonly cells: readonly string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let offset = 0;
  let line = 1;
  Papa.parse<string[]>(text, {
    delimiter: '',
    delimitersToGuess: [',', ';', '\t'],
    step: ({ data, meta }) => {
      rows.push({ line, cells: data.map((cell) => cell.trim()) });
      for (let at = offset; at < meta.cursor; at += 1) if (text.codePointAt(at) === 10) line += 1;
      offset = meta.cursor;
    },
  });
  return rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
}

const emailSchema = z.email();
const LONGEST_NAME = 120;
const LONGEST_NOTE = 2_000;

/** Reads a list of clients from CSV text (comma, semicolon or tab; with or without a byte order mark). */
export function parseClients(text: string): ParsedClients {
  // The mark would become part of the first header.
  const [header, ...rows] = readRows(text.replace(/^\uFEFF/, ''));
  const columns = header ? guessColumns(header.cells) : null;
  if (!header || !columns) {
    return { clients: [], problems: [problem(1, 'unreadable', header?.cells.join(', ') ?? '')] };
  }
  const clients: ParsedClient[] = [];
  const problems: ImportProblem[] = [];
  for (const { line, cells } of rows) {
    const cell = (field: Field): string => cells[columns[field] ?? -1] ?? '';
    const name = (cell('name') || `${cell('first')} ${cell('last')}`).replaceAll(/\s+/g, ' ').trim();
    const whole = cells.filter((value) => value !== '').join(', ');
    const phone = cell('phone') === '' ? null : normalisePhone(cell('phone'));
    const email = cell('email') === '' ? null : cell('email');
    if (name === '') problems.push(problem(line, 'no_name', whole));
    else if (name.length > LONGEST_NAME) problems.push(problem(line, 'unreadable', name));
    else if (phone === null && cell('phone') !== '') {
      problems.push(problem(line, 'bad_phone', `${name}: ${cell('phone')}`));
    } else if (email !== null && !emailSchema.safeParse(email).success) {
      problems.push(problem(line, 'bad_email', `${name}: ${email}`));
    } else {
      clients.push({ line, name, phone, email, note: cell('note').slice(0, LONGEST_NOTE) || null });
    }
  }
  return { clients, problems };
}
