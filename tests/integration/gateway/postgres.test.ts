import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bootstrapCloud } from '../../../src/cloud/gateway/bootstrap.ts';
import { isAlive } from '../../../src/cloud/gateway/postgres/postmaster-pid.ts';
import { asServerUser, serverUser } from '../../../src/cloud/gateway/postgres/server-user.ts';
import { startPostgres } from '../../../src/cloud/gateway/postgres/start-postgres.ts';
import type { PostgresOptions, RunningPostgres } from '../../../src/cloud/gateway/postgres/start-postgres.ts';
import { roleUrl } from '../../../src/cloud/gateway/role-url.ts';

/** A cluster made once: initdb is the slow part, and most stories begin after it. */
let made: string;
const running: RunningPostgres[] = [];
const folders: string[] = [];

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'cloud-made-'));
  await (await startPostgres({ dataDir: made, adminPassword: 'test-only', durable: false })).stop();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) {
    const cluster = join(folder, 'postgres');
    if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
});

function folderIn(parent: string): string {
  const folder = mkdtempSync(join(parent, 'cloud data '));
  folders.push(folder);
  return folder;
}

/** A data folder whose cluster exists and is stopped. */
function usedFolder(): string {
  const folder = folderIn(tmpdir());
  spawnSync('chmod', ['755', folder]);
  const copied = spawnSync('cp', ['-a', join(made, 'postgres'), folder]);
  if (copied.status !== 0) throw new Error(String(copied.stderr));
  return folder;
}

async function start(dataDir: string, more: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDir, adminPassword: 'test-only', durable: false, ...more });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const PASSWORDS = { postgres: 'p', authenticator: 'a', auth: 'u', realtime: 'r' };

describe('the server', () => {
  test('is PostgreSQL 17 on this computer alone, with passwords, in a path with spaces', async () => {
    const server = await start(folderIn(tmpdir()), { durable: true });
    expect(server.fresh).toBe(true);
    const [facts] = await query(
      server.adminUrl,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('listen_addresses') as listens,
         current_setting('fsync') as fsync, current_setting('password_encryption') as passwords, current_user as me`,
    );
    expect(facts).toEqual({
      major: 17,
      listens: '127.0.0.1',
      fsync: 'on',
      passwords: 'scram-sha-256',
      me: 'supabase_admin',
    });
    await expect(query(server.adminUrl.replace('test-only', 'guess'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
  });

  test('starts where its account cannot go, such as below /root', async () => {
    const dataDir = folderIn(homedir());
    const server = await start(dataDir);
    expect(await query(server.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    if (process.getuid?.() === 0) expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true);
    await server.stop();
    // Found again by the same folder.
    expect((await start(dataDir)).fresh).toBe(false);
  });

  test('takes another port when the wanted one is busy', async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => {
      busy.listen(0, '127.0.0.1', () => resolve());
    });
    const address = busy.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const server = await start(usedFolder(), { port });
    busy.close();
    expect(server.port).not.toBe(port);
    expect(await query(server.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a start takes over the server that a killed gateway left', async () => {
    const dataDir = usedFolder();
    const first = await start(dataDir);
    await query(first.adminUrl, 'create table kept (id integer)');
    const second = await start(dataDir);
    expect([second.adopted, second.port, second.pid()]).toEqual([true, first.port, first.pid()]);
    await second.stop();
    expect(isAlive(first.pid())).toBe(false);
  });

  test.each(['of nobody', 'of a stranger'])(
    'a stale postmaster.pid %s does not stop a start',
    async (whose) => {
      const dataDir = usedFolder();
      const first = await start(dataDir);
      await first.stop();
      // Of the same account: to anybody else's process the server pays no heed by itself.
      const stranger = spawn('sleep', ['60'], { stdio: 'ignore', ...asServerUser(serverUser()) });
      const gone = spawn('true');
      await new Promise((resolve) => gone.once('exit', resolve));
      const pid = whose === 'of nobody' ? gone.pid : stranger.pid;
      writeFileSync(
        join(dataDir, 'postgres', 'postmaster.pid'),
        `${pid}\n${join(dataDir, 'postgres')}\n1700000000\n5432\n\n127.0.0.1\n 1 1\nready   \n`,
      );
      const second = await start(dataDir);
      expect(second.adopted).toBe(false);
      expect(await query(second.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(isAlive(stranger.pid ?? 0)).toBe(true);
      stranger.kill();
    },
  );

  test('killed with -9 it comes back on its port, with everything that was committed', async () => {
    const server = await start(usedFolder(), { durable: true });
    await query(server.adminUrl, 'create table kept (id integer); insert into kept values (1)');
    const before = server.pid();
    process.kill(before, 'SIGKILL');
    await expect
      .poll(() => query(server.adminUrl, 'select id from kept').catch(() => 'away'), { timeout: 20_000 })
      .toEqual([{ id: 1 }]);
    await expect.poll(() => server.pid()).not.toBe(before);
  });

  test('an initdb that was killed half-way is done again', async () => {
    const dataDir = usedFolder();
    const first = await start(dataDir);
    await first.stop();
    rmSync(join(dataDir, 'postgres', 'console-initialised'));
    expect((await start(dataDir)).fresh).toBe(true);
  });

  test('a server that cannot start says why', async () => {
    const dataDir = usedFolder();
    await (await start(dataDir)).stop();
    rmSync(join(dataDir, 'postgres', 'global', 'pg_control'));
    await expect(start(dataDir)).rejects.toThrow(/pg_control/);
  });

  test('leaves nothing behind', async () => {
    const dataDir = usedFolder();
    const server = await start(dataDir);
    await server.stop();
    expect(isAlive(server.pid())).toBe(false);
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('database system is shut down');
  });
});

describe('the starting point', () => {
  let url: string;
  let server: RunningPostgres;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = usedFolder();
    folders.pop(); // lives through both stories
    server = await startPostgres({ dataDir, adminPassword: 'test-only', durable: false });
    await bootstrapCloud(server.adminUrl, PASSWORDS);
    await bootstrapCloud(server.adminUrl, PASSWORDS); // a second time changes nothing
    url = roleUrl(server.adminUrl, 'postgres', PASSWORDS.postgres);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('is hosted Supabase’s: a weak postgres, its roles, schemas, extensions and publication', async () => {
    const [me] = await query(
      url,
      `select rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user`,
    );
    expect(me).toEqual({ rolsuper: false, rolcreaterole: true, rolbypassrls: true });
    const roles = await query(
      url,
      `select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role', 'authenticator')`,
    );
    expect(roles).toHaveLength(4);
    const extensions = await query(
      url,
      `select e.extname as name from pg_extension e join pg_namespace n on n.oid = e.extnamespace where n.nspname = 'extensions' order by 1`,
    );
    expect(extensions.map((row) => row['name'])).toEqual(
      expect.arrayContaining(['btree_gist', 'pg_stat_statements', 'pg_trgm', 'pgcrypto']),
    );
    expect(await query(url, `select pubname from pg_publication`)).toEqual([
      { pubname: 'supabase_realtime' },
    ]);
  });

  test('refuses what hosted refuses, and allows what it allows', async () => {
    for (const sql of [
      'create table auth.mine (id integer)',
      'create table realtime.mine (id integer)',
      'alter table realtime.messages add column mine text',
      'alter table realtime.messages disable row level security',
      'alter table auth.users add column mine text',
      'create function realtime.mine() returns integer language sql as $$ select 1 $$',
      'create role other superuser',
    ]) {
      const refusal = await query(url, sql).catch((error: unknown) => (error as { code?: string }).code);
      expect([sql, refusal]).toEqual([sql, '42501']);
    }
    await query(
      url,
      'create table public.person (id uuid primary key references auth.users (id) on delete cascade)',
    );
    await query(
      url,
      `create policy p on realtime.messages for select to authenticated using (realtime.topic() = 'x')`,
    );
    await query(url, 'create role agent nologin');
    await query(url, `insert into auth.users (email) values ('a@b.example')`);
    await query(url, 'alter publication supabase_realtime add table public.person');
  });
});
