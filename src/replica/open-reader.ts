import type { Instant } from '../base/time.ts';
import type { RowReader } from '../domain/command.ts';
import type { KnownClient } from '../domain/imports/import-plan.ts';
import { type Row, type TableName, TABLES } from '../domain/tables.ts';
import { connect, type Connection, type ConnectionOptions, sql, type Sql } from './connection.ts';
import { codecOf } from './row-codec.ts';
import { createRowReader } from './row-reader.ts';
import { createScopeStore } from './scope-store.ts';

/**
 * A second connection that only reads, for work of seconds in a thread of its own: it sees what is committed, and no
 * click waits for it.
 */
export type ReplicaReader = {
  readonly read: RowReader;
  /** Every client, as imports compare them. */
  readonly clients: () => readonly KnownClient[];
  /** Names of events that imports brought which were not taken back. */
  readonly importedKeys: () => ReadonlySet<string>;
  /** Rows of a table in the order of their ids, page by page; with `deleted` also those that are gone. */
  readonly rows: <T extends TableName>(
    table: T,
    options?: { readonly deleted: boolean },
  ) => Generator<Row<T>>;
  /** Lines of visits that begin between two instants, in the order of time. */
  readonly linesBetween: (
    locationId: string,
    from: Instant,
    to: Instant,
  ) => readonly Row<'appointment_line'>[];
  readonly count: (table: TableName) => number;
  /** Who this PC is, and the first UTC month from which all rows are here. */
  readonly holdings: (scope: string) => { readonly deviceId: string; readonly completeFrom: number | null };
  /** What is read until the answer is called is of one moment. */
  readonly freeze: () => () => void;
  readonly close: () => void;
};

const CLIENTS = sql(
  'reader.clients',
  'select id, name, phone, email, note, language from client where deleted_at is null',
);
const KEYS = sql(
  'reader.imported-keys',
  'select keys from import_group where deleted_at is null and undone_at is null',
);
const LINES = sql(
  'reader.lines-between',
  `select ${codecOf('appointment_line').columns.join(', ')} from appointment_line
   where location_id = ? and starts_at >= ? and starts_at < ? and deleted_at is null order by starts_at, id`,
);
const MONTHS = sql(
  'reader.months',
  'select bucket, count(distinct table_name) from coverage where scope = ? group by bucket',
);
const BEGIN = sql('reader.begin', 'begin');
const END = sql('reader.end', 'rollback');

const PAGE = 2_000;
const BUCKETED = Object.values(TABLES).filter(({ bucketed }) => bucketed).length;

/** Throws ReplicaError as `connect` does. */
export function openReader(options: Omit<ConnectionOptions, 'readonly'>): ReplicaReader {
  const connection = connect({ ...options, readonly: true });
  const statements = new Map<string, Sql>();
  const statement = (name: string, text: () => string): Sql => {
    let known = statements.get(name);
    if (!known) statements.set(name, (known = sql(name, text())));
    return known;
  };

  function* rows<T extends TableName>(table: T, { deleted } = { deleted: false }): Generator<Row<T>> {
    const codec = codecOf(table);
    const page = statement(
      `reader.page-${table}${deleted ? '-all' : ''}`,
      () =>
        `select ${codec.columns.join(', ')} from ${codec.table} where id > ?
         ${deleted ? '' : 'and deleted_at is null'} order by id limit ${String(PAGE)}`,
    );
    let after = '';
    for (;;) {
      const found = connection.rows(page, after);
      for (const stored of found) yield codec.decode<T>(stored);
      if (found.length < PAGE) return;
      after = found.at(-1)?.[0] as string;
    }
  }

  return {
    read: createRowReader(connection),
    rows,
    clients: () => connection.all<KnownClient>(CLIENTS),
    importedKeys: () =>
      new Set(connection.rows(KEYS).flatMap(([keys]) => JSON.parse(keys as string) as readonly string[])),
    linesBetween: (locationId, from, to) =>
      connection
        .rows(LINES, locationId, from, to)
        .map((stored) => codecOf('appointment_line').decode<'appointment_line'>(stored)),
    count: (table) => {
      const { table: known } = codecOf(table);
      const text = () => `select count(*) from ${known} where deleted_at is null`;
      return connection.row(statement(`reader.count-${known}`, text))?.[0] as number;
    },
    holdings: (scope) => holdingsOf(connection, scope),
    freeze: () => {
      connection.run(BEGIN);
      return () => {
        if (connection.inTransaction()) connection.run(END);
      };
    },
    close: connection.close,
  };
}

/** The first sync brings the last months; older ones follow, newest first, until the window of the PC is full. */
function holdingsOf(connection: Connection, scope: string): ReturnType<ReplicaReader['holdings']> {
  const { deviceId, coveredFrom } = createScopeStore(connection).get(scope);
  if (coveredFrom === null) return { deviceId, completeFrom: null };
  const held = new Map(connection.rows(MONTHS, scope) as readonly (readonly [number, number])[]);
  const whole = Math.min(BUCKETED, Math.max(0, ...held.values()));
  let from = coveredFrom;
  for (let month = monthBefore(from); held.get(month) === whole; month = monthBefore(month)) from = month;
  return { deviceId, completeFrom: from };
}

/** 202601 → 202512. */
const monthBefore = (month: number): number => (month % 100 === 1 ? month - 89 : month - 1);
