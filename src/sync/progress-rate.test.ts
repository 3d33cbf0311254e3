import { expect, test } from 'vitest';
import { progressRate } from './progress-rate.ts';

test('speed and time left are of the last seconds, not of the whole', () => {
  let at = 0;
  const progress = progressRate(() => at);
  expect(progress(0, 100_000)).toEqual({ rows: 0, ofRows: 100_000, rowsPerSecond: null, secondsLeft: null });
  at = 2_000;
  expect(progress(2_000, 100_000)).toMatchObject({ rowsPerSecond: 1_000, secondsLeft: 98 });
  for (let second = 3; second <= 12; second += 1) {
    at = second * 1_000;
    progress(2_000 + (second - 2) * 5_000, 100_000);
  }
  expect(progress(52_000, 100_000)).toMatchObject({ rowsPerSecond: 5_000, secondsLeft: 10 });
});

test('what has no known end has no time left, and a second attempt does not count what the first one stored', () => {
  let at = 0;
  const progress = progressRate(() => at);
  progress(40_000, null);
  at = 2_000;
  expect(progress(44_000, null)).toEqual({
    rows: 44_000,
    ofRows: null,
    rowsPerSecond: 2_000,
    secondsLeft: null,
  });
});
