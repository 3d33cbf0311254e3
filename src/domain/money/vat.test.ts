import { expect, it } from 'vitest';
import { vatInside } from './vat.ts';

it.each([
  [11_500, 1_500],
  [35_000, 4_565], // 4 565,217…
  [0, 0],
  [1, 0],
  [4, 1], // 0,52…
  [115, 15],
])('%d cents hold %d cents of VAT', (price, vat) => {
  expect(vatInside(price)).toBe(vat);
});
