import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { locateBinaries } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import { clearHalfMade, clusterFolder, isInitialised } from './data-folder.ts';
import { endServer } from './end-server.ts';
import { dropStalePidFile, isAlive, runningPostmaster } from './postmaster-pid.ts';
import { asServerUser, serverUser } from './server-user.ts';
import type { ServerUser } from './server-user.ts';
import { HOST_BASED_ACCESS, serverSettings, sharedMemoryHere } from './settings.ts';

export const ADMIN_ROLE = 'supabase_admin';
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const PORT_FILE = 'postgres.port';
const START_DEADLINE_MS = 60_000;

export type PostgresOptions = {
  /** The cluster is made in `<dataDir>/postgres`, the log in `<dataDir>/postgres.log`. */
  readonly dataDir: string;
  readonly adminPassword: string;
  /** Preferred port (else that of the last start); a busy one is replaced by a free one. */
  readonly port?: number;
  readonly maxConnections?: number;
  /** false only for tests that throw the data away. */
  readonly durable?: boolean;
  readonly log?: (line: string) => void;
  /** The server died by itself and was started again (or could not be). */
  readonly onRestart?: (error?: Error) => void;
};

export type RunningPostgres = {
  readonly port: number;
  /** Superuser supabase_admin, database postgres. */
  readonly adminUrl: string;
  /** True when initdb ran in this call. */
  readonly fresh: boolean;
  /** True when a running server was taken over. */
  readonly adopted: boolean;
  pid(): number;
  stop(): Promise<void>;
};

type Place = {
  readonly cluster: string;
  readonly logFile: string;
  readonly user: ServerUser | undefined;
  readonly binaries: Binaries;
};

/**
 * Starts PostgreSQL 17 on 127.0.0.1, or takes over the server that still runs on that data folder
 * (its gateway was killed), and keeps it up: when it dies it is started again on the same port.
 * Throws when it cannot start, with the end of the server's log.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const log = options.log ?? (() => undefined);
  const user = serverUser();
  const place: Place = {
    cluster: clusterFolder(options.dataDir, user),
    logFile: join(options.dataDir, 'postgres.log'),
    user,
    binaries: locateBinaries(user),
  };

  const running = runningPostmaster(place.cluster);
  if (running) {
    const url = adminUrl(running.port, options.adminPassword);
    await waitUntilAccepting(url, () => isAlive(running.pid), place);
    log(`PostgreSQL was still running on port ${running.port}; taken over.`);
    return supervise({ ...options, log }, place, running.port, running.pid, undefined, {
      fresh: false,
      adopted: true,
    });
  }

  const fresh = !isInitialised(place.cluster);
  if (fresh) {
    log('Making the database …');
    initialise(place, options.adminPassword, options.durable ?? true);
  }
  const started = await launch(options, place, options.port ?? rememberedPort(options.dataDir));
  writeFileSync(join(options.dataDir, PORT_FILE), String(started.port));
  return supervise({ ...options, log }, place, started.port, started.pid, started.child, {
    fresh,
    adopted: false,
  });
}

function initialise(place: Place, adminPassword: string, durable: boolean): void {
  clearHalfMade(place.cluster);
  const passwordFile = join(place.cluster, '..', `.initdb-${process.pid}-${Date.now()}`);
  writeFileSync(passwordFile, `${adminPassword}\n`, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  try {
    const made = spawnSync(
      place.binaries.initdb,
      [
        `--pgdata=${place.cluster}`,
        `--username=${ADMIN_ROLE}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The built-in provider sorts alike on every machine: a copied folder keeps its indexes valid.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
        `--set=dynamic_shared_memory_type=${sharedMemoryHere()}`,
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...asServerUser(place.user), encoding: 'utf8' },
    );
    if (made.status !== 0) {
      throw new Error(
        `The database could not be made (initdb): ${made.stderr || made.error?.message || 'unknown'}`,
      );
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(join(place.cluster, 'console-initialised'), '');
  if (place.user) chownSync(join(place.cluster, 'console-initialised'), place.user.uid, place.user.gid);
}

type Launched = { readonly child: ChildProcess; readonly pid: number; readonly port: number };

async function launch(
  options: PostgresOptions,
  place: Place,
  preferred: number | undefined,
): Promise<Launched> {
  const deadline = Date.now() + START_DEADLINE_MS;
  let wanted = preferred;
  for (;;) {
    const port = await freePort(wanted);
    dropStalePidFile(place.cluster);
    writeFileSync(join(place.cluster, 'pg_hba.conf'), HOST_BASED_ACCESS);
    const before = logSize(place.logFile);
    const child = spawnServer(options, place, port);
    try {
      if (child.pid === undefined) throw new Error('The PostgreSQL program could not be started.');
      await waitUntilAccepting(
        adminUrl(port, options.adminPassword),
        () => child.exitCode === null && child.signalCode === null,
        place,
      );
      return { child, pid: child.pid, port };
    } catch (error) {
      if (child.pid !== undefined && child.exitCode === null) await endServer(child.pid);
      const said = logSince(place.logFile, before);
      // Somebody took the port between our look and the server's, or orphans of a killed server are still leaving.
      const passing = /could not bind|still in use|already exists/.test(said);
      if (!passing || Date.now() > deadline) throw error;
      if (said.includes('could not bind')) wanted = undefined;
      await delay(100);
    }
  }
}

function spawnServer(options: PostgresOptions, place: Place, port: number): ChildProcess {
  const settings = serverSettings({
    port,
    maxConnections: options.maxConnections ?? 80,
    durable: options.durable ?? true,
  });
  if (logSize(place.logFile) > LOG_LIMIT_BYTES) truncateSync(place.logFile, 0);
  // A file, not a pipe: the server outlives a killed gateway and must not die of a broken pipe.
  const output = openSync(place.logFile, 'a', 0o600);
  try {
    const child = spawn(
      place.binaries.postgres,
      [
        '-D',
        place.cluster,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      {
        ...asServerUser(place.user),
        // Own process group: Ctrl-C in a terminal reaches us alone, and we stop the server in order.
        detached: true,
        stdio: ['ignore', output, output],
      },
    );
    child.on('error', () => undefined);
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

async function waitUntilAccepting(url: string, alive: () => boolean, place: Place): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    const running = runningPostmaster(place.cluster);
    if (running?.ready) {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        const code = (error as { code?: string }).code;
        await client.end().catch(() => undefined);
        if (code === '28P01') {
          throw new Error(
            `The database in ${place.cluster} was made with another password than the one in keys.json.`,
            { cause: error },
          );
        }
      }
    }
    if (!alive())
      throw new Error(
        `PostgreSQL ended while starting. Its log (${place.logFile}) ends:\n${logTail(place.logFile)}`,
      );
    if (Date.now() > deadline)
      throw new Error(
        `PostgreSQL did not start in ${START_DEADLINE_MS / 1000} s. Its log (${place.logFile}) ends:\n${logTail(place.logFile)}`,
      );
    await delay(20);
  }
}

function supervise(
  options: PostgresOptions & { readonly log: (line: string) => void },
  place: Place,
  port: number,
  firstPid: number,
  firstChild: ChildProcess | undefined,
  facts: { readonly fresh: boolean; readonly adopted: boolean },
): RunningPostgres {
  let pid = firstPid;
  let stopped: Promise<void> | undefined;
  let restarting: Promise<void> | undefined;
  let poll: NodeJS.Timeout | undefined;
  const stopping = new AbortController();

  const restart = async (): Promise<void> => {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      options.log('PostgreSQL ended unexpectedly; starting it again …');
      try {
        const next = await launch(options, place, port);
        pid = next.pid;
        // Clients know the old port: a server on another one helps nobody.
        if (next.port !== port) {
          await endServer(pid);
          throw new Error(`Port ${port} was taken by another program.`);
        }
        watch(next.child);
        options.onRestart?.();
        return;
      } catch (error) {
        options.onRestart?.(error as Error);
        const pause = Math.min(10_000, 250 * 2 ** attempt);
        await delay(pause, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const died = (): void => {
    clearInterval(poll);
    if (!stopping.signal.aborted) restarting = restart();
  };
  const watch = (child: ChildProcess | undefined): void => {
    if (child) {
      child.once('exit', died);
    } else {
      // An adopted server is not our child: nobody tells us about its end.
      poll = setInterval(() => isAlive(pid) || died(), 500);
      poll.unref();
    }
  };
  watch(firstChild);

  return {
    port,
    adminUrl: adminUrl(port, options.adminPassword),
    ...facts,
    pid: () => pid,
    stop: () => {
      stopping.abort();
      clearInterval(poll);
      // A server that is just being started again must not outlive us.
      stopped ??= (restarting ?? Promise.resolve()).then(() => endServer(pid));
      return stopped;
    },
  };
}

/** The port of the last start, so that what knows the database's address need not learn another. */
function rememberedPort(dataDir: string): number | undefined {
  const file = join(dataDir, PORT_FILE);
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

async function freePort(preferred: number | undefined): Promise<number> {
  const attempt = (port: number): Promise<number | undefined> =>
    new Promise((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(undefined));
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
      });
    });
  const port = (preferred ? await attempt(preferred) : undefined) ?? (await attempt(0));
  if (port === undefined) throw new Error('No free port on 127.0.0.1 for PostgreSQL.');
  return port;
}

function adminUrl(port: number, password: string): string {
  return `postgresql://${ADMIN_ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}

function logSize(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function logSince(path: string, offset: number): string {
  return existsSync(path) ? readFileSync(path).subarray(offset).toString('utf8') : '';
}

function logTail(path: string): string {
  return logSince(path, Math.max(0, logSize(path) - 1500));
}
