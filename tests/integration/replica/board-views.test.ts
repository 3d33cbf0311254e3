import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../src/base/time.ts';
import {
  ANA,
  at,
  BEN,
  booking,
  CUT,
  type Desk,
  fill,
  MASSAGE,
  newDesk,
  nextId,
  RECEPTION,
  ROOM,
  SANDTON,
  SCOPE,
  THANDI,
  TODAY,
} from './replica-fixture.ts';

const VIEW = { scope: SCOPE, now: at(9), showNames: true };
const LOCKED = { ...VIEW, showNames: false };

let desk: Desk;
let minute = 0;
beforeEach(() => {
  minute = 0;
  desk = newDesk();
  fill(desk);
});
afterEach(() => desk.dispose());

/** One minute passes with each command. */
const give = (name: string, args: Readonly<Record<string, unknown>>): void => {
  minute += 1;
  const answer = desk.replica.execute(SCOPE, [{ name, args }], { ...RECEPTION, at: at(8, minute) });
  if (!answer.ok) throw new Error(answer.error.rejection.code);
};
const book = (over: Parameters<typeof booking>[0] = {}): string => {
  const { name, args } = booking(over);
  give(name, args);
  return args['id'] as string;
};
const range = (from: string, days: number, staffId: string | null = null) =>
  desk.replica.query('rangeBoard', { locationId: SANDTON, from, days, staffId }, VIEW);
const month = (from: string, days: number) =>
  desk.replica.query('monthBoard', { locationId: SANDTON, from, days }, VIEW).days;
const facts = (id: string, view = VIEW) => desk.replica.query('visitFacts', { id }, view);

describe('some days in a row', () => {
  it('are each what the day board says of that day', () => {
    book({ startsAt: at(10) });
    book({ startsAt: at(34) });
    const days = ['2026-11-11', '2026-11-12', '2026-11-13'];
    const one = (day: string) => desk.replica.query('dayBoard', { locationId: SANDTON, day }, VIEW);
    expect(range(TODAY, 3).days).toEqual(days.map(one));
  });

  it('say of each day by itself whether it is here', () => {
    const { days } = range('2026-10-30', 3);
    expect(days.map(({ day, cover }) => [day, cover])).toEqual([
      ['2026-10-30', 'not_loaded'],
      ['2026-10-31', 'not_loaded'],
      ['2026-11-01', 'not_loaded'],
    ]);
    expect(range('2026-11-11', 1).days[0]?.cover).toBe('complete');
  });

  it('of one person hold the own cards, and of others only what a move may meet', () => {
    const own = book({ staffId: ANA, startsAt: at(10) });
    book({ staffId: BEN, startsAt: at(12) });
    const inRoom = book({
      staffId: BEN,
      startsAt: at(14),
      serviceId: MASSAGE,
      resourceId: ROOM,
      minutes: 60,
    });
    const [day] = range(TODAY, 1, ANA).days;
    expect(day?.cards.map((card) => card.appointmentId)).toEqual([own, inRoom]);
    expect(day?.columns.map((column) => column.staffId)).toEqual([ANA]);
    expect(day?.counts.confirmed).toBe(1);
  });
});

describe('a month in figures', () => {
  it('counts visits that hold, and how much of the working time they take', () => {
    book({ staffId: ANA, startsAt: at(10) });
    const off = book({ staffId: BEN, startsAt: at(11) });
    give('appointment.cancel', { id: off, eventId: nextId(), reasonCode: 'client_ill', note: null });
    const [today, tomorrow] = month(TODAY, 2);
    expect(today).toMatchObject({
      day: TODAY,
      cover: 'complete',
      isOpen: true,
      visits: 1,
      bookedMinutes: 45,
    });
    expect(tomorrow).toMatchObject({ visits: 0, bookedMinutes: 0 });
    expect(today?.workMinutes).toBeGreaterThan(0);
  });

  it('takes blocked time off what can be booked', () => {
    const before = month(TODAY, 1)[0]?.workMinutes ?? 0;
    give('block.create', {
      id: nextId(),
      locationId: SANDTON,
      staffId: ANA,
      startsAt: at(10),
      endsAt: at(11, 30),
      reason: 'Training',
    });
    expect(month(TODAY, 1)[0]?.workMinutes).toBe(before - 90);
  });

  it('names holidays, and says which days are not here instead of a zero', () => {
    expect(month('2026-12-16', 1)[0]).toMatchObject({
      isOpen: false,
      occasion: expect.stringContaining('Reconciliation'),
    });
    expect(month('2026-07-01', 1)[0]).toMatchObject({ cover: 'not_loaded', workMinutes: 0 });
  });
});

describe('what is known of a visit at a glance', () => {
  it('names the other bookings of that day, the next one, and who booked it', () => {
    const id = book({ startsAt: at(10) });
    book({ staffId: BEN, startsAt: at(15) });
    book({ startsAt: at(34) });
    book({ startsAt: at(58) });
    expect(facts(id)).toMatchObject({
      client: { name: 'Thandi Mokoena' },
      lines: [{ staffName: 'Ana', startsAt: at(10) }],
      sameDay: [{ staffName: 'Ben', startsAt: at(15), endsAt: at(15) + 45 * MINUTE }],
      next: { startsAt: at(10) + DAY },
      bookedBy: 'Lindiwe',
      source: 'desk',
      priceCents: 45_000,
      paidCents: 0,
      pending: true,
    });
  });

  it('counts what was paid, and leaves out what was cancelled', () => {
    const id = book({ startsAt: at(10), serviceId: CUT });
    const off = book({ staffId: BEN, startsAt: at(15) });
    give('appointment.cancel', { id: off, eventId: nextId(), reasonCode: 'client_ill', note: null });
    give('payment.take', {
      id: nextId(),
      appointmentId: id,
      tender: 'cash',
      amountCents: 20_000,
      tradingDay: TODAY,
    });
    expect(facts(id)).toMatchObject({ paidCents: 20_000, sameDay: [], next: null });
  });

  it('keeps name, number and alerts to itself while the desk is locked', () => {
    const id = book({ clientId: THANDI });
    expect(facts(id, LOCKED)).toMatchObject({ client: { name: '', phone: null, alerts: [] }, note: null });
  });

  it('is nothing for a visit that is not here', () => {
    expect(facts(nextId())).toBeNull();
  });
});
