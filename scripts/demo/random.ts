import { type RandomBytes, uuidV7 } from '../../src/base/ids.ts';
import type { Instant } from '../../src/base/time.ts';

/** A seeded source of chance: the same seed gives the same business, row for row. */
export type Chance = {
  /** In [0, 1). */
  readonly next: () => number;
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly weighted: <T>(from: readonly (readonly [T, number])[]) => T;
  readonly happens: (probability: number) => boolean;
  readonly id: (at: Instant) => string;
};

/** Mulberry32: 32 bits of state are plenty for made-up people. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const bytes: RandomBytes = (into) => into.map(() => Math.floor(next() * 256));
  const pick = <T>(from: readonly T[]): T => {
    const found = from[Math.floor(next() * from.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick,
    weighted: (from) => {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of from) {
        left -= weight;
        if (left < 0) return value;
      }
      return pick(from)[0];
    },
    happens: (probability) => next() < probability,
    id: (at) => uuidV7(at, bytes),
  };
}
