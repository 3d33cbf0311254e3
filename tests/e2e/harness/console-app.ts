import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { holdUntilConnected } from './held-app.ts';
import { findRuntime } from './runtime.ts';

export type StartOptions = {
  /** A folder of an earlier run: the same PC, started again. A fresh one otherwise. */
  readonly dataDir?: string;
  readonly profile?: string;
  /** Laid over the environment: CONSOLE_CLOUD_URL and so on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** The console calls itself so: the same code as another release. */
  readonly version?: string;
};

/** One running console: the real Electron, driven from outside. */
export type ConsoleApp = {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** What `--user-data-dir` named; pass it on to start the same PC again. */
  readonly dataDir: string;
  /** Where this profile's data lie: beside `dataDir` unless it is the default profile. */
  readonly userDataDir: string;
  /** Console errors that this story provokes on purpose; anything else fails it. */
  readonly expectErrors: (pattern: RegExp) => void;
  /** Errors that nobody expected, each with its place. */
  readonly unexpectedErrors: () => readonly string[];
  /** The process id of the desk; null while there is none. */
  readonly deskPid: () => Promise<number | null>;
  /** kill -9 on the desk. */
  readonly killDesk: () => Promise<void>;
  readonly mainLog: () => string;
  /** Quits as a person would; the data stays. */
  readonly quit: () => Promise<void>;
  /** Quits if need be and removes the data. */
  readonly dispose: () => Promise<void>;
};

const LAUNCH_DEADLINE_MS = 30_000;
const STEP_DEADLINE_MS = 10_000;

export async function startConsole(options: StartOptions = {}): Promise<ConsoleApp> {
  const runtime = await findRuntime();
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'console-e2e-'));
  const [appFolder = '.', ...switches] = runtime.args;
  const held = holdUntilConnected(appFolder, options.version);
  const electron = await _electron.launch({
    executablePath: runtime.executable,
    args: [
      held,
      ...switches,
      `--user-data-dir=${dataDir}`,
      ...(options.profile === undefined ? [] : ['--profile', options.profile]),
      ...(options.args ?? []),
    ],
    env: { ...withoutConsoleSettings(process.env), CONSOLE_KEY: 'file', ...runtime.env, ...options.env },
    timeout: LAUNCH_DEADLINE_MS,
  });
  const page = await electron.firstWindow({ timeout: LAUNCH_DEADLINE_MS });
  rmSync(held, { recursive: true, force: true });
  page.setDefaultTimeout(STEP_DEADLINE_MS);

  const userDataDir = options.profile === undefined ? dataDir : `${dataDir}-${options.profile}`;
  const errors: string[] = [];
  const expected: RegExp[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));

  let running = true;
  electron.on('close', () => {
    running = false;
  });

  const deskPid = (): Promise<number | null> =>
    electron.evaluate(
      ({ app }) =>
        app.getAppMetrics().find((process) => process.serviceName === 'desk' || process.name === 'desk')
          ?.pid ?? null,
    );
  const quit = async (): Promise<void> => {
    if (running) await electron.close();
  };
  return {
    electron,
    page,
    dataDir,
    userDataDir,
    expectErrors: (pattern) => expected.push(pattern),
    unexpectedErrors: () => errors.filter((error) => !expected.some((pattern) => pattern.test(error))),
    deskPid,
    killDesk: async () => {
      const pid = await deskPid();
      if (pid === null) throw new Error('There is no desk to kill.');
      process.kill(pid, 'SIGKILL');
    },
    mainLog: () => readFileSync(path.join(userDataDir, 'logs', 'main.log'), 'utf8'),
    quit,
    dispose: async () => {
      await quit();
      for (const folder of new Set([dataDir, userDataDir])) {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      }
    },
  };
}

/** What the person running the tests has set for their own console must not reach the console under test. */
function withoutConsoleSettings(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(environment).filter(
    ([name, value]) =>
      value !== undefined && (!name.startsWith('CONSOLE_') || name === 'CONSOLE_SQLITE_BINDING'),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}
