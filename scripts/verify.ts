import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';

/**
 * Everything that can be said of the code without a database or a screen: format, lint, types, who imports whom,
 * dead code, house checks and unit tests. Runs as many at once as there are cores; prints what failed in full.
 */

const ROOT = path.resolve(import.meta.dirname, '..');

type Check = { readonly name: string; readonly command: readonly string[] };

const bin = (file: string): string => path.join(ROOT, 'node_modules', file);
const node = (...args: readonly string[]): readonly string[] => [process.execPath, ...args];

/** A tsconfig without a single file yet is an error to the compiler and nothing to us. */
const hasSources = (folder: string): boolean => {
  try {
    return readdirSync(path.join(ROOT, folder)).length > 0;
  } catch {
    return false;
  }
};
const ENVIRONMENTS: Readonly<Record<string, string>> = {
  pure: 'src/base',
  page: 'src/renderer',
  preload: 'electron/preload',
  node: 'scripts',
  tests: 'tests',
};

const CHECKS: readonly Check[] = [
  { name: 'format', command: node(bin('oxfmt/bin/oxfmt'), '--check') },
  { name: 'lint', command: node(bin('oxlint/bin/oxlint'), '--deny-warnings') },
  ...Object.entries(ENVIRONMENTS)
    .filter(([, folder]) => hasSources(folder))
    .map(([environment]) => ({
      name: `types: ${environment}`,
      command: node(bin('typescript/bin/tsc'), '-p', `tsconfig.${environment}.json`),
    })),
  {
    name: 'imports',
    command: node(
      '--import',
      './scripts/checks/typescript-for-cruiser.ts',
      bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      ...['src', 'electron', 'scripts', 'tests'].filter(hasSources),
    ),
  },
  { name: 'dead code', command: node(bin('knip/bin/knip.js')) },
  { name: 'house checks', command: node('scripts/checks/house-checks.ts') },
  {
    name: 'unit tests',
    command: node(bin('vitest/vitest.mjs'), 'run', '--project', 'unit', '--reporter=dot'),
  },
];

type Outcome = {
  readonly check: Check;
  readonly ok: boolean;
  readonly output: string;
  readonly seconds: number;
};

/** A check that hangs must not hang the run: a test that never ends is a failure with its name. */
const DEADLINE_MS = 4 * 60_000;
const running = new Set<ChildProcess>();
const stopAll = (): void => {
  // The group, because vitest has workers of its own.
  for (const child of running) if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
};
process.once('exit', stopAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
// Whoever read our lines is gone (`npm run verify | head`).
process.stdout.once('error', () => process.exit(1));

async function run(check: Check): Promise<Outcome> {
  const began = performance.now();
  const [command, ...args] = check.command as readonly [string, ...string[]];
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  running.add(child);
  let output = '';
  const deadline = setTimeout(() => {
    output += `\nNot done after ${String(DEADLINE_MS / 1000)} s: ended.`;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, DEADLINE_MS);
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(deadline);
  running.delete(child);
  return { check, ok: code === 0, output, seconds: (performance.now() - began) / 1000 };
}

const only = process.argv.slice(2);
const waiting = CHECKS.filter(
  (check) => only.length === 0 || only.some((name) => check.name.startsWith(name)),
);
const outcomes: Outcome[] = [];

async function worker(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const outcome = await run(check);
    outcomes.push(outcome);
    console.log(`${outcome.ok ? '✓' : '✗'} ${outcome.check.name} (${outcome.seconds.toFixed(1)} s)`);
    if (!outcome.ok) console.log(outcome.output.trimEnd());
  }
}

await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, worker));
const failed = outcomes.filter((outcome) => !outcome.ok);
if (failed.length > 0) console.log(`\nFailed: ${failed.map((outcome) => outcome.check.name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
