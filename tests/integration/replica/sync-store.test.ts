import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PullPage } from '../../../src/contracts/wire.ts';
import { columnsOf } from '../../../src/domain/tables.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import { FakeCloud } from './fake-cloud.ts';
import {
  ANA,
  at,
  BEN,
  booking,
  clientRow,
  type Desk,
  fill,
  KEY,
  newDesk,
  nextId,
  RECEPTION,
  salonRows,
  SANDTON,
  SCOPE,
  THANDI,
  THIS_MONTH,
  TODAY,
} from './replica-fixture.ts';

const VIEW_AT_NINE = { scope: SCOPE, now: at(9), showNames: true };
const board = (desk: Desk, day = TODAY) =>
  desk.replica.query('dayBoard', { locationId: SANDTON, day }, { scope: SCOPE, now: at(9), showNames: true });
const send = (desk: Desk, cloud: FakeCloud, max = 50): void => {
  const store = desk.replica.syncStore;
  cloud.push(store.identity(SCOPE).clientId, store.nextBatch(SCOPE, max)?.mutations ?? []);
};
const receive = (desk: Desk, cloud: FakeCloud, limit = 100) => {
  const store = desk.replica.syncStore;
  const { clientId, cursor, ack } = store.identity(SCOPE);
  for (const page of cloud.pull(clientId, cursor, ack, limit)) store.stagePage(SCOPE, page);
  return store.applyStaged(SCOPE);
};

describe('what waits, and what the cloud says to it', () => {
  let cloud: FakeCloud;
  let desk: Desk;
  let other: Desk;
  beforeEach(() => {
    cloud = new FakeCloud(salonRows());
    const rows = new Map([...cloud.rows.tables].map(([table, byId]) => [table, [...byId.values()]] as const));
    desk = newDesk();
    other = newDesk();
    fill(desk, rows);
    fill(other, rows);
  });
  afterEach(() => {
    desk.dispose();
    other.dispose();
  });

  it('two desks take 10:00 offline: the second is told, and its wish is kept', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    other.replica.execute(SCOPE, [booking({ startsAt: at(10, 15) })], RECEPTION);
    send(desk, cloud);
    send(other, cloud);
    // The reply to the second push is lost: only the pull brings the refusal.
    const outcome = receive(other, cloud);
    expect(outcome).toMatchObject({ applied: 0, rejected: 1, notice: { days: [TODAY] } });
    expect(board(other).cards).toMatchObject([{ startsAt: at(10), pending: false }]);
    const [conflict] = other.replica.query('conflicts', {}, { scope: SCOPE, now: at(9), showNames: true });
    expect(conflict).toMatchObject({
      command: 'appointment.book',
      code: 'overlap',
      mine: { clientName: 'Thandi Mokoena', staffName: 'Ana', startsAt: at(10, 15) },
      theirs: { startsAt: at(10), staffName: 'Ana', bookedBy: 'Lindiwe', bookedAt: 'Desk 1' },
    });
    expect(conflict?.slots[0]).toMatchObject({ startsAt: at(10, 45), lines: [{ staffId: ANA }] });
  });

  it('an answer to a refusal is on its way until the cloud has spoken', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    other.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    send(desk, cloud);
    send(other, cloud);
    receive(other, cloud);
    const view = { scope: SCOPE, now: at(9), showNames: true };
    const [conflict] = other.replica.query('conflicts', {}, view);
    const answer = { ...booking({ startsAt: at(11) }), resolves: conflict?.id ?? null };
    expect(other.replica.execute(SCOPE, [answer], RECEPTION).ok).toBe(true);
    expect(other.replica.query('conflicts', {}, view)).toMatchObject([
      { id: conflict?.id, state: 'resolving' },
    ]);
    expect(other.replica.syncStore.nextBatch(SCOPE, 50)?.mutations[0]?.resolves).toBe(conflict?.id);
  });

  it('hides a booking that will clash, keeps it in the queue and still sends it', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    send(desk, cloud);
    other.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    expect(receive(other, cloud)).toMatchObject({ applied: 0, rejected: 0 });
    expect(board(other).cards).toHaveLength(1);
    expect(other.replica.syncStore.pendingCount(SCOPE)).toBe(1);
    send(other, cloud);
    expect(receive(other, cloud)).toMatchObject({ rejected: 1 });
    expect(other.replica.syncStore.pendingCount(SCOPE)).toBe(0);
  });

  it('a command that this version cannot replay does not stop the pull', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    const eye = connect({ path: desk.file, key: KEY });
    eye.run(sql('test.rename', `update outbox set name = 'appointment.teleport'`));
    eye.close();
    other.replica.execute(SCOPE, [booking({ startsAt: at(12) })], RECEPTION);
    send(other, cloud);
    receive(desk, cloud);
    expect(board(desk).cards).toMatchObject([{ startsAt: at(12) }]);
    expect(desk.replica.syncStore.pendingCount(SCOPE)).toBe(1);
  });

  it('shows a booking as waiting until a pull brings the word, and says on which day that changed', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    expect(board(desk).cards).toMatchObject([{ pending: true }]);
    send(desk, cloud);
    expect(board(desk).cards).toMatchObject([{ pending: true }]);
    expect(receive(desk, cloud).notice).toMatchObject({ days: [TODAY] });
    expect(board(desk).cards).toMatchObject([{ pending: false }]);
  });

  it('does not replay an import that waits behind work which the cloud took as it was', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    desk.replica.execute(SCOPE, [booking({ startsAt: at(12) })], RECEPTION);
    // A replay of the second would be refused and marked.
    const eye = connect({ path: desk.file, key: KEY });
    eye.run(sql('test.unknown', `update outbox set name = 'appointment.teleport' where id = 2`));
    send(desk, cloud, 1);
    expect(receive(desk, cloud)).toMatchObject({ applied: 1, notice: { days: [TODAY] } });
    const [clash] = eye.rows(sql('test.clash', 'select will_clash from outbox'));
    eye.close();
    expect(clash).toEqual([null]);
    expect(board(desk).cards).toMatchObject([
      { startsAt: at(10), pending: false },
      { startsAt: at(12), pending: true },
    ]);
  });

  it('does not replay an import that is taken back while it is still being sent', () => {
    const importId = nextId();
    const client = nextId();
    const create = (id: string, name: string) => ({
      name: 'client.create',
      args: { id, name, phone: null, email: null, note: null, importId },
    });
    const begin = { id: importId, kind: 'clients_csv', fileName: 'a', rowCount: 2, keys: [] };
    desk.replica.execute(
      SCOPE,
      [{ name: 'import.begin', args: begin }, create(client, 'Buhle'), create(nextId(), 'Kagiso')],
      RECEPTION,
    );
    desk.replica.execute(SCOPE, [{ name: 'import.undo', args: { id: importId } }], RECEPTION);
    send(desk, cloud, 1);
    receive(desk, cloud);
    // A replay of what waits further back would be refused and marked.
    const eye = connect({ path: desk.file, key: KEY });
    const rename = sql('test.rename', 'update outbox set name = ? where id = 4');
    eye.run(rename, 'import.unknown');
    send(desk, cloud, 1);
    receive(desk, cloud);
    expect(eye.rows(sql('test.clashes', 'select id, will_clash from outbox order by id'))).toEqual([
      [3, null],
      [4, null],
    ]);
    const base = sql('test.base', `select json from base_row where table_name = 'client' and id = ?`);
    expect(JSON.parse(eye.row(base, client)?.[0] as string)).toMatchObject({
      name: 'Buhle',
      deleted_at: null,
    });
    const here = sql('test.here', 'select deleted_at is not null, row_version > 0 from client where id = ?');
    expect(eye.row(here, client)).toEqual([1, 1]);
    eye.run(rename, 'import.undo');
    eye.close();
    send(desk, cloud);
    receive(desk, cloud);
    expect(desk.replica.syncStore.pendingCount(SCOPE)).toBe(0);
    expect(desk.replica.query('clientSearch', { text: 'Buhle', limit: 5 }, VIEW_AT_NINE)).toEqual([]);
  });

  it('tells nobody of an empty pull', () => {
    expect(receive(desk, cloud).notice).toEqual({ tables: [], days: [] });
  });

  it('sends the same bytes again after a lost answer, and one actor a batch', () => {
    const temp = { ...RECEPTION, actorId: nextId() };
    desk.replica.execute(SCOPE, [booking({ startsAt: at(9) }), booking({ startsAt: at(10) })], RECEPTION);
    desk.replica.execute(SCOPE, [booking({ startsAt: at(11) })], temp);
    const store = desk.replica.syncStore;
    const first = JSON.stringify(store.nextBatch(SCOPE, 50));
    expect(JSON.parse(first)).toMatchObject({
      actorId: RECEPTION.actorId,
      mutations: [{ id: 1 }, { id: 2 }],
    });
    desk.replica.execute(SCOPE, [booking({ startsAt: at(13) })], RECEPTION);
    desk = desk.reopen();
    expect(JSON.stringify(desk.replica.syncStore.nextBatch(SCOPE, 50))).toBe(first);
  });

  it('a refusal that was not acknowledged yet comes again and changes nothing', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    send(desk, cloud);
    const pages = cloud.pull(desk.replica.syncStore.identity(SCOPE).clientId, [1, 0, nextId()], 0, 100);
    for (let time = 0; time < 2; time += 1) {
      for (const page of pages) desk.replica.syncStore.stagePage(SCOPE, page);
      desk.replica.syncStore.applyStaged(SCOPE);
    }
    expect(board(desk).cards).toHaveLength(1);
    expect(desk.replica.syncStore.identity(SCOPE).ack).toBe(1);
  });

  it('pages that wait on the disk survive a restart; without the last one nothing moves', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    send(desk, cloud);
    const pages = cloud.pull(nextId(), other.replica.syncStore.identity(SCOPE).cursor, 0, 2);
    expect(pages.length).toBeGreaterThan(1);
    const before = other.replica.syncStore.identity(SCOPE).cursor;
    for (const page of pages.slice(0, -1)) other.replica.syncStore.stagePage(SCOPE, page);
    expect(() => other.replica.syncStore.applyStaged(SCOPE)).toThrow(/last one/);
    expect(other.replica.syncStore.identity(SCOPE).cursor).toEqual(before);
    other = other.reopen();
    other.replica.syncStore.stagePage(SCOPE, pages.at(-1) as PullPage);
    other.replica.syncStore.applyStaged(SCOPE);
    expect(board(other).cards).toHaveLength(1);
  });

  it('keeps every uuid when the queue is numbered anew for a new client', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    send(desk, cloud);
    receive(desk, cloud);
    desk.replica.execute(SCOPE, [booking({ startsAt: at(11) }), booking({ startsAt: at(12) })], RECEPTION);
    const uuids = desk.replica.syncStore.nextBatch(SCOPE, 50)?.mutations.map(({ uuid }) => uuid);
    desk.replica.syncStore.renumber(SCOPE, nextId());
    const batch = desk.replica.syncStore.nextBatch(SCOPE, 50);
    expect(batch?.mutations.map(({ id }) => id)).toEqual([1, 2]);
    expect(batch?.mutations.map(({ uuid }) => uuid)).toEqual(uuids);
    expect(desk.replica.syncStore.identity(SCOPE).ack).toBe(0);
  });

  it('gives back what a restored cloud lost, before what waits', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    send(desk, cloud);
    receive(desk, cloud);
    desk.replica.execute(SCOPE, [booking({ startsAt: at(11), staffId: BEN })], RECEPTION);
    // The backup is older than the booking: the cloud is at head 1 again, under a new epoch.
    desk.replica.syncStore.renumber(SCOPE, nextId());
    desk.replica.syncStore.beginBootstrap(SCOPE, 1);
    const batch = desk.replica.syncStore.nextBatch(SCOPE, 50);
    const starts = batch?.mutations.map(
      ({ args }) => (args as { lines: { startsAt: number }[] }).lines[0]?.startsAt,
    );
    expect(starts).toEqual([at(10), at(11)]);
  });

  it('a card waits while money for its visit does, until the cloud has it', () => {
    const visit = booking({ startsAt: at(10) });
    desk.replica.execute(SCOPE, [visit], RECEPTION);
    send(desk, cloud);
    receive(desk, cloud);
    expect(board(desk).cards).toMatchObject([{ paidCents: 0, pending: false }]);

    const payment = { id: nextId(), appointmentId: visit.args['id'], tender: 'cash', amountCents: 45_000 };
    const args = { ...payment, tradingDay: TODAY };
    desk.replica.execute(SCOPE, [{ name: 'payment.take', args }], RECEPTION);
    expect(board(desk).cards).toMatchObject([{ paidCents: 45_000, pending: true }]);
    send(desk, cloud);
    expect(receive(desk, cloud).notice.tables).toContain('ledger_entry');
    expect(board(desk).cards).toMatchObject([{ paidCents: 45_000, pending: false }]);
  });

  it('sets aside what the cloud cannot read, lists it, and goes on', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) }), booking({ startsAt: at(12) })], RECEPTION);
    const [first] = desk.replica.syncStore.nextBatch(SCOPE, 1)?.mutations ?? [];
    desk.replica.syncStore.setAside?.(SCOPE, first?.uuid ?? '', { code: 'PT400', message: 'too long' });
    expect(board(desk).cards).toMatchObject([{ startsAt: at(12) }]);
    expect(desk.replica.syncStore.pendingCount(SCOPE)).toBe(1);
    const listed = desk.replica.query('conflicts', {}, { scope: SCOPE, now: at(9), showNames: true });
    expect(listed).toMatchObject([{ id: first?.uuid, code: 'PT400', mine: { startsAt: at(10) } }]);
  });

  it('lets a person put away what the cloud cannot read, on this PC alone', () => {
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    const [first] = desk.replica.syncStore.nextBatch(SCOPE, 1)?.mutations ?? [];
    const id = first?.uuid ?? '';
    desk.replica.syncStore.setAside?.(SCOPE, id, { code: 'PT400', message: 'too long' });
    const dismiss = { name: 'conflict.dismiss', args: { id, reason: 'The client was told' } };

    const answer = desk.replica.execute(SCOPE, [dismiss], RECEPTION);
    expect(answer).toMatchObject({
      ok: true,
      value: { tables: expect.arrayContaining(['conflict']) as unknown },
    });
    const listed = () => desk.replica.query('conflicts', {}, { scope: SCOPE, now: at(9), showNames: true });
    expect(listed()).toEqual([]);
    // Nothing goes to the cloud, which knows no such conflict; and it stays away after a restart.
    expect(desk.replica.syncStore.pendingCount(SCOPE)).toBe(0);
    desk = desk.reopen();
    expect(listed()).toEqual([]);
    expect(desk.replica.execute(SCOPE, [dismiss], RECEPTION)).toMatchObject({
      error: { rejection: { code: 'not_found' } },
    });
  });
});

describe('the first sync', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = newDesk();
  });
  afterEach(() => desk.dispose());

  const follow = (): void =>
    desk.replica.scopes.follow({
      scope: SCOPE,
      scopeName: 'Sunrise Salon',
      clientId: nextId(),
      deviceId: nextId(),
      deviceSecret: 'a-device-secret-of-some-length',
    });
  const clients = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => {
      const row = clientRow(
        `0f000000-0000-7000-8000-${String(from + index).padStart(12, '0')}`,
        'Someone',
        null,
        1,
      );
      return columnsOf('client').map((column) => (row as unknown as Record<string, unknown>)[column]);
    });
  const page = (rows: unknown[][], more: boolean, head = 5) => ({
    cols: [...columnsOf('client')],
    rows,
    more,
    head,
  });

  it('goes on where it was killed, and starts again at another head', () => {
    follow();
    const store = () => desk.replica.syncStore;
    store().beginBootstrap(SCOPE, 5);
    expect(store().bootstrapResume(SCOPE, 'client', null)).toBeNull();
    store().storeBootstrapPage(SCOPE, 'client', null, page(clients(1, 4), true));
    desk = desk.reopen();
    store().beginBootstrap(SCOPE, 5);
    expect(store().bootstrapResume(SCOPE, 'client', null)).toBe('0f000000-0000-7000-8000-000000000003');
    store().storeBootstrapPage(SCOPE, 'client', null, page(clients(4, 5), false));
    expect(store().bootstrapResume(SCOPE, 'client', null)).toBe('done');
    store().beginBootstrap(SCOPE, 6);
    expect(store().bootstrapResume(SCOPE, 'client', null)).toBeNull();
  });

  it('takes no work and calls no month complete before it is published', () => {
    follow();
    desk.replica.syncStore.beginBootstrap(SCOPE, 5);
    expect(() => desk.replica.execute(SCOPE, [booking()], RECEPTION)).toThrow(
      expect.objectContaining({ code: 'REPLICA_BUILDING' }),
    );
    expect(board(desk).cover).toBe('not_loaded');
  });

  it('answers not_loaded for a month that is not here, and complete once its pages and the cursor are', () => {
    fill(desk);
    expect(board(desk).cover).toBe('complete');
    expect(board(desk, '2027-06-01').cover).toBe('complete');
    expect(board(desk, '2026-08-12').cover).toBe('not_loaded');
    const store = desk.replica.syncStore;
    for (const table of ['appointment', 'appointment_line', 'block'] as const) {
      const empty = { cols: [...columnsOf(table)], rows: [], more: false, head: 9 };
      store.storeBootstrapPage(SCOPE, table, 202608, empty);
    }
    // The pages were read at head 9; rows up to there are still on their way.
    expect(board(desk, '2026-08-12').cover).toBe('not_loaded');
    store.stagePage(SCOPE, { ...EMPTY_PULL, head: 9, next: [9, 32_767, THANDI] });
    expect(store.applyStaged(SCOPE).notice.tables).toContain('coverage');
    expect(board(desk, '2026-08-12').cover).toBe('complete');
    expect(store.coverage(SCOPE)).toEqual([202608, THIS_MONTH]);
  });

  it('a reset keeps what waits and shows it again when the new rows are there', () => {
    fill(desk);
    desk.replica.execute(SCOPE, [booking({ startsAt: at(10) })], RECEPTION);
    desk.replica.syncStore.beginBootstrap(SCOPE, 7);
    expect(desk.replica.syncStore.identity(SCOPE).cursor[0]).toBe(0);
    expect(desk.replica.syncStore.pendingCount(SCOPE)).toBe(1);
    fill(desk, salonRows(), 7);
    expect(board(desk).cards).toMatchObject([{ startsAt: at(10), pending: true }]);
    expect(
      desk.replica.query(
        'clientSearch',
        { text: 'thandi', limit: 5 },
        { scope: SCOPE, now: at(9), showNames: true },
      ),
    ).toHaveLength(1);
  });

  it('a page of an older month does not overwrite what waits on one of its rows', () => {
    fill(desk);
    desk.replica.execute(
      SCOPE,
      [{ name: 'client.update', args: { id: THANDI, changes: { name: 'Thandi M' } } }],
      RECEPTION,
    );
    const row = clientRow(THANDI, 'Thandi Mokoena', '+27820000000', 3) as unknown as Record<string, unknown>;
    desk.replica.syncStore.storeBootstrapPage(
      SCOPE,
      'client',
      null,
      page([columnsOf('client').map((column) => row[column])], false),
    );
    const [hit] = desk.replica.query(
      'clientSearch',
      { text: 'thandi', limit: 5 },
      { scope: SCOPE, now: at(9), showNames: true },
    );
    expect(hit).toMatchObject({ name: 'Thandi M', phone: '+27820000000' });
  });
});

const EMPTY_PULL: PullPage = {
  epoch: 'epoch-1',
  head: 1,
  more: false,
  next: [1, 32_767, THANDI],
  lmid: 0,
  results: [],
  cols: {},
  t: {},
};
