import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../src/base/time.ts';
import { columnSpec, columnsOf, TABLE_NAMES } from '../../../src/domain/tables.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import { migrate, readMigrations } from '../../../src/replica/migrate.ts';
import { openReplica } from '../../../src/replica/open-replica.ts';
import {
  at,
  booking,
  clockAt,
  DEVICE,
  fill,
  KEY,
  MEMBER,
  MIGRATIONS,
  newDesk,
  nextId,
  RECEPTION,
  SCOPE,
} from './replica-fixture.ts';

const SCHEMA = sql('test.schema', 'select type, name, tbl_name, sql from sqlite_schema order by type, name');

describe('opening a replica', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'open-replica-'));
    file = path.join(folder, 'replica.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (over: { readonly key?: Uint8Array; readonly migrationsFolder?: string } = {}) =>
    openReplica({
      path: file,
      key: KEY,
      migrationsFolder: MIGRATIONS,
      clock: clockAt(at(9)),
      newId: nextId,
      ...over,
    });

  it('keeps no readable name in the file, nor in its log', () => {
    const desk = newDesk(folder);
    fill(desk);
    desk.replica.execute(SCOPE, [booking()], RECEPTION);
    const readable = readdirSync(folder).filter((name) => {
      const bytes = readFileSync(path.join(folder, name));
      return bytes.includes('Thandi') || bytes.includes('SQLite format 3');
    });
    expect(readable).toEqual([]);
    desk.dispose();
  });

  it('answers REPLICA_LOCKED to another key and leaves the file as it is', () => {
    open().close();
    expect(() => open({ key: new Uint8Array(32).fill(8) })).toThrow(
      expect.objectContaining({ code: 'REPLICA_LOCKED' }),
    );
    open().close();
  });

  it('answers REPLICA_NEWER to a file from a later version, and does not touch it', () => {
    open().close();
    const connection = connect({ path: file, key: KEY });
    connection.pragma('user_version = 900');
    connection.close();
    expect(() => open()).toThrow(expect.objectContaining({ code: 'REPLICA_NEWER' }));
    const again = connect({ path: file, key: KEY });
    expect(again.pragma('user_version')).toBe(900);
    again.close();
  });

  it('answers REPLICA_CORRUPT when pages were changed on the disk', () => {
    const desk = newDesk(folder);
    fill(desk);
    desk.replica.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 8_192, bytes.length);
    writeFileSync(file, bytes);
    expect(() => {
      const replica = open();
      replica.query('locations', {}, { scope: SCOPE, now: at(9), showNames: true });
    }).toThrow(expect.objectContaining({ code: 'REPLICA_CORRUPT' }));
  });

  it('answers REPLICA_IO when the folder is not there', () => {
    file = path.join(folder, 'missing', 'replica.db');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'REPLICA_IO' }));
  });

  it('makes the same file step by step as at once', () => {
    const steps = readdirSync(MIGRATIONS).toSorted();
    const partial = path.join(folder, 'migrations');
    mkdirSync(partial);
    for (const step of steps) {
      copyFileSync(path.join(MIGRATIONS, step), path.join(partial, step));
      const connection = connect({ path: file, key: KEY });
      migrate(connection, readMigrations(partial), at(9));
      connection.close();
    }
    const migrated = connect({ path: file, key: KEY });
    const grown = migrated.all(SCHEMA);
    migrated.close();

    file = path.join(folder, 'fresh.db');
    open().close();
    const fresh = connect({ path: file, key: KEY });
    expect(grown).toEqual(fresh.all(SCHEMA));
    expect(fresh.pragma('user_version')).toBe(steps.length);
    fresh.close();
  });

  it('takes a broken step back as a whole', () => {
    const partial = path.join(folder, 'migrations');
    mkdirSync(partial);
    for (const step of readdirSync(MIGRATIONS))
      copyFileSync(path.join(MIGRATIONS, step), path.join(partial, step));
    const count = readdirSync(MIGRATIONS).length;
    const next = `${String(count + 1).padStart(4, '0')}_broken.sql`;
    writeFileSync(path.join(partial, next), 'create table half (id text); create table half (id text);');
    expect(() => open({ migrationsFolder: partial })).toThrow(/half/);
    const connection = connect({ path: file, key: KEY });
    expect(connection.pragma('user_version')).toBe(count);
    expect(
      connection.get(sql('test.half', `select name from sqlite_schema where name = 'half'`)),
    ).toBeUndefined();
    connection.close();
  });

  it('has exactly the columns that the list of synced tables names', () => {
    open().close();
    const connection = connect({ path: file, key: KEY });
    for (const table of TABLE_NAMES) {
      const columns = connection.all<{ name: string; type: string; notnull: number }>(
        sql(`test.${table}`, `select name, type, "notnull" from pragma_table_info('${table}')`),
      );
      const named = columnsOf(table).map((name) => {
        const spec = columnSpec(table, name) ?? '';
        const whole = ['int', 'cents', 'bool', 'instant'].includes(spec.replace('?', ''));
        return { name, type: whole ? 'INTEGER' : 'TEXT', notnull: spec.endsWith('?') ? 0 : 1 };
      });
      expect({ table, columns }).toEqual({ table, columns: named });
    }
    connection.close();
  });

  it('is as durable as it says: WAL with every commit on the disk, sorts in memory', () => {
    const connection = connect({ path: file, key: KEY });
    expect(connection.pragma('journal_mode')).toBe('wal');
    expect(connection.pragma('synchronous')).toBe(2);
    expect(connection.pragma('temp_store')).toBe(2);
    connection.close();
  });

  it('answers DISK_FULL, takes the transaction back and goes on when there is room again', () => {
    open().close();
    const connection = connect({ path: file, key: KEY });
    const pages = connection.pragma('page_count') as number;
    connection.pragma(`max_page_count = ${pages + 2}`);
    const set = sql('test.set', 'insert into setting (key, value) values (?, ?)');
    expect(() =>
      connection.transaction(() => {
        for (let index = 0; index < 100; index += 1) connection.run(set, `key ${index}`, 'x'.repeat(1_000));
      }),
    ).toThrow(expect.objectContaining({ code: 'DISK_FULL' }));
    expect(connection.inTransaction()).toBe(false);
    const count = sql('test.count', "select count(*) from setting where key like 'key %'");
    expect(connection.row(count)).toEqual([0]);
    connection.pragma(`max_page_count = ${pages + 1_000}`);
    connection.transaction(() => connection.run(set, 'key', 'value'));
    connection.close();
  });

  it('reports a slow statement by its name alone', () => {
    const slow: unknown[] = [];
    const connection = connect({ path: file, key: KEY, onSlow: (report) => slow.push(report) });
    connection.row(
      sql(
        'test.slow',
        `with recursive n (i) as (select 1 union all select i + 1 from n where i < 3000000) select max(i) from n where i > ?`,
      ),
      0,
    );
    expect(slow).toEqual([{ name: 'test.slow', ms: expect.any(Number) }]);
    connection.close();
  });

  describe('decided work', () => {
    const row = (uuid: string, status: string, at: number) =>
      [uuid, SCOPE, 1, 'block.remove', 1, '{}', '{}', MEMBER, 'manager', DEVICE, at, status, 2, at] as const;
    const add = sql(
      'test.journal',
      `insert into journal (uuid, scope, id, name, v, args, base, actor, role, device, at, status, version, decided_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const kept = sql('test.kept', 'select uuid from journal order by uuid');

    it('is forgotten after 35 days, but not a refusal that nobody has dealt with', () => {
      const desk = newDesk(folder);
      fill(desk);
      const eye = connect({ path: file, key: KEY });
      const conflict = sql(
        'test.conflict',
        `insert into conflict (id, row_version, client_id, device_id, name, args, code, detail, actor_id, at, state)
         values (?, 2, 'c', 'd', 'block.remove', '{}', 'not_found', '{}', 'm', 1, 'open')`,
      );
      eye.run(add, ...row('old', 'applied', at(9) - 36 * DAY));
      eye.run(add, ...row('young', 'applied', at(9) - 34 * DAY));
      eye.run(add, ...row('open', 'rejected', at(9) - 36 * DAY));
      eye.run(add, ...row('closed', 'rejected', at(9) - 36 * DAY));
      eye.run(conflict, 'open');
      desk.replica.syncStore.hearTime(SCOPE, at(9));
      expect(eye.rows(kept)).toEqual([['open'], ['young']]);
      // Refusals come again with the rows: until then none counts as dealt with.
      desk.replica.syncStore.beginBootstrap(SCOPE, 7);
      desk.replica.syncStore.hearTime(SCOPE, at(9) + 40 * DAY);
      expect(eye.rows(kept)).toEqual([['open'], ['young']]);
      eye.close();
      desk.replica.close();
    });

    it('does not age by a clock that is set wrong, a year ahead or a year back', () => {
      const ahead = newDesk(folder);
      fill(ahead);
      const eye = connect({ path: file, key: KEY });
      eye.run(add, ...row('young', 'applied', at(9)));
      ahead.replica.close();
      const clock = clockAt(at(9) + 365 * DAY);
      const replica = openReplica({
        path: file,
        key: KEY,
        migrationsFolder: MIGRATIONS,
        clock,
        newId: nextId,
      });
      replica.syncStore.hearTime(SCOPE, at(9));
      expect(eye.rows(kept)).toEqual([['young']]);

      clock.set(at(9) - 365 * DAY);
      replica.execute(SCOPE, [booking()], RECEPTION);
      const uuid = replica.syncStore.nextBatch(SCOPE, 1)?.mutations[0]?.uuid ?? '';
      replica.syncStore.setAside?.(SCOPE, uuid, { code: 'HTTP413', message: 'too large' });
      const decided = sql('test.decided', 'select decided_at from journal where uuid = ?');
      expect(eye.row(decided, uuid)).toEqual([at(9)]);
      eye.close();
      replica.close();
    });
  });
});
