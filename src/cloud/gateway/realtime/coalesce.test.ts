import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCoalescer } from './coalesce.ts';

const heard: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  heard.length = 0;
});
afterEach(() => vi.useRealTimers());

test('a single nudge is told at once, and once', () => {
  const coalescer = createCoalescer<string>(250, (message) => heard.push(message));
  coalescer.send('scope:a', 'v1');
  expect(heard).toEqual(['v1']);
  vi.advanceTimersByTime(1_000);
  expect(heard).toEqual(['v1']);
});

test('of a burst the first and the last are told', () => {
  const coalescer = createCoalescer<string>(250, (message) => heard.push(message));
  for (const version of ['v1', 'v2', 'v3']) coalescer.send('scope:a', version);
  vi.advanceTimersByTime(249);
  expect(heard).toEqual(['v1']);
  vi.advanceTimersByTime(1);
  expect(heard).toEqual(['v1', 'v3']);
});

test('a steady stream is told four times a second, never more', () => {
  const coalescer = createCoalescer<string>(250, (message) => heard.push(message));
  for (let version = 0; version < 100; version += 1) {
    coalescer.send('scope:a', `v${version}`);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(250);
  expect(heard.length).toBe(5);
  expect(heard.at(-1)).toBe('v99');
});

test('tenants do not wait for each other', () => {
  const coalescer = createCoalescer<string>(250, (message) => heard.push(message));
  coalescer.send('scope:a', 'a1');
  coalescer.send('scope:b', 'b1');
  expect(heard).toEqual(['a1', 'b1']);
});

test('nothing is told after stop', () => {
  const coalescer = createCoalescer<string>(250, (message) => heard.push(message));
  coalescer.send('scope:a', 'v1');
  coalescer.send('scope:a', 'v2');
  coalescer.stop();
  vi.advanceTimersByTime(1_000);
  expect(heard).toEqual(['v1']);
});
