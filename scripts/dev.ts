import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCloud } from './setup/embedded-cloud.ts';
import { dataFolder, isProjectWritable, PROJECT_ROOT } from './setup/folders.ts';
import { prepareRuntime } from './setup/prepare-console.ts';
import { runScript, say, SetupError } from './setup/say.ts';

/**
 * `npm run dev`: the console with hot reload. The page reloads by itself; a change in main, desk or preload starts
 * Electron again. `--profile NAME` as with `npm start`.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { profile: { type: 'string' } } });
  if (!isProjectWritable()) {
    throw new SetupError(
      'checkout_read_only',
      'Developing needs a checkout that you may write to.',
      'Copy or clone the project into a folder of your own; `npm start` works here as it is.',
    );
  }
  const prepared = await prepareRuntime('last window');
  const data = dataFolder();
  const cloud = await ensureCloud({ dataFolder: data });
  say(`The embedded cloud is at ${cloud.line.url}`);
  if (prepared.screen !== null) say(`No display here: using a screen in memory, ${prepared.screen.display}.`);
  // What is built now is a development build; the next `npm start` must not take it for its own.
  rmSync(path.join(PROJECT_ROOT, 'out/build.sha256'), { force: true });
  const child = spawn(
    process.execPath,
    [
      path.join(PROJECT_ROOT, 'node_modules/electron-vite/bin/electron-vite.js'),
      'dev',
      '--watch',
      '--',
      ...prepared.args,
      `--user-data-dir=${path.join(data, 'desk')}`,
      ...(values.profile === undefined ? [] : ['--profile', values.profile]),
    ],
    {
      cwd: PROJECT_ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        ...prepared.env,
        ELECTRON_EXEC_PATH: prepared.executable,
        ELECTRON_ENTRY: PROJECT_ROOT,
        ELECTRON_MAJOR_VER: '33',
        CONSOLE_CLOUD_URL: cloud.line.url,
        CONSOLE_CLOUD_KEY: cloud.line.publishableKey,
        ...(cloud.line.demo === null ? {} : { CONSOLE_DEMO: JSON.stringify(cloud.line.demo) }),
      },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => child.kill('SIGTERM'));
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 0;
  } finally {
    await cloud.stop();
    prepared.screen?.stop();
  }
}

await runScript(main);
