import { expect, it } from 'vitest';
import { APP_ORIGIN, isPageFrame, pageAddress } from './page-address.ts';

it('listens to the main frame of the page alone', () => {
  const page = { origin: APP_ORIGIN, parent: null };
  expect(isPageFrame(page, APP_ORIGIN)).toBe(true);
  expect(isPageFrame({ origin: APP_ORIGIN, parent: page as never }, APP_ORIGIN)).toBe(false);
  expect(isPageFrame({ origin: 'https://evil.example', parent: null }, APP_ORIGIN)).toBe(false);
  expect(isPageFrame({ origin: 'null', parent: null }, APP_ORIGIN)).toBe(false);
  // A frame that is gone by the time its message is read.
  expect(isPageFrame(null, APP_ORIGIN)).toBe(false);
});

it('is served from its own scheme, or in development from the server on this machine', () => {
  expect(pageAddress(null)).toEqual({ origin: 'app://console', url: 'app://console/' });
  expect(pageAddress(new URL('http://localhost:5173'))).toEqual({
    origin: 'http://localhost:5173',
    url: 'http://localhost:5173/',
  });
});
