import type { TableName } from '../domain/tables.ts';
import { type Connection, sql } from './connection.ts';

/** Bucket of tables without months. */
const NO_BUCKET = 0;
const PROGRESS = sql(
  'bootstrap.progress',
  'select after_id, done from bootstrap_progress where scope = ? and table_name = ? and bucket = ?',
);
const SET_PROGRESS = sql(
  'bootstrap.set-progress',
  `insert into bootstrap_progress (scope, table_name, bucket, after_id, done) values (?, ?, ?, ?, ?)
   on conflict (scope, table_name, bucket) do update set after_id = excluded.after_id, done = excluded.done`,
);
const CLEAR_PROGRESS = sql('bootstrap.clear', 'delete from bootstrap_progress where scope = ?');
const COVER = sql(
  'coverage.set',
  `insert into coverage (scope, table_name, bucket, head) values (?, ?, ?, ?)
   on conflict (scope, table_name, bucket) do update set head = excluded.head`,
);
const CLEAR_COVERAGE = sql('coverage.clear', 'delete from coverage where scope = ?');

/** How far the fetching of each table and month has come, and what is held whole. Inside the caller's transaction. */
export type BootstrapMarks = {
  readonly resume: (scope: string, table: TableName, bucket: number | null) => string | null | 'done';
  /** True when this page made a month whole. */
  readonly mark: (
    scope: string,
    table: TableName,
    bucket: number | null,
    page: { readonly lastId: string | null; readonly more: boolean; readonly head: number },
  ) => boolean;
  readonly clear: (scope: string) => void;
};

export function createBootstrapMarks(connection: Connection): BootstrapMarks {
  return {
    resume: (scope, table, bucket) => {
      const row = connection.row(PROGRESS, scope, table, bucket ?? NO_BUCKET);
      if (row === undefined) return null;
      return row[1] === 1 ? 'done' : (row[0] as string | null);
    },
    mark: (scope, table, bucket, { lastId, more, head }) => {
      connection.run(SET_PROGRESS, scope, table, bucket ?? NO_BUCKET, lastId, more ? 0 : 1);
      if (more || bucket === null) return false;
      connection.run(COVER, scope, table, bucket, head);
      return true;
    },
    clear: (scope) => {
      connection.run(CLEAR_PROGRESS, scope);
      connection.run(CLEAR_COVERAGE, scope);
    },
  };
}
