import type { RowChange } from '../domain/command.ts';
import { assert } from '../base/assert.ts';
import type { Instant } from '../base/time.ts';
import type { ChangeTracker } from './change-tracker.ts';
import type { DayCards } from './day-cards.ts';
import { clearClientIndex, indexClient } from './client-search-index.ts';
import { type Connection, type Sql, sql } from './connection.ts';
import {
  codecOf,
  DELETED_INDEX,
  fromJson,
  type RowCodec,
  type StoredRow,
  toJson,
  VERSION_INDEX,
} from './row-codec.ts';

const SAVE_BASE = sql(
  'base-row.save',
  `insert into base_row (scope, table_name, id, json, changed_by) values (?, ?, ?, ?, ?)
   on conflict (table_name, id) do update set changed_by = excluded.changed_by`,
);
const BASE_ROWS = sql('base-row.all', 'select table_name, id, json from base_row where scope = ?');
const HAS_BASE = sql('base-row.has', 'select 1 from base_row where table_name = ? and id = ?');
const NEW_HERE = sql(
  'base-row.new-here',
  'select 1 from base_row where table_name = ? and id = ? and json is null',
);
const SET_BASE = sql('base-row.set', 'update base_row set json = ? where table_name = ? and id = ?');
const DROP_BASE = sql('base-row.drop', 'delete from base_row where table_name = ? and id = ?');
const CLEAR_BASE = sql('base-row.clear', 'delete from base_row where scope = ?');

/** The rows that this desk shares with the cloud, and the server's version of those that pending work changed. */
export type SyncedTables = {
  readonly read: (codec: RowCodec, id: string) => StoredRow | undefined;
  /** Applies what the command `by` changes, keeping the server's version of each row that is touched first. */
  readonly applyChanges: (
    scope: string,
    by: string,
    changes: readonly RowChange[],
    at: Instant,
    tracker: ChangeTracker,
  ) => void;
  /** Takes all pending effects of a scope back: the tables are the server's word again. */
  readonly restoreBase: (scope: string, tracker: ChangeTracker) => void;
  /** Stores a row from the cloud if it is newer than the one here; call it only between restore and replay. */
  readonly applyServerRow: (codec: RowCodec, stored: StoredRow, tracker: ChangeTracker | null) => boolean;
  /** Puts the cloud's row in the place of whatever is here, or removes it (undefined); between restore and replay. */
  readonly putServerRow: (
    codec: RowCodec,
    id: string,
    stored: StoredRow | undefined,
    tracker: ChangeTracker,
  ) => void;
  /** Pending work has changed this row. */
  readonly isPending: (codec: RowCodec, id: string) => boolean;
  /** The cloud's row is what stands here already, but for its version: it waits no longer. */
  readonly confirm: (codec: RowCodec, stored: StoredRow, tracker: ChangeTracker) => void;
  /** Pending work has made this row: the cloud did not have it. */
  readonly isNewHere: (codec: RowCodec, id: string) => boolean;
  /** The cloud's row is what stood here before later pending work took it away again: it goes beneath that. */
  readonly confirmBeneath: (codec: RowCodec, stored: StoredRow, tracker: ChangeTracker) => void;
  readonly clear: (codec: RowCodec) => void;
  /** One durable transaction around any of the above; what is derived from rows follows before the commit. */
  readonly transaction: <T>(work: () => T, keep?: (result: T) => boolean) => T;
};

export function createSyncedTables(connection: Connection, cards: DayCards): SyncedTables {
  const updates = new Map<string, Sql>();

  const updateOf = (codec: RowCodec, columns: readonly string[]): Sql => {
    const key = `${codec.table}.update:${columns.join(',')}`;
    let statement = updates.get(key);
    if (!statement) {
      const list = columns.map((column) => `${column} = ?`).join(', ');
      updates.set(key, (statement = sql(key, `update ${codec.table} set ${list} where id = ?`)));
    }
    return statement;
  };

  /** The one function that writes synced tables. `after` undefined removes the row without a tombstone. */
  const write = (
    codec: RowCodec,
    id: string,
    before: StoredRow | undefined,
    after: StoredRow | undefined,
    tracker: ChangeTracker | null,
  ): void => {
    // Even a row that stays as it is may begin or cease to wait for the cloud, which its card shows.
    cards.touch(codec, before, after);
    if (after === undefined) {
      if (before === undefined) return;
      connection.run(codec.remove, id);
    } else if (before === undefined) {
      connection.run(codec.upsert, ...after);
    } else {
      // Only what differs: an index whose columns stay as they are is not written again.
      const changed = codec.columns.filter((_, index) => before[index] !== after[index]);
      if (changed.length === 0) return;
      const values = changed.map((column) => after[codec.indexOf(column)] ?? null);
      connection.run(updateOf(codec, changed), ...values, id);
    }
    if (codec.table === 'client') indexClient(connection, id, before, after);
    tracker?.touch(codec, id, before);
  };

  const read = (codec: RowCodec, id: string): StoredRow | undefined => connection.row(codec.selectById, id);

  const changed = (
    codec: RowCodec,
    change: RowChange,
    before: StoredRow | undefined,
    at: Instant,
  ): StoredRow => {
    if (change.op === 'insert') {
      const values = change.values as Readonly<Record<string, unknown>>;
      return codec.columns.map((column) => {
        if (column === 'id') return change.id;
        // The server's version of an own tombstone stays; 0 says that only this desk knows the row.
        if (column === 'row_version') return before?.[VERSION_INDEX] ?? 0;
        if (column === 'deleted_at') return null;
        return codec.toSql(column, values[column] ?? null);
      });
    }
    assert(before, `${change.op} of ${change.table} that is not here`);
    const after = [...before];
    if (change.op === 'delete') after[DELETED_INDEX] = at;
    else {
      for (const [column, value] of Object.entries(change.values)) {
        after[codec.indexOf(column)] = codec.toSql(column, value);
      }
    }
    return after;
  };

  return {
    read,
    applyChanges: (scope, by, changes, at, tracker) => {
      for (const change of changes) {
        const codec = codecOf(change.table);
        const before = read(codec, change.id);
        const after = changed(codec, change, before, at);
        connection.run(
          SAVE_BASE,
          scope,
          change.table,
          change.id,
          before === undefined ? null : toJson(codec, before),
          by,
        );
        write(codec, change.id, before, after, tracker);
      }
    },
    restoreBase: (scope, tracker) => {
      const rows = connection.all<{ table_name: string; id: string; json: string | null }>(BASE_ROWS, scope);
      for (const { table_name, id, json } of rows) {
        const codec = codecOf(table_name);
        write(codec, id, read(codec, id), json === null ? undefined : fromJson(codec, json), tracker);
      }
      connection.run(CLEAR_BASE, scope);
    },
    applyServerRow: (codec, stored, tracker) => {
      const id = stored[0] as string;
      const before = read(codec, id);
      if (before && (before[VERSION_INDEX] as number) >= (stored[VERSION_INDEX] as number)) return false;
      write(codec, id, before, stored, tracker);
      return true;
    },
    putServerRow: (codec, id, stored, tracker) => write(codec, id, read(codec, id), stored, tracker),
    isPending: (codec, id) => connection.row(HAS_BASE, codec.table, id) !== undefined,
    confirm: (codec, stored, tracker) => {
      const id = stored[0] as string;
      write(codec, id, read(codec, id), stored, tracker);
      connection.run(DROP_BASE, codec.table, id);
    },
    isNewHere: (codec, id) => connection.row(NEW_HERE, codec.table, id) !== undefined,
    confirmBeneath: (codec, stored, tracker) => {
      const id = stored[0] as string;
      const here = read(codec, id);
      assert(here, 'only what is here can be confirmed');
      const versioned = here.map((value, index) =>
        index === VERSION_INDEX ? (stored[VERSION_INDEX] ?? null) : value,
      );
      write(codec, id, here, versioned, tracker);
      connection.run(SET_BASE, toJson(codec, stored), codec.table, id);
    },
    clear: (codec) => {
      connection.run(codec.clear);
      if (codec.table === 'appointment') cards.eraseAll();
      if (codec.table === 'client') clearClientIndex(connection);
    },
    transaction: (work, keep = () => true) => {
      try {
        return connection.transaction(() => {
          const result = work();
          if (keep(result)) cards.flush();
          return result;
        }, keep);
      } finally {
        cards.forget();
      }
    },
  };
}
