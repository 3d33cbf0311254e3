import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAlive, runningPostmaster } from '../../../src/cloud/gateway/postgres/postmaster-pid.ts';
import { MIGRATIONS, PASSWORD, clientOf } from './support/salon-cloud.ts';

type Line = {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly databaseUrl: string;
  readonly demo: unknown;
};
type Process = { readonly child: ChildProcess; readonly line: Line; readonly lines: string[] };

const SCRIPT = fileURLToPath(new URL('../../../scripts/cloud.ts', import.meta.url));
let dataDir: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cloud-killed-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await ended(child);
    }
  }
  const left = runningPostmaster(join(dataDir, 'postgres'));
  if (left) process.kill(left.pid, 'SIGQUIT');
  // The database of a folder that only we may enter lies elsewhere, behind a link.
  const cluster = join(dataDir, 'postgres');
  if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true, force: true, maxRetries: 5 });
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function spawnCloud(): ChildProcess {
  const args = [SCRIPT, '--json', '--no-demo', '--data', dataDir, '--port', '0', '--migrations', MIGRATIONS];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  started.push(child);
  return child;
}

async function startProcess(): Promise<Process> {
  const child = spawnCloud();
  let complaints = '';
  child.stderr?.on('data', (data) => (complaints += String(data)));
  const lines: string[] = [];
  if (!child.stdout) throw new Error('no stdout');
  const output = createInterface({ input: child.stdout });
  const line = await new Promise<Line>((resolve, reject) => {
    output.on('line', (text) => {
      lines.push(text);
      resolve(JSON.parse(text) as Line);
    });
    child.once('exit', () => reject(new Error(`the cloud ended before it was ready: ${complaints}`)));
  });
  return { child, line, lines };
}

function postmasterPid(): number {
  return runningPostmaster(join(dataDir, 'postgres'))?.pid ?? 0;
}

/** Eight desks writing as fast as they can; what was answered is remembered. */
function writeUntilToldToStop(
  line: Line,
  token: string,
): { readonly answered: string[]; stop(): Promise<void> } {
  const answered: string[] = [];
  let stopping = false;
  const desk = async (name: number): Promise<void> => {
    for (let i = 0; !stopping; i += 1) {
      try {
        const response = await fetch(`${line.url}/rest/v1/rpc/write_entry`, {
          method: 'POST',
          headers: {
            apikey: line.publishableKey,
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ body: `desk ${name}, entry ${i}` }),
        });
        const id: unknown = await response.json();
        if (response.status === 200) answered.push(String(id));
      } catch {
        // not answered: nothing was promised. A breath, so that a dead server is not hammered.
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  };
  const desks = Promise.all(Array.from({ length: 8 }, (_, name) => desk(name)));
  return {
    answered,
    stop: async () => {
      stopping = true;
      await desks;
    },
  };
}

async function person(line: Line): Promise<{ readonly token: string; readonly refresh: string }> {
  await clientOf(line, line.secretKey).auth.admin.createUser({
    email: 'till@salon.example',
    password: PASSWORD,
    email_confirm: true,
  });
  const { data, error } = await clientOf(line, line.publishableKey).auth.signInWithPassword({
    email: 'till@salon.example',
    password: PASSWORD,
  });
  if (error) throw error;
  return { token: data.session.access_token, refresh: data.session.refresh_token };
}

async function storedIds(line: Line): Promise<ReadonlySet<string>> {
  const client = new pg.Client({ connectionString: line.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ id: string }>('select id from public.diary_entry');
  await client.end();
  return new Set(rows.map((row) => row.id));
}

describe('kill -9', () => {
  test('of the gateway: everything answered is there at the next start, people stay signed in, keys are the same', async () => {
    const first = await startProcess();
    const { token, refresh } = await person(first.line);
    const writing = writeUntilToldToStop(first.line, token);
    await expect.poll(() => writing.answered.length, { timeout: 20_000 }).toBeGreaterThan(150);
    first.child.kill('SIGKILL');
    await ended(first.child);
    await writing.stop();
    // The server goes on without its gateway, until the next start takes it over.
    const server = postmasterPid();
    expect(isAlive(server)).toBe(true);

    const second = await startProcess();
    expect(postmasterPid()).toBe(server);
    expect(second.line.publishableKey).toBe(first.line.publishableKey);
    expect(second.line.databaseUrl).toBe(first.line.databaseUrl);
    const stored = await storedIds(second.line);
    expect(writing.answered.filter((id) => !stored.has(id))).toEqual([]);
    const session = await clientOf(second.line, second.line.publishableKey).auth.refreshSession({
      refresh_token: refresh,
    });
    expect(session.error).toBeNull();
  });

  test('of the PostgreSQL server: it comes back by itself, with everything that was answered', async () => {
    const cloud = await startProcess();
    const { token } = await person(cloud.line);
    const writing = writeUntilToldToStop(cloud.line, token);
    await expect.poll(() => writing.answered.length, { timeout: 20_000 }).toBeGreaterThan(100);
    const before = postmasterPid();
    process.kill(before, 'SIGKILL');
    const atTheKill = writing.answered.length;
    await expect.poll(() => writing.answered.length, { timeout: 30_000 }).toBeGreaterThan(atTheKill + 100);
    await writing.stop();
    expect(postmasterPid()).not.toBe(before);
    const stored = await storedIds(cloud.line);
    expect(writing.answered.filter((id) => !stored.has(id))).toEqual([]);
    expect(cloud.child.exitCode).toBeNull();
  });

  test('of both at once, as in a power cut', async () => {
    const first = await startProcess();
    const { token } = await person(first.line);
    const writing = writeUntilToldToStop(first.line, token);
    await expect.poll(() => writing.answered.length, { timeout: 20_000 }).toBeGreaterThan(100);
    const server = postmasterPid();
    first.child.kill('SIGKILL');
    process.kill(server, 'SIGKILL');
    await ended(first.child);
    await writing.stop();
    const second = await startProcess();
    const stored = await storedIds(second.line);
    expect(writing.answered.filter((id) => !stored.has(id))).toEqual([]);
  });
});

describe('npm run cloud', () => {
  test('prints one line, can be found by others, refuses a second on the same folder, and stops with its pipe', async () => {
    const cloud = await startProcess();
    expect(Object.keys(cloud.line).toSorted()).toEqual([
      'databaseUrl',
      'demo',
      'publishableKey',
      'secretKey',
      'url',
    ]);
    expect(cloud.line.demo).toBeNull();
    const state = JSON.parse(readFileSync(join(dataDir, 'cloud.json'), 'utf8')) as {
      pid: number;
      url: string;
    };
    expect(state).toMatchObject({ pid: cloud.child.pid, url: cloud.line.url });

    const second = spawnCloud();
    let said = '';
    second.stderr?.on('data', (data) => (said += String(data)));
    await new Promise((resolve) => second.once('close', resolve));
    expect(second.exitCode).toBe(1);
    expect(said).toContain(cloud.line.url);
    expect((await fetch(`${cloud.line.url}/health`)).status).toBe(200);

    const server = postmasterPid();
    cloud.child.stdin?.end();
    await ended(cloud.child);
    expect([cloud.child.exitCode, isAlive(server)]).toEqual([0, false]);
    expect(cloud.lines).toHaveLength(1);
    expect(existsSync(join(dataDir, 'cloud.json'))).toBe(false);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'leaves no server behind at %s, not even while it is starting',
    async (signal) => {
      const cloud = await startProcess();
      const server = postmasterPid();
      cloud.child.kill(signal);
      await ended(cloud.child);
      expect(isAlive(server)).toBe(false);

      const starting = spawnCloud();
      await expect.poll(() => postmasterPid(), { timeout: 20_000, interval: 5 }).not.toBe(0);
      starting.kill(signal);
      await ended(starting);
      expect(postmasterPid()).toBe(0);
    },
  );
});
