/** Why a line of a file is left out; the texts live in the catalogues. */
export type ImportProblemCode =
  | 'no_name'
  | 'bad_phone'
  | 'bad_email'
  | 'duplicate'
  | 'overlap'
  | 'all_day'
  | 'cancelled'
  | 'recurring'
  | 'no_time'
  | 'unreadable';

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
  text: text.replaceAll(/\s+/g, ' ').trim().slice(0, SHOWN),
});

/** Lower case without accents or repeated spaces: "Zoë  NAUDÉ" and "zoe naude" are one name. */
export const foldName = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
