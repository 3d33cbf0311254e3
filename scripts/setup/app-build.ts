import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, isProjectWritable, PROJECT_ROOT } from './folders.ts';
import { withLock } from './lock.ts';
import { runCommand } from './run-command.ts';
import { SetupError, withProgress } from './say.ts';

/** Everything that can change the bundles. */
const INPUTS = ['electron', 'src', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
/** What runs beside the desktop and is no part of it. */
const NOT_INPUTS = [/\.test\.tsx?$/, /^src\/cloud\//];
/** What the application reads beside its bundles. */
const DATA_FOLDERS = ['migrations', 'resources'];

function* filesBelow(relative: string): Generator<string> {
  const absolute = path.join(PROJECT_ROOT, relative);
  const entries = readdirSync(absolute, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = `${relative}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(child);
    else yield child;
  }
}

/** A value that changes when any input does. Content counts, not time: a fresh checkout has fresh times. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    const files = path.extname(input) === '' ? filesBelow(input) : [input];
    for (const file of files) {
      if (NOT_INPUTS.some((pattern) => pattern.test(file))) continue;
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(path.join(PROJECT_ROOT, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * The folder that Electron is started on. In a read-only checkout it lies in the cache: bundles of its own, the rest
 * linked, so that the application finds its packages and migrations as usual.
 */
async function appFolder(): Promise<string> {
  if (isProjectWritable()) return PROJECT_ROOT;
  const folder = path.join(cacheFolder(), 'app');
  await mkdir(folder, { recursive: true });
  await copyFile(path.join(PROJECT_ROOT, 'package.json'), path.join(folder, 'package.json'));
  for (const name of ['node_modules', ...DATA_FOLDERS]) {
    const link = path.join(folder, name);
    if (!existsSync(link) && existsSync(path.join(PROJECT_ROOT, name))) {
      symlinkSync(path.join(PROJECT_ROOT, name), link);
    }
  }
  return folder;
}

async function bundle(outDir: string): Promise<void> {
  // In a process of its own: the bundler sets NODE_ENV and other variables of its process.
  const result = await runCommand(
    process.execPath,
    [path.join(PROJECT_ROOT, 'scripts/setup/bundle.ts'), outDir],
    { cwd: PROJECT_ROOT },
  );
  if (result.code !== 0) {
    throw new SetupError(
      'build_failed',
      `The console could not be built:\n${result.output}`,
      'Mend what the lines above name.',
    );
  }
}

/**
 * Builds the desktop unless the last build had the same inputs.
 *
 * @returns the folder to start Electron on.
 */
export async function ensureAppBuild(): Promise<string> {
  const folder = await appFolder();
  const outDir = path.join(folder, 'out');
  const stamp = path.join(outDir, 'build.sha256');
  await withLock(path.join(cacheFolder(), 'build.lock'), 'building the console', async () => {
    const wanted = fingerprint();
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
    await rm(stamp, { force: true });
    await withProgress('Building the console', () => bundle(outDir));
    await writeFile(stamp, wanted);
  });
  return folder;
}
