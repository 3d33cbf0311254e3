import { judge } from './oracle.ts';
import { playOut } from './schedule.ts';
import type { SimCloud } from './sim-cloud.ts';
import type { Tamper } from './sim-desk.ts';
import { createWorld } from './world.ts';

/** How one seed ended. `problems` is empty when nothing was lost. */
export type Outcome = {
  readonly seed: number;
  readonly problems: readonly string[];
  readonly trace: readonly string[];
};

const UNTOUCHED: Tamper = ({ store, remote }) => ({ store, remote });

/** Plays one seed: the same seed, the same story, byte for byte. */
export async function simulate(cloud: SimCloud, seed: number, tamper: Tamper = UNTOUCHED): Promise<Outcome> {
  const world = await createWorld(cloud, seed, tamper);
  try {
    const stuck = await playOut(world);
    const found =
      stuck.length > 0 ? stuck : await judge(cloud, world.scope, world.desks, world.intents.all());
    // What is tried again fails again: each thing is said once.
    const problems = [...new Set([...world.bugs, ...found].map(world.trace.named))];
    return { seed, problems, trace: world.trace.lines() };
  } finally {
    await world.end();
  }
}
