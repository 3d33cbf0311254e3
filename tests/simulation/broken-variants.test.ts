import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SimCloud, startSimCloud } from './sim-cloud.ts';
import { simulate } from './simulate.ts';
import { VARIANTS } from './variants.ts';

/** The test of the test: what is built to lose something is found to do so, within a few seeds. */

let cloud: SimCloud;
beforeAll(async () => {
  cloud = await startSimCloud();
});
afterAll(() => cloud.close());

test.each(VARIANTS)('$name is found within $within seeds', async ({ within, tamper, breakCloud }) => {
  const mend = await breakCloud?.(cloud);
  const caught: { readonly seed: number; readonly problem: string | undefined }[] = [];
  try {
    for (let seed = 1; seed <= within && caught.length === 0; seed += 1) {
      const { problems } = await simulate(cloud, seed, tamper);
      if (problems.length > 0) caught.push({ seed, problem: problems[0] });
    }
  } finally {
    await mend?.();
  }
  expect(caught).toHaveLength(1);
});
