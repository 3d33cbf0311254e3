import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from '../tests/bench/bench.ts';

/**
 * `npm run bench -- NAME [--json]` measures, `--list` names what can be measured. A missed target is reported and is
 * no error; with --json the last line is one object.
 */

const FOLDER = path.resolve(import.meta.dirname, '../tests/bench');

/** A file of tests/bench is a measurement if it exports one; the others are its helpers. */
async function load(): Promise<ReadonlyMap<string, Bench>> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const benches = new Map<string, Bench>();
  for (const file of files.toSorted()) {
    const module = (await import(pathToFileURL(path.join(FOLDER, file)).href)) as { bench?: Bench };
    if (module.bench) benches.set(module.bench.name, module.bench);
  }
  return benches;
}

const args = process.argv.slice(2);
const benches = await load();
const name = args.find((arg) => !arg.startsWith('--'));
const bench = name === undefined ? undefined : benches.get(name);

if (args.includes('--list')) {
  for (const known of benches.keys()) console.log(known);
} else if (!bench) {
  console.error(name === undefined ? 'Which measurement?' : `There is no measurement called ${name}.`);
  console.error(`Known: ${[...benches.keys()].join(', ')}. Usage: npm run bench -- NAME [--json]`);
  process.exitCode = 1;
} else {
  if (!args.includes('--json')) console.log(`Measuring ${bench.name}; this may take some minutes.`);
  const figures = await bench.run();
  const targets = bench.targets.map(({ figure, limit }) => {
    const measured = figures[figure] ?? null;
    return { figure, limit, measured, met: measured !== null && measured <= limit };
  });
  if (args.includes('--json')) {
    console.log(JSON.stringify({ name: bench.name, figures, targets }));
  } else {
    for (const [figure, value] of Object.entries(figures)) console.log(`  ${figure.padEnd(26)} ${value}`);
    for (const { figure, limit, measured, met } of targets) {
      console.log(`${met ? 'met   ' : 'MISSED'} ${figure}: ${measured} (at most ${limit})`);
    }
  }
}
