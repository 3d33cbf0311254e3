import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

export type CloudMigration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
};

export type MigrationResult = { readonly applied: readonly string[]; readonly head: number };

/** The files and the cloud do not belong together; nothing was changed. */
export class MigrationRefused extends Error {}

const FILE_NAME = /^(\d{4})[-_][a-z0-9_-]+\.sql$/;
/** Any constant: two deployments at once must queue up, not interleave. */
const ADVISORY_LOCK = 7_310_441_201;

const BOOKKEEPING = `
create schema if not exists deployment;
revoke all on schema deployment from public;
create table if not exists deployment.migration (
  number integer primary key,
  name text not null,
  sha256 text not null,
  applied_at timestamptz not null default now()
);
revoke all on deployment.migration from public;`;

/**
 * The migrations of a folder in order, `0001-tenants.sql` and so on. Throws on a file whose name
 * has no number and on two with the same.
 */
export function readCloudMigrations(dir: string): readonly CloudMigration[] {
  if (!existsSync(dir)) return [];
  const migrations = readdirSync(dir)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => {
      const number = FILE_NAME.exec(name)?.[1];
      if (!number) throw new Error(`The migration ${name} must be named like 0001-what-it-does.sql.`);
      const sql = readFileSync(join(dir, name), 'utf8');
      return { number: Number(number), name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    })
    .toSorted((a, b) => a.number - b.number);
  for (const [index, migration] of migrations.entries()) {
    const next = migrations[index + 1];
    if (next?.number === migration.number)
      throw new Error(`${migration.name} and ${next.name} have the same number.`);
  }
  return migrations;
}

/**
 * Applies what is missing, each file in one transaction together with its bookkeeping row in
 * deployment.migration, as the role of `databaseUrl` (`postgres`, on hosted Supabase too).
 * Throws when an applied file was changed or is gone, when a new one is numbered below the head,
 * and when the server is not PostgreSQL 17; the failing file's number and line are in the message.
 */
export async function migrateCloud(options: {
  readonly databaseUrl: string;
  readonly dir: string;
  readonly log?: (line: string) => void;
}): Promise<MigrationResult> {
  const log = options.log ?? (() => undefined);
  const migrations = readCloudMigrations(options.dir);
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: 'console-migrations',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseOtherVersions(client);
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(`begin;${BOOKKEEPING}commit;`);
    const done = await appliedBefore(client, migrations);
    const applied: string[] = [];
    for (const migration of migrations) {
      if (done.has(migration.number)) continue;
      log(`Applying ${migration.name} …`);
      await apply(client, migration);
      applied.push(migration.name);
    }
    return { applied, head: migrations.at(-1)?.number ?? 0 };
  } finally {
    await client.end();
  }
}

async function refuseOtherVersions(client: pg.Client): Promise<void> {
  const answer = await client.query<{ version: string }>(
    `select current_setting('server_version_num') as version`,
  );
  const version = answer.rows[0]?.version ?? '';
  if (!version.startsWith('17')) {
    throw new Error(`The migrations are written for PostgreSQL 17; this server is ${version}.`);
  }
}

async function appliedBefore(
  client: pg.Client,
  migrations: readonly CloudMigration[],
): Promise<ReadonlySet<number>> {
  const answer = await client.query<{ number: number; name: string; sha256: string }>(
    'select number, name, sha256 from deployment.migration order by number',
  );
  const files = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const row of answer.rows) {
    const file = files.get(row.number);
    if (!file)
      throw new MigrationRefused(
        `The cloud has migration ${row.name}, which this version does not know: update the console first.`,
      );
    if (file.sha256 !== row.sha256)
      throw new MigrationRefused(
        `${row.name} was changed after it was applied. Add a new migration instead.`,
      );
  }
  const head = answer.rows.at(-1)?.number ?? 0;
  const done = new Set(answer.rows.map((row) => row.number));
  const late = migrations.find((migration) => migration.number < head && !done.has(migration.number));
  if (late)
    throw new MigrationRefused(
      `${late.name} is numbered below ${head}, which is already applied. Give it a higher number.`,
    );
  return done;
}

async function apply(client: pg.Client, migration: CloudMigration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into deployment.migration (number, name, sha256) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    const { message, position, hint } = error as { message: string; position?: string; hint?: string };
    const line = position ? `:${migration.sql.slice(0, Number(position)).split('\n').length}` : '';
    throw new Error(`${migration.name}${line}: ${message}${hint ? ` (${hint})` : ''}`, { cause: error });
  }
}
