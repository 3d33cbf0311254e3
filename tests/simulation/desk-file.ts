import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codecOf } from '../../src/replica/row-codec.ts';
import { connect, type Connection, sql } from '../../src/replica/connection.ts';
import type { TableName } from '../../src/domain/tables.ts';

/** The one key of all simulated files. */
export const FILE_KEY = new Uint8Array(32).fill(7);

export const replicaFile = (folder: string): string => path.join(folder, 'replica.db');

/** Folders for the files of one seed; each life of a desk has its own. */
export type Drawer = { readonly folder: () => string; readonly remove: () => void };

/** A killed process loses nothing that it wrote, so the files need no disk: memory where there is a folder of it. */
const MEMORY = '/dev/shm';

export function openDrawer(): Drawer {
  const root = mkdtempSync(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'simulation-'));
  let made = 0;
  return {
    folder: () => {
      const folder = path.join(root, String((made += 1)));
      mkdirSync(folder);
      return folder;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/**
 * Takes the files as they lie on the disk: what a killed process leaves, write-ahead logs and half-built files among
 * them. The index of a log is the process's own and is made anew.
 */
export function copyFiles(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    if (!name.endsWith('-shm')) copyFileSync(path.join(from, name), path.join(to, name));
  }
}

const ENROL = sql('sim.enrol', 'update meta set client_id = ?, device_id = ?, device_secret = ?');

/** Makes a copied file another PC's: its rows are as whole as the first one's. */
export function enrolFile(
  folder: string,
  { clientId, deviceId, deviceSecret }: Readonly<Record<'clientId' | 'deviceId' | 'deviceSecret', string>>,
): void {
  const connection = connect({ path: replicaFile(folder), key: FILE_KEY });
  connection.transaction(() => connection.run(ENROL, clientId, deviceId, deviceSecret));
  connection.close();
}

export type IntentRow = {
  readonly uuid: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The refusal that it answers. */
  readonly resolves: string | null;
};
export type JournalRow = IntentRow & {
  readonly status: 'applied' | 'rejected';
  readonly code: string | null;
};
export type ViewRow = Readonly<Record<string, unknown>> & { readonly id: string };

const OUTBOX = sql('sim.outbox', 'select uuid, name, args, resolves from outbox order by scope, id');
const JOURNAL = sql(
  'sim.journal',
  'select uuid, name, args, resolves, status, code from journal order by uuid',
);
const STATE = sql('sim.state', 'select state from meta');
const BASE_ROWS = sql('sim.base-rows', 'select count(*) from base_row');

type Text = Omit<IntentRow, 'args'> & { readonly args: string };
const read = <T extends Text>(row: T) => ({ ...row, args: JSON.parse(row.args) as IntentRow['args'] });

/** A second, reading pair of eyes on a desk's file. */
export type Eye = {
  readonly outbox: () => readonly IntentRow[];
  readonly journal: () => readonly JournalRow[];
  /** Of its one scope; undefined before it follows one. */
  readonly state: () => string | undefined;
  /** Rows whose server version is kept because of waiting work. */
  readonly baseRows: () => number;
  /** All rows of a table in the order of their ids, deleted ones too. */
  readonly rows: (table: TableName) => readonly ViewRow[];
  readonly close: () => void;
};

export function openEye(folder: string): Eye {
  const connection: Connection = connect({ path: replicaFile(folder), key: FILE_KEY, readonly: true });
  const statements = new Map<TableName, ReturnType<typeof sql>>();
  return {
    outbox: () => connection.all<Text>(OUTBOX).map(read),
    journal: () => connection.all<Omit<JournalRow, 'args'> & Text>(JOURNAL).map(read),
    state: () => connection.row(STATE)?.[0]?.toString(),
    baseRows: () => Number(connection.row(BASE_ROWS)?.[0]),
    rows: (table) => {
      const codec = codecOf(table);
      let statement = statements.get(table);
      if (!statement) {
        statement = sql(`sim.${table}`, `select ${codec.columns.join(', ')} from ${table} order by id`);
        statements.set(table, statement);
      }
      return connection.rows(statement).map((stored) => codec.decode(stored) as unknown as ViewRow);
    },
    close: connection.close,
  };
}
