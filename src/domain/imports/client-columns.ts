import { normalisePhone } from '../clients/phone.ts';
import type { CsvRow } from './csv-table.ts';
import { foldName } from './import-problem.ts';

/** What a column of a list of clients may hold. Several columns may hold numbers, addresses and notes. */
export const CLIENT_FIELDS = [
  'name',
  'first',
  'last',
  'phone',
  'email',
  'note',
  'language',
  'birthday', // not kept: the console has no use for it, and says so
  'ignore',
] as const;
export type ClientField = (typeof CLIENT_FIELDS)[number];

type Known = Exclude<ClientField, 'ignore'>;

/** Headers as salon programs, Google Contacts and people themselves write them, in English and Afrikaans. */
const HEADERS: Readonly<Record<Known, string>> = {
  name: 'name fullname clientname client customer customername displayname naam klient klientnaam vollenaam',
  first: 'firstname first givenname voornaam forename eerstenaam',
  last: 'lastname last surname familyname van agternaam',
  phone:
    'phone phones mobile cell cellphone mobilephone phonenumber mobilenumber cellnumber telephone telephonenumber ' +
    'tel contactnumber contact phonevalue homephone workphone businessphone primaryphone whatsapp selfoon ' +
    'selfoonnommer sel selnommer telefoon telefoonnommer tuisfoon werkfoon kontaknommer',
  email: 'email emailaddress mail emailvalue epos eposadres',
  note: 'notes note comments comment remarks remark notas nota opmerkings opmerking',
  language: 'language preferredlanguage taal voorkeurtaal',
  birthday: 'birthday birthdate dateofbirth dob bday verjaarsdag verjaarsdatum geboortedatum',
};
const BY_HEADER: ReadonlyMap<string, Known> = new Map(
  Object.entries(HEADERS).flatMap(([field, names]) =>
    names.split(' ').map((name) => [name, field as Known] as const),
  ),
);

/** "E-mail 1 - Value" and "Phone 2" are an email and a phone. */
const headerField = (header: string): Known | undefined =>
  BY_HEADER.get(foldName(header).replaceAll(/[^a-z]/g, ''));

/** The first row names the columns when it is known to, or when nothing in it could be a client's own. */
export function looksLikeHeader(row: CsvRow | undefined): boolean {
  if (!row) return false;
  if (row.cells.some((cell) => headerField(cell) !== undefined)) return true;
  return row.cells.every((cell) => cell !== '' && !/[\d@]/.test(cell));
}

const SAMPLES = 50;
/** So many of a column's cells must be of a kind. */
const MOST = 0.6;

/** What each column holds, by its header or else by what stands in it. Nothing is guessed twice for a name. */
export function guessColumns(header: readonly string[] | null, rows: readonly CsvRow[]): ClientField[] {
  const width = Math.max(header?.length ?? 0, ...rows.slice(0, SAMPLES).map(({ cells }) => cells.length));
  const samples = rows.slice(0, SAMPLES);
  const columns = Array.from({ length: width }, (_, index): ClientField => {
    const named = header?.[index] === undefined ? undefined : headerField(header[index]);
    return named ?? byContents(samples.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== ''));
  });
  for (const single of ['name', 'first', 'last', 'language'] as const) keepFirst(columns, single);
  if (!columns.some((field) => field === 'name' || field === 'first' || field === 'last')) {
    const free = columns.findIndex(
      (field, index) =>
        field === 'ignore' && samples.some(({ cells }) => /\p{L}{2}/u.test(cells[index] ?? '')),
    );
    if (free >= 0) columns[free] = 'name';
  }
  return columns;
}

function byContents(cells: readonly string[]): ClientField {
  if (cells.length === 0) return 'ignore';
  const share = (fits: (cell: string) => boolean): number => cells.filter(fits).length / cells.length;
  if (share((cell) => /^[^\s@]+@[^\s@]+$/.test(cell)) >= MOST) return 'email';
  if (share((cell) => normalisePhone(cell) !== null) >= MOST) return 'phone';
  return 'ignore';
}

function keepFirst(columns: ClientField[], field: ClientField): void {
  const first = columns.indexOf(field);
  for (let index = first + 1; first >= 0 && index < columns.length; index += 1) {
    if (columns[index] === field) columns[index] = 'ignore';
  }
}

const LANGUAGES: Readonly<Record<string, string>> = {
  afrikaans: 'af',
  english: 'en',
  engels: 'en',
  isizulu: 'zu',
  zulu: 'zu',
  zoeloe: 'zu',
  isixhosa: 'xh',
  xhosa: 'xh',
  sesotho: 'st',
  setswana: 'tn',
  sepedi: 'nso',
};

/** A language as lists name it, as its two letters; null for what is none of them. */
export function languageOf(text: string): string | null {
  const folded = foldName(text);
  const named = LANGUAGES[folded] ?? folded.slice(0, folded.search(/[-_]|$/));
  return /^[a-z]{2}$/.test(named) ? named : null;
}
