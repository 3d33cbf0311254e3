import { expect, it } from 'vitest';
import { readDay } from './read-day.ts';

it.each([
  ['24 Dec', '2026-12-24'],
  ['Thu 24 December 2026', '2026-12-24'],
  ['24/12', '2026-12-24'],
  ['24/12/2027', '2027-12-24'],
  ['2027-01-02', '2027-01-02'],
  ['2 Jan', '2027-01-02'],
  ['26 Nov', '2026-11-26'],
  ['25 Nov', '2027-11-25'],
  ['29 Feb 2028', '2028-02-29'],
  ['31 Feb', null],
  ['24 Foo', null],
  ['24/13', null],
  ['soon', null],
  ['', null],
])('on 26 November 2026 %j is %s', (text, day) => {
  expect(readDay(text, '2026-11-26')).toBe(day);
});
