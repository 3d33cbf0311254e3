import { z } from 'zod';
import { normalisePhone } from '../clients/phone.ts';
import { type ClientField, languageOf } from './client-columns.ts';
import type { CsvRow } from './csv-table.ts';
import { cleanLine, cleanText, type ImportProblem, problem } from './import-problem.ts';

export type ParsedClient = {
  readonly line: number;
  readonly name: string;
  /** E.164 */
  readonly phone: string | null;
  readonly email: string | null;
  /** With further numbers and addresses, a line each. */
  readonly note: string | null;
  readonly language: string | null;
};

export type ParsedClients = {
  readonly clients: readonly ParsedClient[];
  readonly problems: readonly ImportProblem[];
};

const emailSchema = z.email();
const LONGEST_NAME = 120;
const LONGEST_NOTE = 2_000;

/** Reads the rows of a list, `columns` saying what each cell is. A row with a fault is a problem, not half a client. */
export function parseClients(rows: readonly CsvRow[], columns: readonly ClientField[]): ParsedClients {
  const clients: ParsedClient[] = [];
  const problems: ImportProblem[] = [];
  for (const row of rows) {
    const read = readClient(row, columns);
    if ('code' in read) problems.push(read);
    else clients.push(read);
  }
  return { clients, problems };
}

function readClient({ line, cells }: CsvRow, columns: readonly ClientField[]): ParsedClient | ImportProblem {
  const all = (field: ClientField): string[] =>
    cells.filter((cell, index) => columns[index] === field && cell !== '');
  const one = (field: ClientField): string => all(field)[0] ?? '';
  const name = cleanLine(one('name') || `${one('first')} ${one('last')}`);
  if (name === '') return problem(line, 'no_name', cells.filter((cell) => cell !== '').join(', '));
  if (name.length > LONGEST_NAME) return problem(line, 'too_long', name);

  const numbers = all('phone').flatMap(severalIn);
  const phones = numbers.map(normalisePhone);
  const badPhone = numbers.find((_, index) => phones[index] === null);
  if (badPhone !== undefined) return problem(line, 'bad_phone', `${name}: ${badPhone}`);
  const emails = all('email')
    .flatMap(severalIn)
    .map((email) => cleanLine(email));
  const badEmail = emails.find((email) => !emailSchema.safeParse(email).success);
  if (badEmail !== undefined) return problem(line, 'bad_email', `${name}: ${badEmail}`);

  const [phone = null, ...otherPhones] = new Set(phones);
  const [email = null, ...otherEmails] = new Set(emails);
  const note = [...all('note').map((text) => cleanText(text).trim()), ...otherPhones, ...otherEmails]
    .filter((text) => text !== null && text !== '')
    .join('\n')
    .slice(0, LONGEST_NOTE);
  return { line, name, phone, email, note: note || null, language: languageOf(one('language')) };
}

/** "082 123 4567 ::: 031 555 0101", "a@b.co.za; c@d.co.za": what programs put into one cell. */
const severalIn = (cell: string): string[] =>
  cell
    .split(/\s*(?::::|[;,\n]|\s\/\s|\sor\s)\s*/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
