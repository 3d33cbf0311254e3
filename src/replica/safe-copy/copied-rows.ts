import { type Connection, type Sql, sql, type SqlValue } from '../connection.ts';
import { ReplicaError } from '../replica-error.ts';

/** A row outside of its file: bytes as {b64}. */
export type PlainRow = Readonly<Record<string, string | number | null | { readonly b64: string }>>;

/** What a command is, wherever it is kept. */
const COMMAND = 'uuid scope id name v args base actor role device at resolves follows';
/** Rows that only this PC has, by table: what must outlive the file that they are in. */
export const COPIED_COLUMNS = {
  outbox: COMMAND.split(' '),
  journal: `${COMMAND} status code detail version decided_at`.split(' '),
  meta: 'scope scope_name client_id device_id device_secret'.split(' '),
  pc_person: [
    ...'scope member_id name role email user_id pin_hash pin_salt failures last_online_at'.split(' '),
    ...'refresh_token access_token expires_at'.split(' '),
  ],
  setting: ['key', 'value'],
} as const;
export type CopiedTable = keyof typeof COPIED_COLUMNS;

const KEYS: Readonly<Record<CopiedTable, string>> = {
  outbox: 'uuid',
  journal: 'uuid',
  meta: 'scope',
  pc_person: 'member_id',
  setting: 'key',
};

const selects = new Map<string, Sql>();
const select = (table: CopiedTable, rest: string): Sql => {
  const name = `copy.${table} ${rest}`;
  let known = selects.get(name);
  if (!known)
    selects.set(
      name,
      (known = sql(name, `select ${COPIED_COLUMNS[table].join(', ')} from ${table} ${rest}`)),
    );
  return known;
};

const toPlain = (row: Readonly<Record<string, SqlValue>>): PlainRow =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Uint8Array ? { b64: Buffer.from(value).toString('base64') } : value,
    ]),
  );

export const rowsOf = (
  connection: Connection,
  table: CopiedTable,
  rest: string,
  ...params: readonly SqlValue[]
): readonly PlainRow[] =>
  connection.all<Readonly<Record<string, SqlValue>>>(select(table, rest), ...params).map(toPlain);

/**
 * Rows of a file of which parts cannot be read: from both ends of its key, until a page fails. Answers also whether all
 * was read.
 */
export function rowsAround(
  connection: Connection,
  table: CopiedTable,
): { readonly rows: readonly PlainRow[]; readonly whole: boolean } {
  const key = KEYS[table];
  const rows = new Map<string, PlainRow>();
  const readFrom = (order: 'asc' | 'desc'): boolean => {
    const beyond = order === 'asc' ? '>' : '<';
    const rest = `where ${key} ${beyond} ? order by ${key} ${order} limit 1`;
    let after = order === 'asc' ? '' : PAST_ALL_KEYS;
    try {
      for (;;) {
        const [row] = rowsOf(connection, table, rest, after);
        if (!row) return true;
        after = row[key] as string;
        rows.set(after, row);
      }
    } catch (error) {
      if (error instanceof ReplicaError) return false;
      throw error;
    }
  };
  const whole = readFrom('asc');
  if (!whole) readFrom('desc');
  return { rows: [...rows.values()], whole };
}
const PAST_ALL_KEYS = '~';

const inserts = new Map<CopiedTable, Sql>();
/** Adds a row that is not there yet; answers whether it was added. */
export function addRow(connection: Connection, table: CopiedTable, row: PlainRow): boolean {
  let insert = inserts.get(table);
  if (!insert) {
    const columns = COPIED_COLUMNS[table];
    const text = `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
      on conflict do nothing`;
    inserts.set(table, (insert = sql(`copy.add-${table}`, text)));
  }
  const values = COPIED_COLUMNS[table].map((column): SqlValue => {
    const value = row[column] ?? null;
    return typeof value === 'object' && value !== null ? Buffer.from(value.b64, 'base64') : value;
  });
  return connection.run(insert, ...values) === 1;
}
