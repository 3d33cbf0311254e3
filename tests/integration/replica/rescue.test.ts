import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../src/base/time.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import { lastRescue, markDamaged, openSturdy, type SturdyReplica } from '../../../src/replica/rescue.ts';
import { COPIED_COLUMNS } from '../../../src/replica/safe-copy/copied-rows.ts';
import { keptIn, readKept, safeCopyFile, safeCopyLog } from '../../../src/replica/safe-copy/safe-copy.ts';
import {
  at,
  booking,
  clockAt,
  fill,
  KEY,
  MEMBER,
  MIGRATIONS,
  nextId,
  RECEPTION,
  SCOPE,
} from './replica-fixture.ts';

const PAGE = 4_096;
const person = {
  memberId: MEMBER,
  name: 'Lindiwe',
  role: 'manager',
  email: 'lindiwe@example.test',
  userId: null,
} as const;

describe('a damaged replica', () => {
  let folder: string;
  let file: string;
  const clock = clockAt(at(9));
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'rescue-'));
    file = path.join(folder, 'replica.db');
    clock.set(at(9));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (key: Uint8Array = KEY): SturdyReplica =>
    openSturdy({ path: file, key, migrationsFolder: MIGRATIONS, clock, newId: nextId });
  const filled = (): SturdyReplica => {
    const replica = open();
    fill({ replica, folder, file, clock } as never);
    return replica;
  };
  const book = (replica: SturdyReplica, hour: number): string => {
    const command = booking({ startsAt: at(hour) });
    const done = replica.execute(SCOPE, [command], { ...RECEPTION, at: clock.now() });
    expect(done.ok).toBe(true);
    return command.args['id'] as string;
  };
  /** Uuids and arguments of what waits, in order. */
  const waiting = (): readonly unknown[] => {
    const connection = connect({ path: file, key: KEY });
    const rows = connection.rows(
      sql('test.waiting', 'select uuid, name, args, base, at from outbox order by id'),
    );
    connection.close();
    return rows;
  };
  const flip = (offset: number, name = file): void => {
    const bytes = readFileSync(name);
    bytes[offset]! ^= 1;
    writeFileSync(name, bytes);
  };
  const putAside = (): readonly string[] => readdirSync(path.join(folder, 'damaged'));

  it('is put aside whole, and what waits comes into a new one, wherever the byte was that changed', () => {
    const replica = filled();
    replica.people.signedInOnline(SCOPE, person, at(9));
    replica.settings.set('device.name', 'Counter');
    for (const hour of [10, 12, 14]) book(replica, hour);
    replica.close();
    const sound = readFileSync(file);
    const copy = readFileSync(safeCopyFile(file));
    const before = waiting();
    expect(before).toHaveLength(3);

    const pages = sound.length / PAGE;
    for (let page = 0; page < pages; page += 7) {
      clock.set(clock.now() + DAY);
      writeFileSync(file, sound);
      writeFileSync(safeCopyFile(file), copy);
      flip(page * PAGE + 2_000);
      const harmed = readFileSync(file);
      // A page that is read at the start tells by itself; another is found in the middle of work.
      if (page % 2 === 1) markDamaged(file);
      const again = open();
      if (again.rescue === null) {
        again.close();
        continue;
      }
      expect(again.rescue).toEqual({ at: clock.now(), work: 3, whole: true });
      expect(lastRescue(again)).toEqual(again.rescue);
      expect(again.scopes.get(SCOPE)).toMatchObject({ state: 'empty', scopeName: 'Sunrise Salon' });
      expect(again.people.list(SCOPE)).toMatchObject([{ memberId: MEMBER, name: 'Lindiwe' }]);
      expect(again.settings.get('device.name')).toBe('Counter');
      again.close();
      expect(waiting()).toEqual(before);
      const aside = path.join(folder, 'damaged', String(clock.now()), 'replica.db');
      expect(readFileSync(aside).equals(harmed)).toBe(true);
      // The next start is an ordinary one.
      const next = open();
      expect(next.rescue).toBeNull();
      next.close();
    }
    expect(putAside().length).toBeGreaterThan(5);
  });

  it('whose second copy is damaged too gives what either of them can still read', () => {
    const replica = filled();
    for (const hour of [10, 12, 14]) book(replica, hour);
    replica.close();
    const before = waiting();
    const lines = readFileSync(safeCopyFile(file), 'latin1').split('\n');
    // One line of the copy is gone, and one page of the file that no work is in.
    const harmed = lines.map((line, index) =>
      index === lines.length - 1 ? `${line.slice(0, 40)}AAAA` : line,
    );
    writeFileSync(safeCopyFile(file), harmed.join('\n'));
    markDamaged(file);
    const again = open();
    expect(again.rescue).toMatchObject({ work: 3, whole: true });
    again.close();
    expect(new Set(waiting().map(String))).toEqual(new Set(before.map(String)));
  });

  it('gets its diary again by a first sync, with what waits on top', () => {
    const replica = filled();
    const id = book(replica, 10);
    replica.close();
    flip(2_000);
    const again = open();
    expect(again.query('appointment', { id }, { scope: SCOPE, now: at(9), showNames: true })).toBeNull();
    fill({ replica: again, folder, file, clock } as never);
    expect(again.query('appointment', { id }, { scope: SCOPE, now: at(9), showNames: true })).toMatchObject({
      pending: true,
      startsAt: at(10),
    });
    again.close();
  });

  it('is not begun a fourth time within a day: that disk is failing', () => {
    const replica = filled();
    book(replica, 10);
    replica.close();
    for (let time = 0; time < 3; time += 1) {
      clock.set(clock.now() + MINUTE);
      flip(2_000);
      open().close();
    }
    clock.set(clock.now() + MINUTE);
    flip(2_000);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'REPLICA_CORRUPT' }));
    expect(putAside()).toHaveLength(3);
    clock.set(clock.now() + 2 * DAY);
    const later = open();
    expect(later.rescue).toMatchObject({ work: 1 });
    later.close();
  });

  it('is told from a wrong key, which touches nothing', () => {
    const replica = filled();
    book(replica, 10);
    replica.close();
    expect(() => open(new Uint8Array(32).fill(9))).toThrow(
      expect.objectContaining({ code: 'REPLICA_LOCKED' }),
    );
    expect(readdirSync(folder)).not.toContain('damaged');
    const again = open();
    expect(again.syncStore.pendingCount(SCOPE)).toBe(1);
    again.close();
  });
});

describe('the second copy of what waits', () => {
  let folder: string;
  let file: string;
  const clock = clockAt(at(9));
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'copy-'));
    file = path.join(folder, 'replica.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (): SturdyReplica =>
    openSturdy({ path: file, key: KEY, migrationsFolder: MIGRATIONS, clock, newId: nextId });
  const book = (replica: SturdyReplica, hour: number): string => {
    const command = booking({ startsAt: at(hour) });
    expect(replica.execute(SCOPE, [command], RECEPTION).ok).toBe(true);
    return command.args['id'] as string;
  };
  /** What the copy and the file hold, side by side. */
  const both = () => {
    const connection = connect({ path: file, key: KEY });
    const inFile = keptIn(connection);
    connection.close();
    const inCopy = readKept(safeCopyLog(file, KEY));
    return {
      file: { work: [...inFile.work.keys()], decided: [...inFile.decided.values()] },
      copy: { work: [...inCopy.work.keys()], decided: [...inCopy.decided.values()] },
    };
  };

  it('holds at every moment what the file holds: added, settled, numbered anew, given back, set aside', () => {
    const replica = open();
    fill({ replica, folder, file, clock } as never);
    for (const hour of [10, 11, 12, 14]) book(replica, hour);
    // A booking that is refused leaves nothing.
    expect(
      replica.execute(SCOPE, [booking({ startsAt: at(15) }), booking({ startsAt: at(10) })], RECEPTION).ok,
    ).toBe(false);
    const [first, second, third] = both().file.work;
    expect(both().copy).toEqual(both().file);
    const { cursor, epoch } = replica.syncStore.identity(SCOPE);
    replica.syncStore.stagePage(SCOPE, {
      epoch: epoch ?? '',
      head: 2,
      more: false,
      next: [2, cursor[1], cursor[2]],
      lmid: 1,
      results: [{ id: 1, uuid: first!, status: 'applied', code: null, detail: null, version: 2 }],
      cols: {},
      t: {},
    });
    replica.syncStore.applyStaged(SCOPE);
    expect(both().copy).toEqual(both().file);
    expect(both().copy.work).not.toContain(first);
    replica.syncStore.setAside?.(SCOPE, second!, { code: 'HTTP413', message: 'too large' });
    expect(both().copy).toEqual(both().file);
    expect(both().copy.decided).toHaveLength(1);
    replica.syncStore.renumber(SCOPE, nextId());
    expect(both().copy.work).toEqual(both().file.work);
    expect(both().copy.work[0]).toBe(third);
    replica.syncStore.beginBootstrap(SCOPE, 9, 0);
    expect(both().copy.work).toEqual(both().file.work);
    expect(both().copy.work).toContain(first);
    replica.close();
  });

  it('knows every column of a command but those that replay finds out anew', () => {
    open().close();
    const connection = connect({ path: file, key: KEY });
    const columns = (table: string): readonly string[] =>
      connection
        .rows(sql(`test.${table}`, `select name from pragma_table_info('${table}')`))
        .map(([name]) => name as string);
    const anew = ['touches', 'batch', 'will_clash', 'clash_detail'];
    expect(
      columns('outbox')
        .filter((name) => !anew.includes(name))
        .toSorted(),
    ).toEqual([...COPIED_COLUMNS.outbox].toSorted());
    expect(columns('journal').toSorted()).toEqual([...COPIED_COLUMNS.journal].toSorted());
    expect(columns('pc_person').toSorted()).toEqual([...COPIED_COLUMNS.pc_person].toSorted());
    connection.close();
  });

  it('is sealed like the file', () => {
    const replica = open();
    fill({ replica, folder, file, clock } as never);
    book(replica, 10);
    replica.close();
    expect(readFileSync(safeCopyFile(file), 'latin1')).not.toMatch(/appointment|Thandi|outbox/);
  });

  it('brings back work that a power cut took from the end of the log, and shows it', () => {
    const replica = open();
    fill({ replica, folder, file, clock } as never);
    book(replica, 10);
    replica.close();
    copyFileSync(file, `${file}.older`);
    const later = open();
    const lost = [book(later, 12), book(later, 14)];
    later.close();
    const { work } = both().file;
    copyFileSync(`${file}.older`, file);

    const again = open();
    expect(again.restored).toMatchObject({ work: 2, decided: 0 });
    expect(both().file.work).toEqual(work);
    for (const id of lost) {
      expect(again.query('appointment', { id }, { scope: SCOPE, now: at(9), showNames: true })).toMatchObject(
        {
          pending: true,
        },
      );
    }
    again.close();
  });

  it('lives with a line that was cut short', () => {
    const replica = open();
    fill({ replica, folder, file, clock } as never);
    book(replica, 10);
    replica.close();
    const text = readFileSync(safeCopyFile(file));
    writeFileSync(safeCopyFile(file), text.subarray(0, text.length - 30));
    const again = open();
    expect(again.restored).toMatchObject({ work: 0, unreadable: 1 });
    expect(both().copy).toEqual(both().file);
    book(again, 12);
    expect(both().copy.work).toHaveLength(2);
    again.close();
  });
});
