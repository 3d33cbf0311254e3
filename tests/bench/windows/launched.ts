import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { debugPage, type DebugPage } from './debug-page.ts';

/**
 * A freshly launched Electron, looked at through Chromium's debugging port alone: no inspector in main, nothing held
 * back, so that the clock measures what a person would wait.
 */
export type Launched = {
  readonly page: DebugPage;
  /** Milliseconds from the launch until an element that fits the selector is visible. */
  readonly timeUntil: (selector: string) => Promise<number>;
  readonly memory: () => MemoryUse;
  readonly close: () => Promise<void>;
};

/** Megabytes over all processes. `resident` counts shared pages in each, `proportional` shares them out. */
export type MemoryUse = {
  readonly resident: number;
  readonly proportional: number;
  readonly processes: number;
};

const DEADLINE_MS = 60_000;

export async function launch(
  executable: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Launched> {
  const began = performance.now();
  const child = spawn(executable, ['--remote-debugging-port=0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  const page = await debugPage(await debuggingAddress(child), DEADLINE_MS);
  return {
    page,
    timeUntil: async (selector) => (await page.whenVisible(selector, DEADLINE_MS)) - began,
    memory: () => memoryOf(child.pid ?? 0),
    close: async () => {
      page.close();
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function debuggingAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('Electron was launched without its stderr.');
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    // Electron goes on writing; an unread pipe would stop it.
    child.stderr.resume();
    return address;
  }
  throw new Error('Electron ended before it could be looked at.');
}

/** The process and all its descendants, from /proc (Linux). */
function familyOf(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/\) \S (\d+)/.exec(readOrEmpty(`/proc/${name}/stat`))?.[1] ?? -1);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

function memoryOf(pid: number): MemoryUse {
  const figures = familyOf(pid).map((member) => readOrEmpty(`/proc/${String(member)}/smaps_rollup`));
  const alive = figures.filter((text) => text !== '');
  const sum = (field: string): number =>
    Math.round(
      alive.reduce(
        (total, text) => total + Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0),
        0,
      ) / 102.4,
    ) / 10;
  return { resident: sum('Rss'), proportional: sum('Pss'), processes: alive.length };
}

/** Processes end while they are being counted. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
