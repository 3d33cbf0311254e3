import { describe, expect, it } from 'vitest';
import { DESK_ERROR_CODES } from '../contracts/desk-errors.ts';
import { REJECTION_CODES } from '../domain/command.ts';
import { APPOINTMENT_STATUSES } from '../domain/scheduling/status.ts';
import { en } from './index.ts';

type Tree = { readonly [key: string]: string | Tree };

/** Every text with its path, `payments.sentence.today`. */
function texts(tree: Tree, path = ''): readonly (readonly [path: string, text: string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : texts(value, `${path}${key}.`),
  );
}
const all = texts(en);

describe('the English catalogue', () => {
  it('explains every code in three parts: what, what it means, what to do', () => {
    const parts = ['what', 'means', 'action'];
    const explained = (group: Tree, codes: readonly string[]): readonly string[] =>
      codes.filter((code) =>
        parts.every((part) => typeof (group[code] as Tree | undefined)?.[part] === 'string'),
      );
    expect(explained(en.errors.desk, DESK_ERROR_CODES)).toEqual([...DESK_ERROR_CODES]);
    expect(explained(en.errors.rejection, REJECTION_CODES)).toEqual([...REJECTION_CODES]);
    expect(Object.keys(en.errors.desk)).toHaveLength(DESK_ERROR_CODES.length);
    expect(Object.keys(en.errors.rejection)).toHaveLength(REJECTION_CODES.length);
  });

  it('names every status', () => {
    expect(Object.keys(en.common.appointmentStatus)).toEqual([...APPOINTMENT_STATUSES]);
  });

  it('has both numbers of each counted text, and no empty text', () => {
    const paths = new Set(all.map(([path]) => path));
    const twin = (path: string): string =>
      path.endsWith('_one') ? path.replace(/_one$/, '_other') : path.replace(/_other$/, '_one');
    expect([...paths].filter((path) => /_(one|other)$/.test(path) && !paths.has(twin(path)))).toEqual([]);
    expect(all.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('closes every placeholder', () => {
    const open = all.filter(([, text]) => /[{}]/.test(text.replaceAll(/\{\{\w+\}\}/g, '')));
    expect(open).toEqual([]);
  });
});
