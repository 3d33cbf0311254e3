import { existsSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdtemp, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REGISTRY_ELECTRON } from './electron-registry.ts';
import type { ElectronRuntime } from './electron-runtime.ts';
import { cacheFolder, PROJECT_ROOT } from './folders.ts';
import { withLock } from './lock.ts';
import { runCommand, runNpm } from './run-command.ts';
import { SetupError, withProgress } from './say.ts';
import { ensureBuildTools } from './system-needs.ts';

/** The package ships one binary for Node-API 10 and newer; on an older runtime loading it is a crash. */
const SHIPPED_NAPI = 10;
const BUILD_DEADLINE_MS = 15 * 60_000;
const PROBE_DEADLINE_MS = 30_000;

/** Without the experimental switches the code does not compile for Node-API 9. */
const OLDER_NAPI_FLAGS = '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT';

const SQLITE_PACKAGE = path.join(PROJECT_ROOT, 'node_modules/better-sqlite3');

const runAsNode = (runtime: ElectronRuntime, code: string) =>
  runCommand(runtime.executable, ['-e', code], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    deadlineMs: PROBE_DEADLINE_MS,
  });

/** The runtime's Node-API version, asked of the binary itself unless it is the one that we prepared. */
async function napiOf(runtime: ElectronRuntime): Promise<number> {
  if (runtime.source === 'registry') return REGISTRY_ELECTRON.napi;
  const answer = await runAsNode(runtime, 'console.log(process.versions.napi)');
  const napi = Number(answer.stdout.trim());
  // A build with the "run as node" fuse off gives no answer; such a build is a release of a current Electron.
  return Number.isInteger(napi) && napi > 0 ? napi : SHIPPED_NAPI;
}

/**
 * Headers of the Node that npm installed (node-gyp would fetch them from the internet otherwise). A later `npm install`
 * prunes the package that holds them; then npm is asked for that package again, which it still has in its own cache.
 */
async function nodeHeaders(work: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const installed = path.join(PROJECT_ROOT, 'node_modules/node/node_modules', name);
  if (existsSync(path.join(installed, 'include/node/node_api.h'))) return installed;
  const { version } = JSON.parse(
    readFileSync(path.join(PROJECT_ROOT, 'node_modules/node/package.json'), 'utf8'),
  ) as { version: string };
  const spec = `${name}@${version}`;
  const packed = await runNpm(['pack', spec, '--prefer-offline', '--pack-destination', work], { cwd: work });
  const tarball = path.join(work, `${name}-${version}.tgz`);
  if (packed.code === 0) await runCommand('tar', ['-xzf', tarball, '-C', work, 'package/include']);
  const unpacked = path.join(work, 'package');
  if (existsSync(path.join(unpacked, 'include/node/node_api.h'))) return unpacked;
  throw new SetupError(
    'node_headers_missing',
    'The headers of Node.js, needed to compile SQLite, are not in node_modules and npm could not give them.',
    'Connect to the network and run: npm ci',
  );
}

/**
 * Builds in a temporary folder: node_modules stays as npm left it, may be read-only, and may lie under a path with
 * spaces, which the build tools do not survive.
 */
async function build(target: string): Promise<void> {
  await ensureBuildTools();
  const work = await mkdtemp(path.join(tmpdir(), 'console-sqlite-'));
  try {
    const modules = path.join(work, 'node_modules');
    const source = path.join(modules, 'better-sqlite3');
    await mkdir(modules);
    await cp(SQLITE_PACKAGE, source, {
      recursive: true,
      filter: (file) => !['build', 'prebuilds'].includes(path.basename(file)),
    });
    const require = createRequire(path.join(SQLITE_PACKAGE, 'package.json'));
    await cp(
      path.dirname(require.resolve('node-addon-api/package.json')),
      path.join(modules, 'node-addon-api'),
      {
        recursive: true,
      },
    );
    await symlink(await nodeHeaders(work), path.join(work, 'headers'));
    const nodeGyp = createRequire(path.join(PROJECT_ROOT, 'package.json')).resolve(
      'node-gyp/bin/node-gyp.js',
    );
    const result = await runCommand(
      process.execPath,
      [
        nodeGyp,
        'rebuild',
        '--release',
        '--force_build=1',
        `--nodedir=${path.join(work, 'headers')}`,
        '--jobs=max',
      ],
      { cwd: source, env: { ...process.env, CXXFLAGS: OLDER_NAPI_FLAGS }, deadlineMs: BUILD_DEADLINE_MS },
    );
    const built = path.join(source, 'build/Release/better_sqlite3.node');
    if (result.code !== 0 || !existsSync(built)) {
      throw new SetupError(
        'sqlite_build_failed',
        `SQLite could not be compiled for this Electron:\n${result.output.split('\n').slice(-30).join('\n')}`,
        'It needs g++ (with C++20), make and python3. Mend what the lines above name and start again.',
      );
    }
    // Renamed into place when complete, so its being there says that it is whole.
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(built, `${target}.making`);
    await rename(`${target}.making`, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Opens a database through the binding inside the runtime: a wrong binding is a crash, better met here. */
async function probe(runtime: ElectronRuntime, binding: string): Promise<void> {
  const code = `const D = require(${JSON.stringify(SQLITE_PACKAGE)});
    const d = new D(':memory:', { nativeBinding: ${JSON.stringify(binding)} });
    console.log('works ' + d.prepare('select 1').pluck().get());`;
  const answer = await runAsNode(runtime, code);
  if (!answer.stdout.includes('works 1')) {
    await rm(binding, { force: true });
    throw new SetupError(
      'sqlite_binding_broken',
      `The compiled SQLite does not load in Electron ${runtime.version}: ${answer.output.trim()}`,
      'It has been removed; start again to compile it anew.',
    );
  }
}

/**
 * The SQLite binding for runtimes that are too old for the one in the package, compiled once into the cache; null when
 * the shipped one serves. Its path goes to `nativeBinding` of `new Database()`.
 */
export async function ensureSqliteBinding(runtime: ElectronRuntime): Promise<string | null> {
  const napi = await napiOf(runtime);
  if (napi >= SHIPPED_NAPI) return null;
  const { version } = JSON.parse(readFileSync(path.join(SQLITE_PACKAGE, 'package.json'), 'utf8')) as {
    version: string;
  };
  const file = path.join(
    cacheFolder(),
    `sqlite-${version}-napi${String(napi)}-${process.platform}-${process.arch}/better_sqlite3.node`,
  );
  if (existsSync(file)) return file;
  await withLock(path.join(cacheFolder(), 'sqlite.lock'), 'compiling SQLite', async () => {
    if (existsSync(file)) return;
    await withProgress('Compiling SQLite for this Electron (about two minutes, once)', () => build(file));
    await probe(runtime, file);
  });
  return file;
}
