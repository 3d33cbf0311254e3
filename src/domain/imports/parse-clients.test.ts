import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { csvLine } from '../exports/csv-line.ts';
import { COMMANDS } from '../registry.ts';
import { clientBook } from './client-book.ts';
import { type ClientField, guessColumns, languageOf, looksLikeHeader } from './client-columns.ts';
import { readTable } from './csv-table.ts';
import { cleanLine, cleanText } from './import-problem.ts';
import { parseClients } from './parse-clients.ts';
import { planClients } from './plan-clients.ts';

const file = (name: string): string =>
  readFileSync(new URL(`../../../tests/fixtures/imports/${name}`, import.meta.url), 'utf8').replace(
    /^\uFEFF/,
    '',
  );
function read(text: string) {
  const { rows } = readTable(text, null);
  const hasHeader = looksLikeHeader(rows[0]);
  const header = hasHeader ? (rows[0]?.cells ?? null) : null;
  const body = hasHeader ? rows.slice(1) : rows;
  const columns = guessColumns(header, body);
  return { columns, ...parseClients(body, columns) };
}
const IMPORT = '0190a000-0000-7000-8000-0000000000cc';
const ids = () => {
  let count = 0;
  return () => `0190a000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`;
};
const known = (more: object = {}) => ({
  id: '0190a000-0000-7000-8000-00000000aaaa',
  name: 'Thandi Dlamini',
  phone: '+27825551234',
  email: null,
  note: null,
  language: null,
  ...more,
});

describe('lists as they come', () => {
  test('semicolons, accents, a note over two lines', () => {
    const { clients, problems } = read(file('clients-semicolon.csv'));
    expect(clients.map(({ line, name, phone }) => [line, name, phone])).toEqual([
      [2, 'Zoë Naudé', '+27821234567'],
      [3, 'Thandeka Mokoena', '+27835550101'],
      [4, "Siphiwe O'Brien; Snr", '+27721234567'],
      [10, 'Zoë Naudé', '+27821234567'],
      [11, 'Lerato Môkgosi', '+27761112233'],
      [12, 'Pieter Botha', null],
    ]);
    expect(clients[2]?.note).toBe('Allergic to ammonia.\nAlways ask first.');
    expect(problems.map(({ line, code }) => [line, code])).toEqual([
      [6, 'no_name'],
      [7, 'bad_phone'],
      [8, 'bad_email'],
    ]);
  });
  test('commas, a number from abroad', () => {
    expect(
      read(file('clients-comma.csv')).clients.map(({ name, phone, note }) => [name, phone, note]),
    ).toEqual([
      ['Dlamini, Thandi', '+27825551234', null],
      ['Priya Naidoo', '+442079460958', 'Visits from London'],
    ]);
  });
  test('no header: told by what stands in the columns', () => {
    const { columns, clients } = read(
      'Buhle Ndlovu\t082 555 0199\tbuhle@example.com\nKagiso\t0835550198\t\n',
    );
    expect(columns).toEqual(['name', 'phone', 'email']);
    expect(clients.map(({ line, name }) => [line, name])).toEqual([
      [1, 'Buhle Ndlovu'],
      [2, 'Kagiso'],
    ]);
  });
  test('several numbers and addresses: the first is the client’s, the others go to the note', () => {
    const { clients } = read(
      'Given Name,Family Name,Phone 1 - Value,Phone 2 - Value,E-mail 1 - Value,Birthday\nZoë,Naudé,082 123 4567 ::: 031 555 0101,0835550102,a@example.com; b@example.com,1990-04-01\n',
    );
    expect(clients).toEqual([
      {
        line: 2,
        name: 'Zoë Naudé',
        phone: '+27821234567',
        email: 'a@example.com',
        note: '+27315550101\n+27835550102\nb@example.com',
        language: null,
      },
    ]);
  });
  test('languages by their names', () => {
    expect(['Afrikaans', 'isiZulu', 'en-ZA', 'af', 'Klingon', ''].map(languageOf)).toEqual([
      'af',
      'zu',
      'en',
      'af',
      null,
      null,
    ]);
  });
});

describe('clients who are known already', () => {
  const row = {
    line: 2,
    name: 'T Dlamini',
    phone: '+27825551234',
    email: 't@example.com',
    note: 'x',
    language: 'zu',
  };
  const plan = (clients: readonly (typeof row)[], onKnown: 'skip' | 'fill', book = clientBook([known()])) =>
    planClients({ clients, problems: [] }, book, onKnown, IMPORT, ids());

  test('are left as they are, or their empty fields are filled', () => {
    expect(plan([row], 'skip').problems).toMatchObject([{ line: 2, code: 'known' }]);
    expect(plan([row], 'fill').commands).toMatchObject([
      {
        name: 'import.fill',
        args: { clientId: known().id, fields: { email: 't@example.com', note: 'x', language: 'zu' } },
      },
    ]);
    const full = clientBook([known({ email: 'other@example.com', note: 'y', language: 'en' })]);
    expect(plan([row], 'fill', full).problems).toMatchObject([{ code: 'known' }]);
  });
  test('an address of somebody else is not given to a second one', () => {
    const book = clientBook([
      known(),
      known({ id: IMPORT, name: 'Other', phone: null, email: 'T@example.com' }),
    ]);
    expect(plan([row], 'fill', book).rows).toMatchObject([{ fills: ['note', 'language'] }]);
  });
  test('twice in the file by number or by address', () => {
    const { rows, problems } = plan(
      [
        { ...row, phone: '+27825550001' },
        { ...row, line: 3, phone: '+27825550002' },
        { ...row, line: 4, phone: '+27825550001', email: 'u@example.com' },
      ],
      'skip',
      clientBook([]),
    );
    expect(rows.map(({ line }) => line)).toEqual([2]);
    expect(problems.map(({ line, code }) => [line, code])).toEqual([
      [3, 'twice'],
      [4, 'twice'],
    ]);
  });
  test('every command is one that the registry accepts', () => {
    const { commands } = plan(
      [row, { ...row, line: 3, phone: '+27825559999', email: 'n@example.com' }],
      'fill',
    );
    expect(commands.map(({ name }) => name)).toEqual(['import.fill', 'client.create', 'import.fill']);
    for (const { name, args } of commands) {
      expect(COMMANDS[name as keyof typeof COMMANDS].schema.safeParse(args).error).toBeUndefined();
    }
  });
});

/** Text as people and other programs leave it, with everything that a cell must survive. */
const cells = fc.string({ unit: fc.constantFrom(...'aZë9 ;,"\'=+-@\n\tø', '\r'), maxLength: 12 });

test.each(['semicolon', 'comma'] as const)('what is written with a %s is read again as it was', (manner) => {
  const columns: ClientField[] = ['name', 'note'];
  fc.assert(
    fc.property(fc.array(fc.tuple(cells, cells), { minLength: 1, maxLength: 20 }), (rows) => {
      // A name that shows there is a row.
      const named = rows.map(([name, note], index) => [`N${String(index)} ${name}`, note] as const);
      const text = csvLine(['Name', 'Notes'], manner) + named.map((row) => csvLine(row, manner)).join('');
      const table = readTable(text, manner === 'semicolon' ? ';' : ',');
      const { clients } = parseClients(table.rows.slice(1), columns);
      expect(clients.map(({ name, note }) => [name, note])).toEqual(
        named.map(([name, note]) => [
          cleanLine(name),
          withoutOwnGuard(cleanText(note.trim()).trim()) || null,
        ]),
      );
      const bare = Papa.parse<string[]>(text, { delimiter: manner === 'semicolon' ? ';' : ',' }).data.flat();
      expect(bare.filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
    }),
  );
});
/** An apostrophe before a sign is taken for the guard of a spreadsheet, also where a person wrote it. */
const withoutOwnGuard = (text: string): string => (/^'\s*[=+\-@]/.test(text) ? text.slice(1).trim() : text);
