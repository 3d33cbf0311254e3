import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ensureCloud } from './setup/embedded-cloud.ts';
import { saveFirstPicture } from './setup/first-picture.ts';
import { dataFolder } from './setup/folders.ts';
import { prepareConsole } from './setup/prepare-console.ts';
import { runScript, say, SetupError } from './setup/say.ts';

/**
 * `npm start`: the console on the screen, against the embedded cloud with the demo business, or against the cloud that
 * CONSOLE_CLOUD_URL and CONSOLE_CLOUD_KEY name (a hosted Supabase project), then without demo.
 *
 *   --profile NAME   a second desk on the same PC, with a data folder of its own
 *   --port N         the port of the embedded cloud (any free one otherwise)
 *   --scale N        multiplies the demo's branches and staff
 */

const OPTIONS = {
  profile: { type: 'string' },
  port: { type: 'string' },
  scale: { type: 'string' },
} as const;

/** Chromium complains of each missing D-Bus service, which the console does not need. */
const HARMLESS = /:ERROR:bus\.cc\(/;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes on what the terminal has sent already, so only the third signal means that someone is impatient. */
const IMPATIENT = 3;

/** Electron ends at once when the same profile is open already: it has shown that window instead. */
const SECOND_START_MS = 4_000;

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) {
    throw new SetupError('bad_argument', `--${name} is "${value}", not a whole number.`, `Try --${name} 1.`);
  }
  return number;
}

type ChosenCloud = {
  readonly told: string;
  /** A replica belongs to the cloud that it was filled from, so each kind has its own folder. */
  readonly deskFolder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

function hostedCloud(): ChosenCloud | null {
  const { CONSOLE_CLOUD_URL: url, CONSOLE_CLOUD_KEY: key } = process.env;
  if (!url && !key) return null;
  if (!url || !key) {
    throw new SetupError(
      'cloud_half_named',
      'CONSOLE_CLOUD_URL and CONSOLE_CLOUD_KEY belong together, and one is missing.',
      'Set both for a hosted project, or neither for the demo.',
    );
  }
  return {
    told: `Using the cloud at ${url}`,
    deskFolder: 'desk-hosted',
    env: { CONSOLE_CLOUD_URL: url, CONSOLE_CLOUD_KEY: key },
    stop: () => Promise.resolve(),
  };
}

async function embeddedCloud(
  data: string,
  port: number | undefined,
  scale: number | undefined,
): Promise<ChosenCloud> {
  const { line, isOurs, stop } = await ensureCloud({
    dataFolder: data,
    ...(port === undefined ? {} : { port }),
    ...(scale === undefined ? {} : { scale }),
  });
  return {
    told: `${isOurs ? 'The embedded cloud runs' : 'Using the embedded cloud that already runs'} at ${line.url}`,
    deskFolder: 'desk',
    env: {
      CONSOLE_CLOUD_URL: line.url,
      CONSOLE_CLOUD_KEY: line.publishableKey,
      ...(line.demo === null ? {} : { CONSOLE_DEMO: JSON.stringify(line.demo) }),
    },
    stop,
  };
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS });
  const port = wholeNumber('port', values.port);
  const scale = wholeNumber('scale', values.scale);
  // During set-up there is nothing to wait for; exit listeners clean up.
  const giveUp = (): never => process.exit(130);
  for (const signal of SIGNALS) process.on(signal, giveUp);
  const prepared = await prepareConsole('last window');
  const data = dataFolder();
  const cloud = hostedCloud() ?? (await embeddedCloud(data, port, scale));
  say(cloud.told);
  if (prepared.screen !== null) {
    say(`No display here: the console runs on a screen in memory (DISPLAY=${prepared.screen.display}).`);
  }

  const began = performance.now();
  const child = spawn(
    prepared.executable,
    [
      ...prepared.args,
      `--user-data-dir=${path.join(data, cloud.deskFolder)}`,
      ...(values.profile === undefined ? [] : ['--profile', values.profile]),
    ],
    {
      stdio: ['ignore', 'inherit', 'pipe'],
      // A group of its own: Ctrl-C must reach it once, through us. Electron takes a second signal for "at once".
      detached: true,
      env: {
        ...process.env,
        ...prepared.env,
        ...cloud.env,
      },
    },
  );
  const exited = once(child, 'exit');
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!HARMLESS.test(line)) say(line);
  });
  let asked = 0;
  const stop = (): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    asked += 1;
    if (asked === 1) child.kill('SIGTERM');
    else if (asked > IMPATIENT) process.kill(-child.pid, 'SIGKILL');
  };
  for (const signal of SIGNALS) process.off(signal, giveUp).on(signal, stop);
  const closing = new AbortController();
  try {
    if (prepared.screen !== null) {
      void saveFirstPicture(prepared.screen, closing.signal).then((file) => {
        if (file !== null) say(`This is how it looks: ${file}`);
      });
    }
    say(`Electron ${prepared.electronVersion}. Close the window or press Ctrl-C to end.`);
    const [code] = (await exited) as [number | null];
    if (code === 0 && performance.now() - began < SECOND_START_MS) {
      say('The console was open already: its window has been brought to the front.');
    }
    return code ?? 0;
  } finally {
    closing.abort();
    await cloud.stop();
    prepared.screen?.stop();
  }
}

await runScript(main);
