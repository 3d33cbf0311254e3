/** Why a line of a file is left out; the texts live in the catalogues. */
export const IMPORT_PROBLEM_CODES = [
  'no_name',
  'too_long',
  'bad_phone',
  'bad_email',
  'known', // is here already, and the file adds nothing to it
  'twice', // stands twice in the file
  'imported', // came with an earlier import
  'overlap', // the person is taken
  'no_room',
  'no_person', // belongs to nobody who was chosen
  'all_day',
  'free', // marked as free, not as busy
  'cancelled',
  'no_time',
  'long_visit',
  'unknown_zone',
  'too_many', // repeats more often than can be imported
  'later_too', // a change of this and all following events: only this one is taken
  'unreadable',
] as const;
export type ImportProblemCode = (typeof IMPORT_PROBLEM_CODES)[number];

/** `line` counts from 1 in the file as it lies on the disk; `text` is what stands there, shortened. */
export type ImportProblem = {
  readonly line: number;
  readonly code: ImportProblemCode;
  readonly text: string;
};

const SHOWN = 120;

export const problem = (line: number, code: ImportProblemCode, text: string): ImportProblem => ({
  line,
  code,
  text: cleanText(text).replaceAll(/\s+/g, ' ').trim().slice(0, SHOWN),
});

/** Lower case without accents or repeated spaces: "Zoë  NAUDÉ" and "zoe naude" are one name. */
export const foldName = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();

/**
 * Text that a database and a screen can take: without control characters (tabs and line breaks apart), without marks
 * that turn the direction of writing, without halves of characters.
 */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069\uFEFF\uFFFD]/gu, '');

/** A name, title or address: clean, on one line. */
export const cleanLine = (text: string): string => cleanText(text).replaceAll(/\s+/g, ' ').trim();
