import { startSimCloud } from '../tests/simulation/sim-cloud.ts';
import { simulate } from '../tests/simulation/simulate.ts';
import { runScript, say } from './setup/say.ts';

/**
 * `npm run sim -- --seeds N [--from M]` plays the seeds M (1 unless told) to M+N-1; `--seed S` plays one and prints its
 * trace. The last line of stdout is "N passed, N failed". See docs/decisions/simulation.md.
 */

function numberAfter(flag: string): number | null {
  const at = process.argv.indexOf(flag);
  if (at < 0) return null;
  const value = Number(process.argv[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${flag} needs a whole number`);
  return value;
}

await runScript(async () => {
  const only = numberAfter('--seed');
  const first = only ?? numberAfter('--from') ?? 1;
  const count = only === null ? (numberAfter('--seeds') ?? 20) : 1;
  const cloud = await startSimCloud();
  const failed: number[] = [];
  const began = performance.now();
  let spokenAt = began;
  let made = 0;
  let declined = 0;
  try {
    for (let seed = first; seed < first + count; seed += 1) {
      const { problems, trace, intents, refused } = await simulate(cloud, seed);
      made += intents;
      declined += refused;
      if (performance.now() - spokenAt > 10_000) {
        spokenAt = performance.now();
        say(`seeds ${first} to ${seed} played, ${failed.length} failed`);
      }
      if (only !== null) for (const line of trace) console.log(line);
      if (problems.length === 0) continue;
      failed.push(seed);
      console.log(`seed ${seed} failed: npm run sim -- --seed ${seed}`);
      for (const problem of problems.slice(0, 12)) console.log(`  ${problem}`);
      if (problems.length > 12) console.log(`  and ${problems.length - 12} more`);
    }
  } finally {
    await cloud.close();
  }
  const seconds = (performance.now() - began) / 1_000;
  say(`${(count / seconds).toFixed(1)} seeds a second; ${made} mutations, ${declined} of them refused`);
  console.log(`${count - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
});
