import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '@supabase/supabase-js';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { WebSocket } from 'ws';
import { columnSpec, TENANT_TABLES, type TableName } from '../../src/domain/tables.ts';
import { connect, type Connection, type Sql, sql, type SqlValue } from '../../src/replica/connection.ts';
import { migrate, readMigrations } from '../../src/replica/migrate.ts';
import { codecOf } from '../../src/replica/row-codec.ts';
import type { TestCloud } from '../fixtures/cloud.ts';
import type { LargeTenant } from './large-tenant.ts';

/** What a first sync is held against. Both write the same tables and indexes into an equally encrypted file. */

export type Measured = { readonly ms: number; readonly rows: number; readonly fileMb: number };

const MIGRATIONS = path.resolve(import.meta.dirname, '../../migrations/replica');
const TRANSACTION_ROWS = 10_000;

async function withEmptyFile(
  filling: boolean,
  work: (connection: Connection) => Promise<Omit<Measured, 'fileMb'>>,
): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const file = path.join(folder, 'replica.db');
  try {
    const connection = connect({ path: file, key: new Uint8Array(32).fill(7), filling });
    migrate(connection, readMigrations(MIGRATIONS), 0);
    const measured = await work(connection);
    connection.close();
    return { ...measured, fileMb: statSync(file).size / 1e6 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const insertOf = (table: TableName): Sql => {
  const { columns } = codecOf(table);
  return sql(
    `bench.${table}`,
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
};

/**
 * The floor: COPY out of PostgreSQL, without a gateway between, and a bulk insert with the indexes last. No rights, no
 * json, no search, no cards, no resuming.
 */
export const floor = (cloud: TestCloud, tenant: LargeTenant): Promise<Measured> =>
  withEmptyFile(true, async (connection) => {
    const client = new pg.Client({ connectionString: cloud.databaseUrl });
    await client.connect();
    const lists = new Map(
      (
        await client.query<{ name: string; columns: string[]; select_list: string }>(
          'select name, columns, select_list from sync.synced_table',
        )
      ).rows.map((row) => [row.name, row]),
    );
    const began = performance.now();
    const indexes = connection.all<{ readonly name: string; readonly sql: string }>(
      sql('bench.indexes', `select name, sql from sqlite_schema where type = 'index' and sql is not null`),
    );
    for (const { name } of indexes) connection.exec(`drop index ${name}`);
    let rows = 0;
    for (const table of TENANT_TABLES) {
      const listed = lists.get(table);
      if (listed) rows += await copyTable(client, connection, table, listed, tenant.tenantId);
    }
    for (const { sql: text } of indexes) connection.exec(text);
    const ms = performance.now() - began;
    await client.end();
    return { ms, rows };
  });

async function copyTable(
  client: pg.Client,
  connection: Connection,
  table: TableName,
  listed: { readonly columns: readonly string[]; readonly select_list: string },
  tenantId: string,
): Promise<number> {
  const { columns } = codecOf(table);
  const read = columns.map((column) => {
    const spec = columnSpec(table, column) ?? 'text';
    const at = listed.columns.indexOf(column);
    const numeric = /^(int|cents|instant)/.test(spec);
    return (fields: readonly string[]): SqlValue => {
      const text = fields[at] as string;
      if (text === '\\N') return null;
      if (numeric) return Number(text);
      return spec.startsWith('bool') ? Number(text === 't') : text;
    };
  });
  const insert = insertOf(table);
  const stream = client.query(
    copyTo(`copy (select ${listed.select_list} from public.${table} where tenant_id = '${tenantId}' and deleted_at is null
      order by id) to stdout`),
  );
  let waiting: SqlValue[][] = [];
  let rows = 0;
  const write = (): void => {
    connection.transaction(() => {
      for (const row of waiting) connection.run(insert, ...row);
    });
    rows += waiting.length;
    waiting = [];
  };
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
    const fields = line.split('\t');
    waiting.push(read.map((value) => value(fields)));
    if (waiting.length === TRANSACTION_ROWS) write();
  }
  write();
  return rows;
}

const HAND_PAGE = 1_000;

/**
 * By hand: supabase-js, `.select().range()` in thousands, each page inserted in a transaction into a file with its
 * indexes. It reads with the service key, because a person's token may not read clients and visits. With `every` above
 * one only every so many pages are fetched, evenly over each table, and the time is multiplied.
 */
export const byHand = (cloud: TestCloud, tenant: LargeTenant, every: number): Promise<Measured> =>
  withEmptyFile(false, async (connection) => {
    const supabase = createClient(cloud.url, cloud.secretKey, {
      auth: { persistSession: false },
      realtime: { transport: WebSocket as never },
    });
    let ms = 0;
    let rows = 0;
    for (const table of TENANT_TABLES) {
      for (let page = 0, more = true; more; page += every) {
        const began = performance.now();
        const from = page * HAND_PAGE;
        const { data, error } = await supabase
          .from(table)
          .select('*')
          .eq('tenant_id', tenant.tenantId)
          .order('id')
          .range(from, from + HAND_PAGE - 1);
        if (error) throw new Error(`${table}: ${error.message}`);
        insertPage(connection, table, data as readonly Readonly<Record<string, unknown>>[]);
        more = data.length === HAND_PAGE;
        rows += data.length;
        // The last page of a table is one whatever the sample.
        ms += (performance.now() - began) * (more ? every : 1);
      }
    }
    return { ms, rows };
  });

function insertPage(
  connection: Connection,
  table: TableName,
  page: readonly Readonly<Record<string, unknown>>[],
): void {
  const { columns } = codecOf(table);
  const insert = insertOf(table);
  const values = (row: Readonly<Record<string, unknown>>): SqlValue[] =>
    columns.map((column) => asSql(columnSpec(table, column) ?? 'text', valueOf(row, column)));
  connection.transaction(() => {
    for (const row of page) connection.run(insert, ...values(row));
  });
}

/** A hold's range stands on the tables' own interface as text. */
function valueOf(row: Readonly<Record<string, unknown>>, column: string): unknown {
  const during = row['during'];
  if (typeof during !== 'string' || (column !== 'starts_at' && column !== 'ends_at'))
    return row[column] ?? null;
  const [from = '', to = ''] = during.replaceAll(/["[\])(]/g, '').split(',');
  return column === 'starts_at' ? from : to;
}

function asSql(spec: string, value: unknown): SqlValue {
  if (value === null || value === undefined) return spec === 'json' ? 'null' : null;
  if (spec.startsWith('instant')) return Date.parse(value as string);
  if (spec.startsWith('json')) return JSON.stringify(value);
  return typeof value === 'boolean' ? Number(value) : (value as SqlValue);
}
