import { expect, it } from 'vitest';
import { fileNameOf } from './file-name.ts';

it.each([
  ['Day sheet Rosebank 2026-11-26', 'Day sheet Rosebank 2026-11-26'],
  ['../../etc/passwd', 'etc passwd'],
  ['Zoë: Hair & Beauty?', 'Zoë Hair Beauty'],
  ['...', 'page'],
  ['  ', 'page'],
])('a file for %j is called %j', (name, expected) => {
  expect(fileNameOf(name, 'page')).toBe(expected);
});
