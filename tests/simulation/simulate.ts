import { judge } from './oracle.ts';
import { playOut } from './schedule.ts';
import type { SimCloud } from './sim-cloud.ts';
import type { Tamper } from './sim-desk.ts';
import { createWorld } from './world.ts';

/** How one seed ended. `problems` is empty when nothing was lost. */
export type Outcome = {
  readonly seed: number;
  readonly problems: readonly string[];
  /** Mutations that people made, and those of them that the cloud refused. */
  readonly intents: number;
  readonly refused: number;
  readonly trace: readonly string[];
};

const UNTOUCHED: Tamper = ({ store, remote }) => ({ store, remote });

/** Plays one seed: the same seed, the same story, byte for byte. */
export async function simulate(cloud: SimCloud, seed: number, tamper: Tamper = UNTOUCHED): Promise<Outcome> {
  const world = await createWorld(cloud, seed, tamper);
  try {
    const found = [...(await playOut(world))];
    let refused = 0;
    if (found.length === 0) {
      const judged = await judge(cloud, world.scope, world.desks, world.intents.all());
      refused = judged.refused;
      found.push(...judged.problems);
      world.trace.say(`${judged.applied} applied, ${refused} refused`);
    }
    // What is tried again fails again: each thing is said once.
    const problems = [...new Set([...world.bugs, ...found].map(world.trace.named))];
    const intents = world.intents.all().size;
    return { seed, problems, intents, refused, trace: world.trace.lines() };
  } finally {
    await world.end();
  }
}
