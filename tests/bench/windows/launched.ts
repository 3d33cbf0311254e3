import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type MemoryUse, memoryOf } from '../process-use.ts';
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
