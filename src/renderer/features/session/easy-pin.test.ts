import { expect, it } from 'vitest';
import { isEasyPin } from './easy-pin.ts';

it('refuses repeated digits and runs, and nothing else', () => {
  expect(['0000', '1234', '987654'].every(isEasyPin)).toBe(true);
  expect(['1357', '2468', '1235', '0042'].some(isEasyPin)).toBe(false);
});
