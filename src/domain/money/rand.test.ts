import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRand, parseRand } from './rand.ts';

describe('rand', () => {
  it.each([
    [0, 'R 0,00'],
    [5, 'R 0,05'],
    [123_450, 'R 1 234,50'],
    [-9_000, '−R 90,00'],
    [123_456_789, 'R 1 234 567,89'],
  ])('%i cents is %s', (cents, text) => expect(formatRand(cents)).toBe(text.replaceAll(' ', '\u00A0')));

  it.each([
    ['80', 8_000],
    ['80,5', 8_050],
    ['80.50', 8_050],
    ['R 1 234,50', 123_450],
  ])('%s is %i cents', (text, cents) => expect(parseRand(text)).toBe(cents));

  it.each(['', 'R', '1,234,50', '12.345', 'eighty', '1e3'])('%j is no amount', (text) =>
    expect(parseRand(text)).toBeNull(),
  );

  it('reads back whatever it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (cents) => {
        expect(parseRand(formatRand(cents))).toBe(cents);
      }),
    );
  });
});
