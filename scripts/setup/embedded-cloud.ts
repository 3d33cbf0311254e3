import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from './folders.ts';
import { isAlive, withLock } from './lock.ts';
import { SetupError, withProgress } from './say.ts';

/** The one line that `scripts/cloud.ts --json` prints when the cloud can be used. */
export type CloudLine = {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly databaseUrl: string;
  readonly demo: {
    readonly signIns: readonly {
      readonly role: string;
      readonly email: string;
      readonly password: string;
      readonly label: string;
    }[];
    /** The moment at which the demo opens, epoch ms; null for the real time. */
    readonly now: number | null;
  } | null;
};

export type EmbeddedCloud = {
  readonly line: CloudLine;
  /** False when it was running already: whoever started it ends it. */
  readonly isOurs: boolean;
  /** Resolves when the cloud process that we started has ended; never for somebody else's. */
  readonly ended: Promise<number | null>;
  /** Ends the cloud and its PostgreSQL if it is ours, and waits for that. */
  readonly stop: () => Promise<void>;
};

export type CloudOptions = {
  /** Folder of the cloud's data and of the file that says where it runs. */
  readonly dataFolder: string;
  readonly port?: number;
  readonly scale?: number;
};

const START_DEADLINE_MS = 5 * 60_000;
const HEALTH_DEADLINE_MS = 3_000;
const STOP_DEADLINE_MS = 20_000;

type CloudState = { readonly pid: number; readonly line: CloudLine };

/** Alive means: the process exists and answers. A recycled pid or a hung gateway is not alive. */
async function runningCloud(stateFile: string): Promise<CloudLine | null> {
  if (!existsSync(stateFile)) return null;
  try {
    const state = JSON.parse(readFileSync(stateFile, 'utf8')) as CloudState;
    if (!isAlive(state.pid)) return null;
    const answer = await fetch(`${state.line.url}/health`, {
      signal: AbortSignal.timeout(HEALTH_DEADLINE_MS),
    });
    return answer.ok ? state.line : null;
  } catch {
    // A torn file or no answer: it does not run.
    return null;
  }
}

const isCloudLine = (value: unknown): value is CloudLine =>
  typeof value === 'object' && value !== null && 'url' in value && 'publishableKey' in value;

/** The first line of stdout that is the cloud's answer; null when the process ends without one. */
async function firstLine(child: ChildProcess): Promise<CloudLine | null> {
  if (child.stdout === null) return null;
  for await (const line of createInterface({ input: child.stdout })) {
    try {
      const value: unknown = JSON.parse(line);
      if (isCloudLine(value)) return value;
    } catch {
      // Not JSON: a library that prints. The answer is still to come.
    }
  }
  return null;
}

async function stopCloud(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await exited;
  clearTimeout(killer);
}

/**
 * Uses the embedded cloud that already runs on this data folder, or starts it. The process has a group of its own so
 * that Ctrl-C lets the desk finish first; it also ends when its stdin closes, so it cannot outlive this script.
 *
 * @throws SetupError('cloud_failed') when it does not come up.
 */
export async function ensureCloud(options: CloudOptions): Promise<EmbeddedCloud> {
  const { dataFolder } = options;
  const stateFile = path.join(dataFolder, 'cloud.json');
  await mkdir(dataFolder, { recursive: true });
  return withLock(path.join(dataFolder, 'cloud.lock'), 'starting the cloud', async () => {
    const running = await runningCloud(stateFile);
    if (running !== null) {
      return {
        line: running,
        isOurs: false,
        ended: new Promise<never>(() => undefined),
        stop: async () => undefined,
      };
    }
    return withProgress('Starting the embedded cloud', () => startCloud(options, stateFile));
  });
}

async function startCloud(options: CloudOptions, stateFile: string): Promise<EmbeddedCloud> {
  const args = [
    path.join(PROJECT_ROOT, 'scripts/cloud.ts'),
    '--json',
    '--data',
    path.join(options.dataFolder, 'cloud'),
  ];
  if (options.port !== undefined) args.push('--port', String(options.port));
  if (options.scale !== undefined) args.push('--scale', String(options.scale));
  const child = spawn(process.execPath, args, {
    cwd: options.dataFolder,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint = (complaint + String(chunk)).slice(-4_000)));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const deadline = setTimeout(() => child.kill('SIGTERM'), START_DEADLINE_MS);
  const line = await firstLine(child);
  clearTimeout(deadline);
  if (line === null || child.pid === undefined) {
    await stopCloud(child, exited);
    throw new SetupError(
      'cloud_failed',
      `The embedded cloud did not start.\n${complaint.trim()}`,
      `Its data is in ${options.dataFolder}. Mend what the lines above name, or move that folder away to begin anew.`,
    );
  }
  // What it says later is not for us, but a full pipe would stop it.
  child.stdout.resume();
  await writeFile(stateFile, JSON.stringify({ pid: child.pid, line } satisfies CloudState), { mode: 0o600 });
  return {
    line,
    isOurs: true,
    ended: exited,
    stop: async () => {
      await stopCloud(child, exited);
      await rm(stateFile, { force: true });
    },
  };
}
