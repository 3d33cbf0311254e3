import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueryName } from '../../../src/contracts/queries.ts';
import { isStale } from '../../../src/renderer/data/stale-queries.ts';
import {
  ANA,
  at,
  booking,
  CUT,
  type Desk,
  DEVICE,
  fill,
  MASSAGE,
  MEMBER,
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
  wishFor,
} from './replica-fixture.ts';

const VIEW = { scope: SCOPE, now: at(9), showNames: true };
const TENANT_ROW = serverRow('tenant', SCOPE, 1, {
  name: 'Sunrise Salon',
  slug: 'sunrise',
  trade: 'salon',
  vat_registered: false,
  language: 'en',
  status: 'active',
});

let desk: Desk;
let minute = 0;
beforeEach(() => {
  minute = 0;
  desk = newDesk();
});
afterEach(() => desk.dispose());

const give = (name: string, args: Readonly<Record<string, unknown>>) => {
  minute += 1;
  const answer = desk.replica.execute(SCOPE, [{ name, args }], { ...RECEPTION, at: at(9, minute) });
  if (!answer.ok) throw new Error(answer.error.rejection.code);
  return answer.value;
};
/** The queries of open screens that a change makes read again, also where it was made on another desk. */
const readAgain = (name: string, args: Readonly<Record<string, unknown>>): readonly string[] => {
  const given = give(name, args);
  const notice = { ...given, tables: given.tables.filter((table) => table !== 'outbox') };
  const open: readonly (readonly [QueryName, Readonly<Record<string, unknown>>])[] = [
    ['dayBoard', { locationId: SANDTON, day: TODAY }],
    ['findSlots', {}],
    ['locations', {}],
    ['services', {}],
    ['resources', { locationId: SANDTON }],
  ];
  return open.filter(([query, params]) => isStale(query, params, notice)).map(([query]) => query);
};

describe('a new business', () => {
  const step = () => desk.replica.query('setup', {}, VIEW).step;
  const create = {
    id: SANDTON,
    name: 'Sandton',
    timeZone: 'Africa/Johannesburg',
    address: '',
    phone: null,
    hours: {},
    sortOrder: 0,
  };

  it('is led from nothing to its first booking, by what is there', () => {
    fill(desk, new Map([['tenant', [TENANT_ROW]]]));
    expect(step()).toBe('place');
    give('location.create', create);
    expect(step()).toBe('hours');
    give('location.update', { id: SANDTON, changes: { hours: { '3': [[480, 1020]] } } });
    expect(step()).toBe('people');
    give('staff.create', { id: ANA, locationId: SANDTON, name: 'Ana', title: '', hue: 0, sortOrder: 0 });
    expect(step()).toBe('people');
    give('roster.set_week', {
      staffId: ANA,
      locationId: SANDTON,
      validFrom: TODAY,
      shifts: [{ id: nextId(), weekday: 3, startMinute: 480, endMinute: 1020, breaks: [] }],
    });
    expect(step()).toBe('services');
    const service = {
      id: CUT,
      name: 'Cut',
      category: 'Hair',
      durationMinutes: 45,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      priceCents: 35_000,
      hue: 0,
      requires: null,
      sortOrder: 0,
    };
    give('service.create', { ...service, staff: [] });
    expect(step()).toBe('services');
    give('service.staff', { serviceId: CUT, add: [{ id: nextId(), staffId: ANA }], remove: [] });
    expect(desk.replica.query('setup', {}, VIEW)).toMatchObject({
      step: 'book',
      trade: 'salon',
      place: { id: SANDTON, name: 'Sandton' },
      people: [{ id: ANA, name: 'Ana', hasHours: true }],
      services: 1,
    });
    const { slots } = desk.replica.query('findSlots', wishFor(CUT, { count: 1 }), VIEW);
    expect(slots).toMatchObject([{ startsAt: at(9), lines: [{ staffId: ANA }] }]);
    const { name, args } = booking({ clientId: null });
    give(name, args);
    expect(step()).toBeNull();
  });

  it('is not led again once it has had a visit, whatever it archives', () => {
    fill(desk);
    const { name, args } = booking();
    give(name, args);
    give('service.update', { id: CUT, changes: { active: false } });
    give('service.update', { id: MASSAGE, changes: { active: false } });
    expect(step()).toBeNull();
  });

  it('is not led while its diary has not been fetched', () => {
    const { scopes } = desk.replica;
    scopes.follow({
      scope: SCOPE,
      scopeName: 'Sunrise Salon',
      clientId: nextId(),
      deviceId: DEVICE,
      deviceSecret: 'a-device-secret-of-some-length',
    });
    expect(step()).toBeNull();
  });
});

describe('the settings', () => {
  beforeEach(() => fill(desk, new Map([...salonRows(), ['tenant', [TENANT_ROW]]])));

  it('show the facts of the business and what waits to be sent', () => {
    expect(desk.replica.query('business', {}, VIEW)).toMatchObject({ name: 'Sunrise Salon', pending: false });
    give('tenant.update', { id: SCOPE, changes: { vat_registered: true } });
    expect(desk.replica.query('business', {}, VIEW)).toMatchObject({ vatRegistered: true, pending: true });
  });

  it('keep a place that was given up, after those in use, and no list for booking offers it', () => {
    const second = nextId();
    give('location.create', {
      id: second,
      name: 'Aan See',
      timeZone: 'Africa/Johannesburg',
      address: '',
      phone: null,
      hours: { '1': [[480, 1020]] },
      sortOrder: 0,
    });
    const listed = () => desk.replica.query('places', {}, VIEW).map(({ name, active }) => [name, active]);
    expect(listed()).toEqual([
      ['Aan See', true],
      ['Sandton', true],
    ]);
    give('location.update', { id: second, changes: { active: false } });
    expect(listed()).toEqual([
      ['Sandton', true],
      ['Aan See', false],
    ]);
    expect(desk.replica.query('locations', {}, VIEW).map(({ name }) => name)).toEqual(['Sandton']);
    expect(() => give('location.update', { id: SANDTON, changes: { active: false } })).toThrow('in_use');
  });

  it('list the public holidays of a year, and the days with hours of their own', () => {
    const days = () => desk.replica.query('placeDays', { locationId: SANDTON, from: TODAY }, VIEW);
    expect(days().slice(0, 3)).toEqual([
      { day: '2026-12-16', holiday: 'Day of Reconciliation', entry: null, weekHours: [[480, 1080]] },
      { day: '2026-12-25', holiday: 'Christmas Day', entry: null, weekHours: [[480, 1080]] },
      { day: '2026-12-26', holiday: 'Day of Goodwill', entry: null, weekHours: [[480, 1080]] },
    ]);
    const id = nextId();
    const args = { id, locationId: SANDTON, day: '2026-11-20', hours: [], reason: 'Stocktaking' };
    give('location.set_day', args);
    expect(days()[0]).toMatchObject({
      day: '2026-11-20',
      holiday: null,
      entry: { hours: [], pending: true },
    });
    const board = desk.replica.query('dayBoard', { locationId: SANDTON, day: '2026-11-20' }, VIEW);
    expect(board).toMatchObject({ hours: [], occasion: 'Stocktaking' });
    give('location.clear_day', { id });
    expect(days()[0]?.day).toBe('2026-12-16');
  });

  it('list archived services last, with who does what', () => {
    give('service.update', { id: CUT, changes: { active: false } });
    expect(
      desk.replica
        .query('serviceList', {}, VIEW)
        .map(({ id, active, staffIds }) => [id, active, staffIds.length]),
    ).toEqual([
      [MASSAGE, true, 1],
      [CUT, false, 2],
    ]);
    expect(desk.replica.query('services', {}, VIEW).map(({ id }) => id)).toEqual([MASSAGE]);
  });

  it('list rooms with those that are archived', () => {
    give('resource.update', { id: ROOM, changes: { active: false } });
    expect(desk.replica.query('resourceList', {}, VIEW)).toMatchObject([{ id: ROOM, active: false }]);
    expect(desk.replica.query('resources', { locationId: SANDTON }, VIEW)).toEqual([]);
  });
});

describe('a change that came second', () => {
  const refusal = (
    id: string,
    values: { readonly name: string; readonly args: object; readonly detail: object },
  ) =>
    serverRow('conflict', id, 1, {
      client_id: nextId(),
      device_id: DEVICE,
      code: 'stale',
      actor_id: MEMBER,
      at: at(8),
      state: 'open',
      closed_by: null,
      closed_reason: null,
      root: null,
      v: 1,
      ...values,
    });
  const shown = (view = VIEW) => desk.replica.query('conflicts', {}, view);

  it('is shown with both versions and who came first', () => {
    const detail = {
      table: 'service',
      id: CUT,
      columns: ['price_cents'],
      changed_by: MEMBER,
      changed_on: DEVICE,
      changed_at: at(7),
    };
    const args = { id: CUT, changes: { price_cents: 38_000, name: 'Ladies’ cut' } };
    const row = refusal(nextId(), { name: 'service.update', args, detail });
    fill(desk, new Map([...salonRows(), ['conflict', [row]]]));
    expect(shown()[0]?.changed).toEqual({
      table: 'service',
      id: CUT,
      name: 'Cut and finish',
      columns: [{ column: 'price_cents', mine: 38_000, theirs: 45_000 }],
      by: 'Lindiwe',
      device: 'Desk 1',
      at: at(7),
    });
  });

  it('says nothing of a client while the desk is locked, and nothing of refusals that name no fact', () => {
    const clashing = refusal(nextId(), {
      name: 'client.update',
      args: { id: THANDI, changes: { phone: null } },
      detail: { table: 'client', id: THANDI, columns: ['phone'] },
    });
    const other = refusal(nextId(), {
      name: 'service.update',
      args: { id: CUT, changes: { name: 'x' } },
      detail: { table: 'service', id: CUT },
    });
    fill(desk, new Map([...salonRows(), ['conflict', [clashing, other]]]));
    expect(shown().map(({ changed }) => changed?.table)).toEqual(['client', undefined]);
    expect(shown({ ...VIEW, showNames: false }).map(({ changed }) => changed)).toEqual([null, null]);
  });
});

describe('a change of the settings', () => {
  beforeEach(() => fill(desk));

  it('of hours reaches the board and the free times', () => {
    const hours = { '3': [[600, 720]] };
    expect(readAgain('location.update', { id: SANDTON, changes: { hours } })).toEqual([
      'dayBoard',
      'findSlots',
      'locations',
    ]);
    const [first] = desk.replica.query('findSlots', wishFor(CUT), VIEW).slots;
    expect(first?.startsAt).toBe(at(10));
    expect(desk.replica.query('dayBoard', { locationId: SANDTON, day: TODAY }, VIEW).hours).toEqual([
      { from: at(10), to: at(12) },
    ]);
  });

  it('of one day reaches them too', () => {
    const day = { id: nextId(), locationId: SANDTON, day: TODAY, hours: [], reason: 'Funeral' };
    expect(readAgain('location.set_day', day)).toEqual(['dayBoard', 'findSlots']);
  });

  it('of a service reaches board, booking and free times, and no visit that is booked', () => {
    const { name, args } = booking();
    give(name, args);
    expect(
      readAgain('service.update', { id: CUT, changes: { duration_minutes: 90, price_cents: 99_000 } }),
    ).toEqual(['dayBoard', 'findSlots', 'services']);
    const board = desk.replica.query('dayBoard', { locationId: SANDTON, day: TODAY }, VIEW);
    expect(board.cards).toMatchObject([{ startsAt: at(10), endsAt: at(10, 45), priceCents: 45_000 }]);
  });

  it('of who does a service reaches booking and free times', () => {
    expect(readAgain('service.staff', { serviceId: CUT, add: [], remove: [ANA] })).toEqual([
      'findSlots',
      'services',
    ]);
  });

  it('of a room reaches board, booking and free times', () => {
    expect(readAgain('resource.update', { id: ROOM, changes: { active: false } })).toEqual([
      'dayBoard',
      'findSlots',
      'resources',
    ]);
    expect(desk.replica.query('findSlots', wishFor(MASSAGE), VIEW).slots).toEqual([]);
  });
});
