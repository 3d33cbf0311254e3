import { expect, test } from 'vitest';
import { createRequestWindow } from './request-window.ts';

test('nothing asked is no data, not a fast answer', () => {
  expect(createRequestWindow(60_000).figures(1_000_000)).toEqual({
    requests: 0,
    errors: 0,
    p50: null,
    p95: null,
  });
});

test('percentiles and errors of the window alone', () => {
  const window = createRequestWindow(60_000);
  window.add({ at: 0, ms: 9_999, failed: true });
  for (let i = 1; i <= 100; i += 1) window.add({ at: 60_000 + i, ms: i, failed: i % 50 === 0 });
  expect(window.figures(60_200)).toEqual({ requests: 100, errors: 2, p50: 50, p95: 95 });
});

test('a slow twentieth shows in the 95th, a slow hundredth does not', () => {
  const window = createRequestWindow(60_000);
  for (let i = 0; i < 100; i += 1) window.add({ at: i, ms: i < 6 ? 800 : 10, failed: false });
  expect(window.figures(100).p95).toBe(800);
  const calm = createRequestWindow(60_000);
  for (let i = 0; i < 100; i += 1) calm.add({ at: i, ms: i < 1 ? 800 : 10, failed: false });
  expect(calm.figures(100).p95).toBe(10);
});
