import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, isProjectWritable, PROJECT_ROOT } from './setup/folders.ts';
import { prepareConsole, type PreparedConsole } from './setup/prepare-console.ts';
import { runScript, say, SetupError } from './setup/say.ts';

/**
 * `npm test`: unit tests, tests with a real PostgreSQL, and the core stories in the real Electron.
 * `npm run test:all`: everything, the simulation of sync among it. Further arguments go to vitest (a path, `-t NAME`).
 *
 * The last line of stdout is always "N passed, N failed".
 */

const CORE_PROJECTS = ['unit', 'integration', 'core'];
const ALL_PROJECTS = [...CORE_PROJECTS, 'simulation', 'e2e'];

type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

type Counts = { readonly passed: number; readonly failed: number };

/** A file that could not even be loaded has no tests to count; it counts as one failure. */
function counts(file: string): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const broken = report.testResults.filter(
    (result) =>
      result.status === 'failed' && result.assertionResults.every((test) => test.status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

/** What the stories in the real Electron read; see tests/e2e. */
function environment(prepared: PreparedConsole | null): NodeJS.ProcessEnv {
  if (prepared === null) return process.env;
  return {
    ...process.env,
    ...prepared.env,
    CONSOLE_ELECTRON: prepared.executable,
    CONSOLE_ELECTRON_ARGS: JSON.stringify(prepared.args),
  };
}

async function runVitest(
  projects: readonly string[],
  more: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Counts> {
  const folder = path.join(cacheFolder(), 'reports');
  mkdirSync(folder, { recursive: true });
  const report = path.join(folder, `tests-${String(process.pid)}.json`);
  const args = [
    path.join(PROJECT_ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...more,
  ];
  const child = spawn(process.execPath, args, {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  const { passed, failed } = counts(report);
  rmSync(report, { force: true });
  // Unhandled errors and a crash of the runner itself have no test to their name.
  return { passed, failed: code === 0 ? failed : Math.max(1, failed) };
}

/** Without a screen the stories run on one in memory; nothing else is prepared when there are none to run. */
async function prepare(more: readonly string[]): Promise<PreparedConsole | null> {
  const wantsStories = more.length === 0 || more.some((argument) => argument.includes('e2e'));
  const hasStories = existsSync(path.join(PROJECT_ROOT, 'tests/e2e'));
  return wantsStories && hasStories ? prepareConsole('script') : null;
}

async function main(): Promise<Counts> {
  if (!isProjectWritable()) say('The checkout is read-only: reports go to the cache.');
  const more = process.argv.slice(2).filter((argument) => argument !== '--all');
  const projects = process.argv.includes('--all') ? ALL_PROJECTS : CORE_PROJECTS;
  const prepared = await prepare(more);
  try {
    return await runVitest(projects, more, environment(prepared));
  } finally {
    prepared?.screen?.stop();
  }
}

await runScript(async () => {
  let result: Counts = { passed: 0, failed: 1 };
  try {
    result = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`\n${error.message} [${error.code}]\n${error.remedy}`);
  } finally {
    // Nothing follows this line: the ending of a run is read by programs.
    console.log(`${String(result.passed)} passed, ${String(result.failed)} failed`);
  }
  return result.failed === 0 ? 0 : 1;
});
