import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { migrateCloud } from '../../../src/cloud/gateway/migrate-cloud.ts';
import type { TestCloud } from '../../fixtures/cloud.ts';
import { MIGRATIONS, startSalonCloud } from './support/salon-cloud.ts';

let cloud: TestCloud;
let owner: pg.Client;
let dir: string;

beforeAll(async () => {
  cloud = await startSalonCloud();
  owner = new pg.Client({ connectionString: cloud.databaseUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await cloud?.stop();
});
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'cloud-migrations-'));
  copyFileSync(join(MIGRATIONS, '0001-a-small-salon.sql'), join(dir, '0001-a-small-salon.sql'));
  await owner.query(
    'delete from deployment.migration where number > 1; drop table if exists public.second, public.third',
  );
  return () => rmSync(dir, { recursive: true });
});

const write = (name: string, sql: string): void => writeFileSync(join(dir, name), sql);
const migrate = (): ReturnType<typeof migrateCloud> => migrateCloud({ databaseUrl: cloud.databaseUrl, dir });

test('applies what is missing, in order, and then nothing', async () => {
  write('0003-third.sql', 'create table public.third (id integer references public.second)');
  write('0002-second.sql', 'create table public.second (id integer primary key)');
  expect(await migrate()).toEqual({ applied: ['0002-second.sql', '0003-third.sql'], head: 3 });
  expect(await migrate()).toEqual({ applied: [], head: 3 });
});

test('a file that fails leaves nothing of itself, and says where', async () => {
  write(
    '0002-second.sql',
    'create table public.second (id integer primary key);\n\nselect nonsense from nowhere;',
  );
  await expect(migrate()).rejects.toThrow('0002-second.sql:3: relation "nowhere" does not exist');
  expect((await owner.query(`select to_regclass('public.second') as found`)).rows).toEqual([{ found: null }]);
  write('0002-second.sql', 'create table public.second (id integer primary key)');
  expect((await migrate()).applied).toEqual(['0002-second.sql']);
});

test('two deployments at once apply each file once', async () => {
  write('0002-second.sql', 'select pg_sleep(0.2); create table public.second (id integer primary key)');
  const both = await Promise.all([migrate(), migrate()]);
  expect(both.flatMap((result) => result.applied)).toEqual(['0002-second.sql']);
});

test('a changed, a missing and a late file are refused', async () => {
  write('0003-third.sql', 'create table public.third (id integer)');
  await migrate();
  write('0002-second.sql', 'create table public.second (id integer)');
  await expect(migrate()).rejects.toThrow('0002-second.sql is numbered below 3');
  rmSync(join(dir, '0002-second.sql'));
  write('0003-third.sql', 'create table public.third (id bigint)');
  await expect(migrate()).rejects.toThrow('0003-third.sql was changed after it was applied');
  rmSync(join(dir, '0003-third.sql'));
  await expect(migrate()).rejects.toThrow('which this version does not know');
});

test('a migration runs as the weaker role', async () => {
  write('0002-second.sql', 'alter role postgres superuser');
  await expect(migrate()).rejects.toThrow('0002-second.sql: permission denied');
});

test('names without a number, and the same number twice', async () => {
  write('second.sql', '');
  await expect(migrate()).rejects.toThrow('second.sql must be named like');
  rmSync(join(dir, 'second.sql'));
  write('0002-a.sql', '');
  write('0002-b.sql', '');
  await expect(migrate()).rejects.toThrow('have the same number');
});
