import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../src/base/time.ts';
import { PLATFORM_SCOPE, PLATFORM_TABLES, columnsOf } from '../../../src/domain/tables.ts';
import {
  ANA,
  asWire,
  at,
  BEN,
  booking,
  type Desk,
  fill,
  MASSAGE,
  MIDNIGHT,
  newDesk,
  nextId,
  RECEPTION,
  ROOM,
  salonRows,
  SANDTON,
  SCOPE,
  serverRow,
  THANDI,
  TODAY,
} from './replica-fixture.ts';

const VIEW = { scope: SCOPE, now: at(9), showNames: true };
const LOCKED = { ...VIEW, showNames: false };

let desk: Desk;
beforeEach(() => {
  minute = 0;
  desk = newDesk();
  fill(desk);
});
afterEach(() => desk.dispose());

/** One minute passes with each command. */
let minute = 0;
const give = (name: string, args: Readonly<Record<string, unknown>>): void => {
  minute += 1;
  const context = { ...RECEPTION, at: at(9, minute) };
  const answer = desk.replica.execute(SCOPE, [{ name, args }], context);
  if (!answer.ok) throw new Error(answer.error.rejection.code);
};
const book = (over: Parameters<typeof booking>[0] = {}): string => {
  const { name, args } = booking(over);
  give(name, args);
  return args['id'] as string;
};
const pay = (appointmentId: string, amountCents: number, tender = 'cash', tradingDay = TODAY): string => {
  const id = nextId();
  give('payment.take', { id, appointmentId, tender, amountCents, tradingDay });
  return id;
};
const board = (day = TODAY, view = VIEW) =>
  desk.replica.query('dayBoard', { locationId: SANDTON, day }, view);

describe('the day board', () => {
  it('shows who works, when the doors are open, and what is booked', () => {
    const id = book({ startsAt: at(10), resourceId: ROOM, serviceId: MASSAGE, minutes: 60 });
    expect(board()).toMatchObject({
      cover: 'complete',
      timeZone: 'Africa/Johannesburg',
      bounds: { from: MIDNIGHT, to: MIDNIGHT + 24 * HOUR },
      hours: [{ from: at(8), to: at(18) }],
      occasion: null,
      columns: [
        { staffId: ANA, shifts: [{ from: at(9), to: at(17) }], breaks: [{ from: at(13), to: at(13, 30) }] },
        { staffId: BEN },
      ],
      cards: [
        {
          appointmentId: id,
          staffId: ANA,
          clientName: 'Thandi Mokoena',
          serviceName: 'Massage',
          resourceName: 'Room 1',
          bufferAfterMinutes: 15,
          paidCents: 0,
          lineCount: 1,
          pending: true,
        },
      ],
      counts: { confirmed: 1, cancelled: 0 },
    });
  });

  it('leaves names, numbers and notes out while the desk is locked', () => {
    book();
    expect(board(TODAY, LOCKED).cards).toMatchObject([{ clientName: null, clientPhone: null, note: null }]);
  });

  it('follows a payment, a rename, an alert of the status and a move to another day', () => {
    const { name, args } = booking({ startsAt: at(10) });
    give(name, args);
    const id = args['id'] as string;
    const [line] = args['lines'] as readonly { readonly id: string }[];
    pay(id, 20_000);
    give('client.update', { id: THANDI, changes: { name: 'Thandi M', do_not_book: true } });
    give('appointment.status', { id, eventId: nextId(), to: 'arrived', reason: null });
    expect(board().cards).toMatchObject([
      { paidCents: 20_000, clientName: 'Thandi M', doNotBook: true, status: 'arrived' },
    ]);
    const startsAt = at(34);
    const moved = { id: line?.id, staffId: BEN, resourceId: null, resourceHoldId: null };
    give('appointment.move', {
      id,
      lines: [{ ...moved, startsAt, endsAt: startsAt + 45 * MINUTE }],
      softReason: null,
    });
    expect(board().cards).toEqual([]);
    expect(board('2026-11-12').cards).toMatchObject([{ staffId: BEN, startsAt, paidCents: 20_000 }]);
  });

  it('closes on a public holiday and says which one', () => {
    expect(board('2026-12-16')).toMatchObject({
      hours: [],
      occasion: expect.stringContaining('Reconciliation'),
    });
  });

  it('shows a block with its reason and author, and a column for someone who is off but booked', () => {
    const blockId = nextId();
    give('block.create', {
      id: blockId,
      locationId: SANDTON,
      staffId: BEN,
      startsAt: at(11),
      endsAt: at(12),
      reason: 'Dentist',
    });
    expect(board().blocks).toMatchObject([
      { id: blockId, reason: 'Dentist', author: 'Lindiwe', pending: true },
    ]);
    give('block.remove', { id: blockId });
    expect(board().blocks).toEqual([]);
  });
});

describe('a visit’s panel', () => {
  it('shows lines, history, payments and the client', () => {
    const id = book({ startsAt: at(10) });
    const paid = pay(id, 45_000, 'card');
    give('payment.reverse', { id: nextId(), entryId: paid, tradingDay: TODAY, reason: 'Wrong card' });
    pay(id, 30_000);
    expect(desk.replica.query('appointment', { id }, VIEW)).toMatchObject({
      status: 'confirmed',
      paidCents: 30_000,
      pending: true,
      client: { name: 'Thandi Mokoena', lastVisit: null },
      lines: [{ serviceName: 'Cut and finish', staffName: 'Ana' }],
      history: [{ from: null, to: 'confirmed', actor: 'Lindiwe', device: 'Desk 1' }],
      payments: [
        { amountCents: 45_000, reversed: true, pending: true },
        { amountCents: -45_000, kind: 'reversal', reason: 'Wrong card' },
        { amountCents: 30_000, reversed: false },
      ],
    });
    expect(desk.replica.query('appointment', { id: nextId() }, VIEW)).toBeNull();
  });

  it('names the visit before this one as the last, even while the client is here', () => {
    const earlier = book({ startsAt: at(9) });
    const here = book({ startsAt: at(11) });
    const later = { ...VIEW, now: at(11, 20) };
    const lastVisit = (id: string) => desk.replica.query('appointment', { id }, later)?.client?.lastVisit;
    expect(lastVisit(here)).toBe(at(9));
    expect(lastVisit(earlier)).toBeNull();
  });
});

describe('finding a client while typing', () => {
  const create = (name: string, phone: string | null, email: string | null = null): string => {
    const id = nextId();
    give('client.create', { id, name, phone, email, note: null, importId: null });
    return id;
  };
  const names = (text: string): readonly string[] =>
    desk.replica.query('clientSearch', { text, limit: 10 }, VIEW).map(({ name }) => name);

  beforeEach(() => {
    create('João Pereira', '+27835550101', 'joao@example.test');
    create("Sipho O'Brien", null);
    create('Nomathandi Dube', '+447700900123');
  });

  it('finds by the start of a name first, then by any part of it', () => {
    expect(names('thandi')).toEqual(['Thandi Mokoena', 'Nomathandi Dube']);
    expect(names('t')).toEqual(['Thandi Mokoena']);
    expect(names('mokoena th')).toEqual(['Thandi Mokoena']);
  });
  it('does not mind accents, capitals or quotes', () => {
    expect(names('JOAO')).toEqual(['João Pereira']);
    expect(names("o'brien")).toEqual(["Sipho O'Brien"]);
    expect(names('"; drop table client')).toEqual([]);
  });
  it('finds a number as people say it, and an address', () => {
    expect(names('083 555')).toEqual(['João Pereira']);
    expect(names('+27 83 555 0101')).toEqual(['João Pereira']);
    expect(names('0101')).toEqual(['João Pereira']);
    expect(names('joao@ex')).toEqual(['João Pereira']);
  });
  it('follows a new name and forgets the old one', () => {
    give('client.update', { id: THANDI, changes: { name: 'Thandi Nkosi', phone: '+27829998877' } });
    expect(names('mokoena')).toEqual([]);
    expect(names('nkosi')).toEqual(['Thandi Nkosi']);
    expect(names('082 999')).toEqual(['Thandi Nkosi']);
  });
  it('answers nothing while the desk is locked', () => {
    expect(desk.replica.query('clientSearch', { text: 'thandi', limit: 10 }, LOCKED)).toEqual([]);
  });
});

describe('takings', () => {
  it('adds up by tender and person, keeps apart what still waits, and lists open visits', () => {
    const first = book({ startsAt: at(10) });
    const second = book({ startsAt: at(11), staffId: BEN });
    book({ startsAt: at(12) });
    pay(first, 45_000, 'card');
    pay(second, 20_000, 'cash');
    expect(desk.replica.query('takings', { locationId: SANDTON, day: TODAY }, VIEW)).toMatchObject({
      cover: 'complete',
      totalCents: 65_000,
      pendingCents: 65_000,
      byTender: [
        { tender: 'card', count: 1, cents: 45_000 },
        { tender: 'cash', count: 1, cents: 20_000 },
      ],
      byStaff: [
        { staffName: 'Ana', cents: 45_000 },
        { staffName: 'Ben', cents: 20_000 },
      ],
      entries: [{ clientName: 'Thandi Mokoena', serviceName: 'Cut and finish' }, { staffName: 'Ben' }],
      open: [
        { staffName: 'Ben', dueCents: 25_000 },
        { staffName: 'Ana', dueCents: 45_000, startsAt: at(12) },
      ],
      tillCount: null,
    });
  });

  it('says not_loaded instead of nothing taken', () => {
    const old = desk.replica.query('takings', { locationId: SANDTON, day: '2026-07-01' }, VIEW);
    expect(old).toMatchObject({ cover: 'not_loaded', totalCents: 0 });
  });

  it('shows the newest count of the till', () => {
    const rows = new Map(salonRows());
    const count = (day: string, counted: number) =>
      serverRow('till_count', nextId(), 1, {
        bucket: 202611,
        location_id: SANDTON,
        trading_day: day,
        expected_cents: 100_000,
        counted_cents: counted,
        at: at(17),
        actor_id: RECEPTION.actorId,
        note: null,
      });
    rows.set('till_count', [count('2026-11-09', 100_000), count('2026-11-10', 91_000)]);
    const other = newDesk();
    fill(other, rows);
    const { tillCount } = other.replica.query('takings', { locationId: SANDTON, day: TODAY }, VIEW);
    expect(tillCount).toMatchObject({ tradingDay: '2026-11-10', countedCents: 91_000, actor: 'Lindiwe' });
    other.dispose();
  });
});

describe('lists, imports and flags', () => {
  it('lists what forms choose from', () => {
    expect(desk.replica.query('locations', {}, VIEW)).toMatchObject([{ name: 'Sandton' }]);
    expect(desk.replica.query('staff', { locationId: SANDTON }, VIEW)).toMatchObject([
      { id: ANA },
      { id: BEN },
    ]);
    expect(desk.replica.query('resources', { locationId: SANDTON }, VIEW)).toMatchObject([
      { name: 'Room 1' },
    ]);
    expect(desk.replica.query('services', {}, VIEW)).toMatchObject([
      { name: 'Cut and finish', staffIds: [ANA, BEN] },
      { name: 'Massage', staffIds: [ANA], requires: 'treatment-room' },
    ]);
  });

  it('shows an import as waiting, and takes it back with all its bookings', () => {
    const id = nextId();
    const { args } = booking();
    const group = [
      { name: 'import.begin', args: { id, kind: 'diary_ics', fileName: 'diary.ics', rowCount: 1, keys: [] } },
      { name: 'appointment.book', args: { ...args, importId: id, source: 'import' } },
    ];
    expect(desk.replica.execute(SCOPE, group, RECEPTION).ok).toBe(true);
    expect(desk.replica.query('imports', {}, VIEW)).toMatchObject([
      { fileName: 'diary.ics', actor: 'Lindiwe', pending: true, undoneAt: null },
    ]);
    give('import.undo', { id });
    expect(board().cards).toEqual([]);
    expect(desk.replica.query('imports', {}, VIEW)).toMatchObject([{ undoneAt: expect.any(Number) }]);
  });

  it('obeys the tenant’s override, else the default; a desk without the platform’s rows has all off', () => {
    expect(desk.replica.query('flagValues', {}, VIEW)).toEqual({
      aiFeatures: false,
      betaPayments: false,
      maintenanceMode: false,
      maintenanceReason: null,
    });
    const flag = (id: string, key: string, on: boolean) =>
      serverRow('flag', id, 1, { key, description: key, default_on: on });
    const [ai, beta, maintenance] = [nextId(), nextId(), nextId()] as [string, string, string];
    const rows = new Map<string, readonly Readonly<Record<string, unknown>>[]>([
      [
        'flag',
        [
          flag(ai, 'ENABLE_AI_FEATURES', true),
          flag(beta, 'ENABLE_BETA_PAYMENTS', false),
          flag(maintenance, 'MAINTENANCE_MODE', false),
        ],
      ],
      [
        'flag_override',
        [
          serverRow('flag_override', nextId(), 2, {
            tenant_id: SCOPE,
            flag_id: maintenance,
            is_on: true,
            reason: 'Moving to a new server',
            changed_by: 'Support',
            changed_at: at(8),
          }),
        ],
      ],
    ]);
    const { scopes, syncStore } = desk.replica;
    scopes.follow({
      scope: PLATFORM_SCOPE,
      scopeName: 'Platform',
      clientId: nextId(),
      deviceId: nextId(),
      deviceSecret: 'a-device-secret-of-some-length',
    });
    syncStore.beginBootstrap(PLATFORM_SCOPE, 2);
    for (const table of PLATFORM_TABLES) {
      const wire = asWire(table, rows.get(table) ?? []);
      syncStore.storeBootstrapPage(PLATFORM_SCOPE, table, null, {
        cols: [...columnsOf(table)],
        rows: wire,
        more: false,
        head: 2,
      });
    }
    syncStore.publishBootstrap(PLATFORM_SCOPE);
    expect(desk.replica.query('flagValues', {}, VIEW)).toEqual({
      aiFeatures: true,
      betaPayments: false,
      maintenanceMode: true,
      maintenanceReason: 'Moving to a new server',
    });
    expect(desk.replica.query('flagMatrix', {}, { ...VIEW, scope: PLATFORM_SCOPE })).toMatchObject({
      flags: [{ key: 'ENABLE_AI_FEATURES' }, { key: 'ENABLE_BETA_PAYMENTS' }, { key: 'MAINTENANCE_MODE' }],
      overrides: [{ isOn: true, version: 2, changedBy: 'Support' }],
    });
    // The platform's first sync is no business of the tenant's rows.
    expect(board().columns).toHaveLength(2);
  });
});
