import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Rejection, TenantRole } from '../../src/domain/command.ts';
import { columnSpec, columnsOf, type TableName } from '../../src/domain/tables.ts';
import { insertRow } from '../fixtures/tenant.ts';
import { idOf } from './command-case.ts';
import type { AnyRow } from './memory-rows.ts';
import { ACTED_AT } from './typescript-side.ts';
import { DEVICE, memberOf, TENANT, TENANT as SCOPE, userOf } from './world.ts';

const SECRET = 'the secret of the desk in the cases';

/**
 * One transaction in which cases play on the server, one after the other: the world is made once, each case is rolled
 * back to it.
 */
export class SqlCase {
  readonly #client: pg.Client;
  #snapshot = '';
  #sent = 0;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async open(rows: readonly (readonly [TableName, AnyRow])[]): Promise<void> {
    await this.#client.query('begin');
    for (const role of ['owner', 'manager', 'front_desk'] as const) {
      await this.#client.query('insert into auth.users (id, email) values ($1, $2)', [
        userOf(role),
        `${role}@case.test`,
      ]);
    }
    for (const [table, row] of rows) await this.put(table, row);
    await insertRow(this.#client, 'sync.device_secret', {
      device_id: DEVICE,
      scope_id: SCOPE,
      hash: createHash('sha256').update(SECRET).digest(),
      name: 'Desk 1',
    });
    const listed = await this.#client.query<{ name: TableName; select_list: string }>(
      `select name, select_list from sync.synced_table where class <> 'platform'`,
    );
    this.#snapshot = listed.rows
      .map(
        ({ name, select_list }) =>
          `select '${name}' as name, json_build_array(${select_list}) as row from public.${name} where deleted_at is null`,
      )
      .join(' union all ');
    await this.#client.query('savepoint world');
  }

  /** Writes a row as the tables' owner. */
  async put(table: TableName, row: AnyRow): Promise<void> {
    await insertRow(this.#client, `public.${table}`, { tenant_id: TENANT, ...stored(table, row) });
  }

  async change(table: TableName, id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    const entries = Object.entries(stored(table, { id, ...values })).filter(([name]) => name !== 'id');
    await this.#client.query(
      `update public.${table} set ${entries.map(([name], index) => `${name} = $${index + 2}`).join(', ')} where id = $1`,
      [id, ...entries.map(([, value]) => value)],
    );
  }

  /** Switches a flag on for the tenant, as the platform does in a transaction of its own. */
  async switchOn(key: string): Promise<void> {
    const kept = await this.#client.query<{ scope: string; version: string }>(
      `select current_setting('sync.scope') as scope, current_setting('sync.version') as version`,
    );
    const set = (scope: string, version: string): Promise<unknown> =>
      this.#client.query(`select set_config('sync.scope', $1, true), set_config('sync.version', $2, true)`, [
        scope,
        version,
      ]);
    await set('', '');
    await this.#client.query(
      `insert into flag_override (id, tenant_id, flag_id, is_on, reason, changed_by)
       select gen_random_uuid(), $1, id, true, 'a trial', 'Support' from flag where key = $2`,
      [TENANT, key],
    );
    await set(kept.rows[0]?.scope ?? '', kept.rows[0]?.version ?? '');
  }

  /** Pushes one mutation as the member of that role; the stored refusal, or null. */
  async decide(role: TenantRole, name: string, args: unknown, base: unknown): Promise<Rejection | null> {
    this.#sent += 1;
    const clientId = idOf('replica');
    const request = {
      scope: SCOPE,
      device_id: DEVICE,
      device_secret: SECRET,
      client_id: clientId,
      schema: 1,
      mutations: [
        {
          id: this.#sent,
          uuid: idOf(`mutation ${this.#sent}`),
          name,
          v: 1,
          args,
          base,
          actor: memberOf(role),
          at: ACTED_AT,
          resolves: null,
        },
      ],
    };
    await this.#client.query(
      `select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`,
      [JSON.stringify({ sub: userOf(role), role: 'authenticated' })],
    );
    await this.#client.query('select public.sync_push($1)', [JSON.stringify(request)]);
    await this.#client.query('reset role');
    const verdict = await this.#client.query<{ code: Rejection['code'] | null; detail: Rejection['detail'] }>(
      'select code, detail from sync.mutation_result where client_id = $1 and id = $2',
      [clientId, this.#sent],
    );
    const row = verdict.rows[0];
    if (!row) throw new Error('the push left no verdict');
    return row.code === null ? null : { code: row.code, detail: row.detail };
  }

  /** Business columns of all live rows by table and id, as they travel. */
  async snapshot(): Promise<Record<string, Record<string, Record<string, unknown>>>> {
    const rows = await this.#client.query<{ name: TableName; row: unknown[] }>(this.#snapshot);
    const all: Record<string, Record<string, Record<string, unknown>>> = {};
    for (const { name, row } of rows.rows) {
      const columns = columnsOf(name);
      (all[name] ??= {})[String(row[0])] = Object.fromEntries(
        columns.map((column, index) => [column, row[index]]).slice(3),
      );
    }
    return all;
  }

  async again(): Promise<void> {
    this.#sent = 0;
    await this.#client.query('rollback to savepoint world');
  }
}

/** A row of the wire as the tables keep it. */
function stored(table: TableName, row: AnyRow): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (table === 'hold' && (name === 'starts_at' || name === 'ends_at')) continue;
    const instant = columnSpec(table, name)?.startsWith('instant') === true;
    values[name] = instant && typeof value === 'number' ? new Date(value).toISOString() : value;
  }
  if (table === 'hold' && typeof row['starts_at'] === 'number' && typeof row['ends_at'] === 'number') {
    values['during'] =
      `[${new Date(row['starts_at']).toISOString()},${new Date(row['ends_at']).toISOString()})`;
  }
  for (const name of ['locations', 'classes']) {
    if (table === 'device' && name in row) values[name] = JSON.stringify(row[name]);
  }
  return values;
}
