import { bothHold, type DeviceHolds } from '../contracts/device-scope.ts';
import type { DeviceScopePort } from '../contracts/ports.ts';
import { TABLES, TENANT_TABLES, type TableName } from '../domain/tables.ts';
import { createChangeTracker } from './change-tracker.ts';
import { type Connection, type Sql, sql } from './connection.ts';
import type { Rebase } from './rebase.ts';
import { codecOf, wireReader } from './row-codec.ts';
import type { ScopeStore } from './scope-store.ts';
import type { SyncedTables } from './synced-tables.ts';

/** Rows that are looked at in one transaction, and taken away: neither must keep a click waiting. */
const LOOKED_AT = 4_000;
const TAKEN_AWAY = 150;

const SET_DUE = sql('meta.scope-due', 'update meta set scope_v = ?, holds_due = ? where scope = ?');
const SET_HOLDS = sql('meta.holds', 'update meta set holds = ?, holds_due = ? where scope = ?');
const VISITS = sql('device-scope.visits', 'select count(*) from appointment where deleted_at is null');

/** Of tables without a location only the class counts. */
function isOutside(table: TableName, location: unknown, { locations, classes }: DeviceHolds): boolean {
  if (!classes.includes(TABLES[table].class)) return true;
  return (
    locations !== null && TABLES[table].locationColumn !== null && !locations.includes(location as string)
  );
}

/** The next rows by id, and whether pending work has changed them. */
const looks = new Map<TableName, Sql>();
function lookAt(table: TableName): Sql {
  let known = looks.get(table);
  if (!known) {
    const { table: name } = codecOf(table);
    const location = TABLES[table].locationColumn ?? 'null';
    known = sql(
      `${name}.look`,
      `select id, ${location}, exists (select 1 from base_row b where b.table_name = '${name}' and b.id = ${name}.id)
       from ${name} where id > ? order by id limit ${String(LOOKED_AT)}`,
    );
    looks.set(table, known);
  }
  return known;
}

/** A changed device scope is carried out row by row; see the port. */
export function createDeviceScopeStore(
  connection: Connection,
  tables: SyncedTables,
  scopes: ScopeStore,
  rebase: Rebase,
): DeviceScopePort {
  const text = (holds: DeviceHolds): string => JSON.stringify(holds);

  return {
    holds: (scope) => {
      const { holds, holdsDue } = scopes.get(scope);
      return { now: holds, due: holdsDue };
    },
    begin: (scope, scopeV, due) => {
      connection.transaction(() => {
        const { holds, holdsDue } = scopes.get(scope);
        // A change that was being carried out has taken away what it did not allow.
        if (holds && holdsDue) connection.run(SET_HOLDS, text(bothHold(holds, holdsDue)), null, scope);
        connection.run(SET_DUE, scopeV, text(due), scope);
      });
    },
    visits: () => connection.row(VISITS)?.[0] as number,
    narrow: (scope, from) =>
      tables.transaction(() => {
        const tracker = createChangeTracker(connection);
        const { holdsDue } = scopes.get(scope);
        const order = TENANT_TABLES;
        const table = order[from.table];
        if (holdsDue === null || table === undefined)
          return { notice: tracker.notice(), next: null, pending: 0 };
        const codec = codecOf(table);
        const mayBeOutside =
          !holdsDue.classes.includes(TABLES[table].class) ||
          (holdsDue.locations !== null && TABLES[table].locationColumn !== null);
        const found = mayBeOutside ? connection.rows(lookAt(table), from.after) : [];
        let taken = 0;
        let pending = 0;
        let after = from.after;
        for (const [id, location, isPending] of found) {
          if (isOutside(table, location, holdsDue)) {
            if (isPending === 1) pending += 1;
            else {
              tables.putServerRow(codec, id as string, undefined, tracker);
              taken += 1;
            }
          }
          after = id as string;
          if (taken === TAKEN_AWAY) break;
        }
        const isOver = found.length < LOOKED_AT && after === (found.at(-1)?.[0] ?? from.after);
        return {
          notice: tracker.notice(),
          next: isOver ? { table: from.table + 1, after: '' } : { table: from.table, after },
          pending,
        };
      }),
    storePage: (scope, table, page) =>
      tables.transaction(() => {
        const codec = codecOf(table);
        const read = wireReader(codec, page.cols);
        const tracker = createChangeTracker(connection);
        rebase(scope, tracker, () => {
          for (const row of page.rows) tables.applyServerRow(codec, read(row), tracker);
        });
        return tracker.notice();
      }),
    end: (scope, pending) => {
      connection.transaction(() => {
        const { holdsDue } = scopes.get(scope);
        const due = holdsDue && text(holdsDue);
        // What waits for the cloud outside of the scope goes when it is decided: until then it stays due.
        connection.run(SET_HOLDS, due, pending > 0 ? due : null, scope);
      });
      return { tables: [...TENANT_TABLES, 'coverage'], days: [] };
    },
  };
}
