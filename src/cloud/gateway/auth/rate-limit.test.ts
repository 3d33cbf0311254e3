import { expect, test } from 'vitest';
import { createRateLimiter } from './rate-limit.ts';

test('a burst passes, then one every two seconds, up to the burst again', () => {
  let now = 0;
  const allowed = createRateLimiter({ burst: 3, perFiveMinutes: 150 }, () => now);
  expect([1, 2, 3, 4].map(() => allowed('desk'))).toEqual([true, true, true, false]);
  now += 1_999;
  expect(allowed('desk')).toBe(false);
  now += 1;
  expect([allowed('desk'), allowed('desk')]).toEqual([true, false]);
  now += 3_600_000;
  expect([1, 2, 3, 4].map(() => allowed('desk'))).toEqual([true, true, true, false]);
});

test('one address never pays for another', () => {
  const allowed = createRateLimiter({ burst: 1, perFiveMinutes: 150 }, () => 0);
  expect([allowed('a'), allowed('a'), allowed('b')]).toEqual([true, false, true]);
});
