import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import mended from './mended-seeds.json' with { type: 'json' };
import { type SimCloud, startSimCloud } from './sim-cloud.ts';
import { simulate } from './simulate.ts';

/** Seeds that every run plays; more, and single ones with their trace, by `npm run sim`. */
const SEEDS = 200;
const CHUNK = 20;
const CHUNKS = Array.from({ length: SEEDS / CHUNK }, (_, index) => [
  index * CHUNK + 1,
  (index + 1) * CHUNK,
]) as readonly (readonly [number, number])[];

let cloud: SimCloud;
beforeAll(async () => {
  cloud = await startSimCloud();
});
afterAll(() => cloud.close());

/** The seeds that failed, with the first things that broke. */
async function failing(seeds: readonly number[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const seed of seeds) {
    const { problems } = await simulate(cloud, seed);
    if (problems.length > 0) failed.push(`seed ${seed}: ${problems.slice(0, 3).join('; ')}`);
  }
  return failed;
}

describe('desks and a cloud that everything happens to', () => {
  test.each(CHUNKS)('nothing is lost in the seeds %i to %i', async (first, last) => {
    const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    expect(await failing(seeds)).toEqual([]);
  });

  test('seeds that failed once hold', async () => {
    expect(await failing(mended.map(({ seed }) => seed))).toEqual([]);
  });

  test('the same seed is the same story, byte for byte', async () => {
    const first = await simulate(cloud, 7);
    const second = await simulate(cloud, 7);
    expect(first.trace.length).toBeGreaterThan(100);
    expect(second.trace.join('\n')).toBe(first.trace.join('\n'));
  });
});
