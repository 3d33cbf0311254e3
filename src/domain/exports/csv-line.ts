/** What stands in a cell; numbers as they are, null as nothing. */
export type CsvCell = string | number | null;

/** Money as this file writes it: a minus is no formula then. */
const MONEY = /^-?\d+[.,]\d\d$/;

/** Spreadsheets of South Africa expect semicolons and decimal commas, programs elsewhere commas and points. */
export type CsvManner = 'semicolon' | 'comma';

/**
 * One line of a CSV file, with its end. A text that a spreadsheet would take for a formula gets an apostrophe before
 * it (our own import takes it away again); a number does not.
 */
export function csvLine(cells: readonly CsvCell[], manner: CsvManner): string {
  const separator = manner === 'semicolon' ? ';' : ',';
  return `${cells.map(csvCell).join(separator)}\r\n`;
}

/** Quoted also where another program's separator stands in it: opened with that one, it must not fall apart. */
function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^\s*[=+\-@]/.test(cell) && !MONEY.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Money in rand with the manner's decimal mark: 123456 cents are "1234,56". */
export function csvMoney(cents: number, manner: CsvManner): string {
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  const sign = cents < 0 ? '-' : '';
  return `${sign}${String(Math.trunc(Math.abs(cents) / 100))}${manner === 'semicolon' ? ',' : '.'}${rest}`;
}
