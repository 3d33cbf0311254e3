import Papa from 'papaparse';

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export type CsvRow = {
  /** Counts from 1 in the file: a quoted field may hold line breaks, so a row is not a line. */
  readonly line: number;
  readonly cells: readonly string[];
};

export type CsvTable = { readonly delimiter: Delimiter; readonly rows: readonly CsvRow[] };

/** Cells of a file; empty lines are passed over. `delimiter` null: guessed. */
export function readTable(text: string, delimiter: Delimiter | null): CsvTable {
  const rows: CsvRow[] = [];
  // Old Macs end a line with a carriage return alone.
  const lineEnd = text.includes('\n') ? 10 : 13;
  let offset = 0;
  let line = 1;
  let used: string = delimiter ?? ',';
  Papa.parse<string[]>(text, {
    delimiter: delimiter ?? '',
    delimitersToGuess: [...DELIMITERS],
    step: ({ data, meta }) => {
      used = meta.delimiter;
      // A line of nothing but separators says nothing either.
      if (data.some((cell) => /[\p{L}\p{N}]/u.test(cell))) {
        rows.push({ line, cells: data.map((cell) => withoutGuard(cell.trim())) });
      }
      for (let at = offset; at < meta.cursor; at += 1) if (text.codePointAt(at) === lineEnd) line += 1;
      offset = meta.cursor;
    },
  });
  return { delimiter: DELIMITERS.find((one) => one === used) ?? ',', rows };
}

/** Our own export, as others do, puts an apostrophe before what a spreadsheet would take for a formula. */
const withoutGuard = (cell: string): string => (/^'\s*[=+\-@]/.test(cell) ? cell.slice(1).trim() : cell);
