import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureAppBuild } from './setup/app-build.ts';
import { copyBareRuntime, ensureElectron } from './setup/electron-runtime.ts';
import { isProjectWritable, PROJECT_ROOT } from './setup/folders.ts';
import { runCommand } from './setup/run-command.ts';
import { runScript, say, SetupError, withProgress } from './setup/say.ts';
import { ensureSqliteBinding } from './setup/sqlite-binding.ts';

/**
 * `npm run pack`: the application as an unpacked folder in dist/ that starts by itself. With the official Electron it is
 * the real thing; with the registry's it is for looking at, because that Electron is old.
 */
async function main(): Promise<number> {
  if (!isProjectWritable()) {
    throw new SetupError(
      'checkout_read_only',
      'Packing writes into the checkout.',
      'Pack in a checkout of your own.',
    );
  }
  const folder = await ensureAppBuild();
  const runtime = await ensureElectron();
  const binding = await ensureSqliteBinding(runtime);
  const bare = await mkdtemp(path.join(tmpdir(), 'console-electron-'));
  try {
    await copyBareRuntime(runtime, bare);
    const args = [
      path.join(PROJECT_ROOT, 'node_modules/electron-builder/cli.js'),
      '--dir',
      '--publish',
      'never',
      '--config',
      'electron-builder.yml',
      `-c.electronDist=${bare}`,
      `-c.electronVersion=${runtime.version}`,
      // The binding that fits an old runtime travels beside the archive; main finds it there.
      ...(binding === null
        ? []
        : [`-c.extraResources.from=${binding}`, '-c.extraResources.to=sqlite/better_sqlite3.node']),
    ];
    const result = await withProgress('Packing', () => runCommand(process.execPath, args, { cwd: folder }));
    if (result.code !== 0) {
      throw new SetupError(
        'pack_failed',
        `electron-builder failed:\n${result.output}`,
        'Mend what the lines above name.',
      );
    }
  } finally {
    await rm(bare, { recursive: true, force: true });
  }
  const dist = path.join(PROJECT_ROOT, 'dist');
  const made = readdirSync(dist).find((name) => name.endsWith('unpacked') || name.startsWith('mac'));
  say(`Packed with Electron ${runtime.version} (${runtime.source}): ${path.join(dist, made ?? '')}`);
  return 0;
}

await runScript(main);
