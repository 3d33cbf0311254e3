import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SetupError } from './say.ts';
import { ensureVirtualScreen } from './system-needs.ts';
import { pngFromXwd } from './xwd-picture.ts';

const START_DEADLINE_MS = 15_000;

export type VirtualScreen = {
  /** For DISPLAY, as ":7". */
  readonly display: string;
  /** What the screen shows now, as a PNG. */
  readonly picture: () => Buffer;
  readonly stop: () => void;
};

/** Does this session have a screen of its own? */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' ||
  (process.env['DISPLAY'] ?? '') !== '' ||
  (process.env['WAYLAND_DISPLAY'] ?? '') !== '';

/** The display number that Xvfb writes to its third descriptor when it is ready. */
async function displayNumber(screen: ChildProcess): Promise<string> {
  const pipe = screen.stdio[3];
  if (pipe === null || pipe === undefined || !('on' in pipe))
    throw new Error('Xvfb was started without its pipe');
  const deadline = AbortSignal.timeout(START_DEADLINE_MS);
  const answered = once(pipe, 'data', { signal: deadline }).then(([chunk]) => String(chunk).trim());
  const ended = once(screen, 'exit', { signal: deadline }).then(() => '');
  return Promise.race([answered, ended]).catch(() => '');
}

/**
 * How long a screen in memory lives. `last window`: it ends by itself with it, so that nothing stays behind when this
 * script is killed. `script`: for runs that open one window after another.
 */
export type ScreenLife = 'last window' | 'script';

/** Starts a screen in memory, in its own process group, so that Ctrl-C reaches the console first. */
export async function startVirtualScreen(life: ScreenLife, size = '1440x900'): Promise<VirtualScreen> {
  await ensureVirtualScreen();
  const frames = mkdtempSync(path.join(tmpdir(), 'console-screen-'));
  // Without -noreset the server forgets itself when nobody is connected, between one window and the next.
  const ending = life === 'last window' ? '-terminate' : '-noreset';
  const screen = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${size}x24`, '-fbdir', frames, '-nolisten', 'tcp', ending],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true },
  );
  // The exit is what counts; without a listener a failed spawn would be an exception.
  screen.once('error', () => undefined);
  const number = await displayNumber(screen);
  const stop = (): void => {
    screen.kill('SIGTERM');
    rmSync(frames, { recursive: true, force: true });
  };
  if (!/^\d+$/.test(number)) {
    stop();
    throw new SetupError(
      'virtual_screen_failed',
      'The screen in memory (Xvfb) did not start.',
      'Start Xvfb yourself, set DISPLAY to it, and start again.',
    );
  }
  screen.unref();
  process.once('exit', stop);
  return {
    display: `:${number}`,
    picture: () => {
      const file = readdirSync(frames)[0];
      if (file === undefined) throw new Error('Xvfb keeps no picture of its screen');
      return pngFromXwd(readFileSync(path.join(frames, file)));
    },
    stop,
  };
}
