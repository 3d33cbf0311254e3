import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.ts';
import { say, SetupError, withProgress } from './say.ts';

/**
 * What the console needs from the operating system, as Debian packages. Several names: the newer releases renamed
 * some libraries, and the first one that the system knows is taken.
 */
const LIBRARY_PACKAGES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^libgtk-3|^libgdk-3|^libgdk_pixbuf/, ['libgtk-3-0t64', 'libgtk-3-0']],
  [/^libasound/, ['libasound2t64', 'libasound2']],
  [/^libnss3|^libnssutil|^libsmime|^libssl3/, ['libnss3']],
  [/^libnspr4|^libplc4|^libplds4/, ['libnspr4']],
  [/^libgbm/, ['libgbm1']],
  [/^libdrm/, ['libdrm2']],
  [/^libatk-bridge/, ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0']],
  [/^libatk-1/, ['libatk1.0-0t64', 'libatk1.0-0']],
  [/^libatspi/, ['libatspi2.0-0t64', 'libatspi2.0-0']],
  [/^libcups/, ['libcups2t64', 'libcups2']],
  [/^libdbus/, ['libdbus-1-3']],
  [/^libexpat/, ['libexpat1']],
  [/^libxkbcommon/, ['libxkbcommon0']],
  [/^libpango|^libpangocairo/, ['libpango-1.0-0']],
  [/^libcairo/, ['libcairo2']],
  [/^libX11/, ['libx11-6']],
  [/^libxcb/, ['libxcb1']],
  [/^libXcomposite/, ['libxcomposite1']],
  [/^libXdamage/, ['libxdamage1']],
  [/^libXext/, ['libxext6']],
  [/^libXfixes/, ['libxfixes3']],
  [/^libXrandr/, ['libxrandr2']],
  [/^libglib|^libgio|^libgobject/, ['libglib2.0-0t64', 'libglib2.0-0']],
  [/^libudev/, ['libudev1']],
];

/** Programs by the package that brings them. */
const PROGRAM_PACKAGES = {
  Xvfb: ['xvfb'],
  'g++': ['g++'],
  make: ['make'],
  python3: ['python3'],
} as const;

export type Program = keyof typeof PROGRAM_PACKAGES;

const isOnPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const isRoot = (): boolean => process.getuid?.() === 0;
const isDebian = (): boolean => existsSync('/etc/debian_version') && isOnPath('apt-get');

/** Shared libraries that the binary asks for and the system does not have. */
async function missingLibraries(executable: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const { output } = await runCommand('ldd', [executable]);
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

/** The first of the names that this release knows. */
async function knownName(names: readonly string[]): Promise<string> {
  for (const name of names.slice(0, -1)) {
    const { stdout } = await runCommand('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))/.test(stdout)) return name;
  }
  return names.at(-1) ?? '';
}

async function install(packages: readonly string[]): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: readonly string[]) => runCommand('apt-get', ['-q', ...args], { env });
  const attempt = () => aptGet('install', '-y', '--no-install-recommends', ...packages);
  return withProgress(`Installing ${packages.join(' ')}`, async () => {
    if ((await attempt()).code === 0) return true;
    await aptGet('update');
    const second = await attempt();
    if (second.code !== 0) say(second.output.split('\n').slice(-8).join('\n'));
    return second.code === 0;
  });
}

/**
 * Makes the packages be there: as root on Debian installs them, otherwise says the one command that does.
 *
 * @throws SetupError('system_packages_missing') when they are still missing afterwards.
 */
async function ensurePackages(wanted: readonly (readonly string[])[], why: string): Promise<void> {
  if (wanted.length === 0) return;
  if (isDebian() && isRoot()) {
    // The lists may be empty on a fresh machine: without them no name is known, and the older one would be taken.
    const known = await runCommand('apt-cache', ['policy', 'xvfb']);
    if (!known.stdout.includes('Candidate')) await runCommand('apt-get', ['-q', 'update']);
  }
  const packages = [...new Set(await Promise.all(wanted.map(knownName)))].toSorted();
  const command = `${isRoot() ? '' : 'sudo '}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (isDebian() && isRoot() && (await install(packages))) return;
  throw new SetupError(
    'system_packages_missing',
    why,
    isDebian()
      ? `Run this one command, then start again:\n  ${command}`
      : `Install what these Debian packages hold: ${packages.join(' ')}`,
  );
}

async function ensurePrograms(programs: readonly Program[], why: string): Promise<void> {
  const missing = programs.filter((program) => !isOnPath(program));
  await ensurePackages(
    missing.map((program) => PROGRAM_PACKAGES[program]),
    `${why} needs ${missing.join(', ')}, which this machine lacks.`,
  );
}

/** What compiling SQLite needs. */
export const ensureBuildTools = (): Promise<void> =>
  ensurePrograms(['g++', 'make', 'python3'], 'Compiling SQLite');

/** What a start without a screen needs. */
export const ensureVirtualScreen = (): Promise<void> => ensurePrograms(['Xvfb'], 'A start without a display');

/** The shared libraries that Electron itself needs. */
export async function ensureLibraries(executable: string): Promise<void> {
  const missing = await missingLibraries(executable);
  if (missing.length === 0) return;
  const packages = missing.flatMap((library) => {
    const found = LIBRARY_PACKAGES.find(([pattern]) => pattern.test(library));
    return found === undefined ? [] : [found[1]];
  });
  await ensurePackages(
    [...packages, ['fonts-liberation']],
    `Electron needs libraries that this machine lacks: ${missing.join(', ')}.`,
  );
  const still = await missingLibraries(executable);
  if (still.length > 0) {
    throw new SetupError(
      'libraries_missing',
      `Electron still lacks ${still.join(', ')}.`,
      'Install the packages that hold these libraries and start again.',
    );
  }
}
