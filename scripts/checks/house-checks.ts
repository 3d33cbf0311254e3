import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { LOCK_FILE, packagesToMend } from './mend-lock.ts';

/** Checks of files that no linter reads: the lock file and the numbers of migrations. */

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A lock file that names a host ties everyone to that host; integrity values alone pin the packages. */
function lockFileFindings(): readonly string[] {
  const text = readFileSync(LOCK_FILE, 'utf8');
  const hosts = text
    .split('\n')
    .flatMap((line, index) =>
      /"resolved":\s*"https?:/.test(line)
        ? [`package-lock.json:${String(index + 1)} names a host; install with this project's .npmrc`]
        : [],
    );
  const toMend = packagesToMend(JSON.parse(text) as Parameters<typeof packagesToMend>[0]).map(
    (name) => `package-lock.json: ${name} has lost "gypfile": false; run: node scripts/checks/mend-lock.ts`,
  );
  return [...hosts, ...toMend];
}

/** Every version is exact: a range would let two machines run different code. */
function rangeFindings(): readonly string[] {
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
  };
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, version]) => !/^(npm:[^@]+@|npm:@[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is "${version}", not an exact version`);
}

const MIGRATION = /^(\d{3,4})[-_][a-z0-9_-]+\.sql$/;

/** Names of the migrations that main already has; empty where there is no main to compare with. */
function migrationsOnMain(folder: string): readonly string[] {
  for (const ref of ['origin/main', 'main']) {
    try {
      const listing = execFileSync('git', ['ls-tree', '--name-only', ref, `${folder}/`], {
        cwd: ROOT,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return listing
        .split('\n')
        .filter(Boolean)
        .map((file) => path.basename(file));
    } catch {
      // No such ref, or no repository at all (an unpacked archive): try the next, then compare with nothing.
    }
  }
  return [];
}

/** Histories only grow: unique numbers, and whatever is new is numbered above everything on main. */
function migrationFindings(folder: string): readonly string[] {
  let files: readonly string[];
  try {
    files = readdirSync(path.join(ROOT, folder)).filter((file) => file.endsWith('.sql'));
  } catch {
    return [];
  }
  const findings: string[] = [];
  const byNumber = new Map<string, string>();
  const known = new Set(migrationsOnMain(folder));
  const highest = [...known]
    .map((file) => MIGRATION.exec(file)?.[1] ?? '')
    .reduce((a, b) => (a > b ? a : b), '');
  for (const file of files.toSorted()) {
    const number = MIGRATION.exec(file)?.[1];
    if (number === undefined) {
      findings.push(`${folder}/${file}: the name must be NNNN-what-it-does.sql`);
      continue;
    }
    const twin = byNumber.get(number);
    if (twin !== undefined) findings.push(`${folder}/${file}: ${twin} has the same number`);
    byNumber.set(number, file);
    if (!known.has(file) && number <= highest) {
      findings.push(
        `${folder}/${file}: main is already at ${highest}; a new migration takes a higher number`,
      );
    }
  }
  for (const file of known) {
    if (!files.includes(file))
      findings.push(`${folder}/${file}: it is on main and may not vanish or be renamed`);
  }
  return findings;
}

const findings = [
  ...lockFileFindings(),
  ...rangeFindings(),
  ...migrationFindings('migrations/replica'),
  ...migrationFindings('migrations/cloud'),
];
for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
