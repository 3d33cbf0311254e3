import { describe, expect, it } from 'vitest';
import { hasFreeHands, type HeardHand, restartWaitsFor } from './quiet-moment.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1_000 * HOUR;
const hand = (over: Partial<HeardHand> = {}): HeardHand => ({
  inHand: false,
  idleMs: 0,
  closesAt: null,
  heardAt: NOW,
  ...over,
});

describe('hands are free', () => {
  it('when a page says so and was heard of just now', () => {
    expect(hasFreeHands(hand(), NOW)).toBe(true);
    expect(hasFreeHands(hand({ inHand: true }), NOW)).toBe(false);
    expect(hasFreeHands(hand(), NOW + 4 * MINUTE)).toBe(false);
    expect(hasFreeHands(null, NOW)).toBe(false);
  });
});

describe('a restart after closing time', () => {
  const idle = { idleMs: 11 * MINUTE };
  it.each([
    ['waits until the doors close', hand({ ...idle, closesAt: NOW + 1 }), 'closing'],
    ['goes when they are closed and the desk is quiet', hand({ ...idle, closesAt: NOW - 1 }), null],
    ['waits for whoever still works then', hand({ idleMs: MINUTE, closesAt: NOW - 1 }), 'quiet'],
    ['waits for a draft that lies there', hand({ ...idle, inHand: true, closesAt: NOW - 1 }), 'quiet'],
    [
      'counts idle time since the page was heard',
      hand({ idleMs: 9 * MINUTE, heardAt: NOW - 2 * MINUTE, closesAt: NOW - 1 }),
      null,
    ],
    ['does not take the next morning for the night', hand({ ...idle, closesAt: NOW - 11 * HOUR }), 'closing'],
    [
      'waits for a page that says nothing',
      hand({ ...idle, heardAt: NOW - HOUR, closesAt: NOW - 1 }),
      'quiet',
    ],
  ] as const)('%s', (_, said, expected) => {
    expect(restartWaitsFor(said, NOW, 12)).toBe(expected);
  });

  it('takes the night where no day was ever on the screen', () => {
    const hours = [0, 5, 6, 12, 19, 20, 23];
    expect(hours.map((hour) => restartWaitsFor(hand(idle), NOW, hour))).toEqual([
      null,
      null,
      'closing',
      'closing',
      'closing',
      null,
      null,
    ]);
    expect(restartWaitsFor(null, NOW, 23)).toBe('quiet');
  });
});
