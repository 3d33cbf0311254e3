import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  at,
  booking,
  type Desk,
  fill,
  newDesk,
  nextId,
  RECEPTION,
  SCOPE,
  THANDI,
  TODAY,
} from './replica-fixture.ts';

const VIEW = { scope: SCOPE, now: at(12), showNames: true };
const LOCKED = { ...VIEW, showNames: false };

let desk: Desk;
beforeEach(() => {
  desk = newDesk();
  fill(desk);
});
afterEach(() => desk.dispose());

const give = (name: string, args: Readonly<Record<string, unknown>>, hour = 9): void => {
  const answer = desk.replica.execute(SCOPE, [{ name, args }], { ...RECEPTION, at: at(hour) });
  if (!answer.ok) throw new Error(answer.error.rejection.code);
};
const book = (hour: number): string => {
  const { name, args } = booking({ startsAt: at(hour) });
  give(name, args);
  return args['id'] as string;
};
const create = (name: string, phone: string | null, email: string | null = null): string => {
  const id = nextId();
  give('client.create', { id, name, phone, email, note: null, importId: null });
  return id;
};
const thandi = (view = VIEW) => desk.replica.query('client', { id: THANDI }, view);

describe('a client', () => {
  it('has visits newest first, the next one, what was paid and what is open', () => {
    const past = book(10);
    const next = book(14);
    book(16);
    give('payment.take', {
      id: nextId(),
      appointmentId: past,
      tender: 'cash',
      amountCents: 20_000,
      tradingDay: TODAY,
    });
    expect(thandi()).toMatchObject({
      visits: [
        { startsAt: at(16) },
        { appointmentId: next },
        { paidCents: 20_000, services: ['Cut and finish'], staffNames: ['Ana'] },
      ],
      next: { appointmentId: next },
      paidCents: 20_000,
      // Visits to come are not owed yet.
      openCents: 25_000,
      heldFrom: null,
    });
  });

  it('has notes, consent and alerts with their authors; a withdrawal takes the alerts along', () => {
    give('client.note_add', { id: nextId(), clientId: THANDI, body: 'Window seat' }, 9);
    give('client.note_add', { id: nextId(), clientId: THANDI, body: 'Early bird' }, 10);
    const consent = {
      clientId: THANDI,
      purpose: 'special_information',
      channel: null,
      how: 'form',
      textVersion: '1',
    };
    give('consent.record', { ...consent, id: nextId(), given: true }, 9);
    give('client.alert_add', { id: nextId(), clientId: THANDI, kind: 'allergy', text: 'Latex' }, 10);
    expect(thandi()).toMatchObject({
      notes: [{ body: 'Early bird', author: 'Lindiwe', pending: true }, { body: 'Window seat' }],
      consents: [{ given: true, how: 'form', actor: 'Lindiwe' }],
      alerts: [{ text: 'Latex', kind: 'allergy', author: 'Lindiwe' }],
    });
    give('consent.record', { ...consent, id: nextId(), given: false }, 11);
    expect(thandi()).toMatchObject({ alerts: [], consents: [{ given: false }, { given: true }] });
  });

  it('is nobody on a locked desk', () => {
    expect(thandi(LOCKED)).toBeNull();
    expect(desk.replica.query('clientList', { text: '', limit: 10 }, LOCKED).items).toEqual([]);
    expect(desk.replica.query('clientDuplicates', {}, LOCKED)).toEqual([]);
  });

  it('is listed by name, with the last and the next visit', () => {
    create('Adele Botha', null);
    book(10);
    book(14);
    expect(desk.replica.query('clientList', { text: '', limit: 10 }, VIEW)).toMatchObject({
      total: 2,
      items: [{ name: 'Adele Botha' }, { id: THANDI, lastVisit: at(10), nextVisit: at(14) }],
    });
  });
});

describe('two entries for one person', () => {
  const pairs = () =>
    desk.replica
      .query('clientDuplicates', {}, VIEW)
      .map(({ first, second, reasons }) => [[first.name, second.name].toSorted().join(' + '), reasons]);

  it('share a number or an address, or have names that are easily confused', () => {
    create('T. Mokwena', '+27821234567');
    create('Zoë Naudé', null, 'zoe@example.co.za');
    create('Z Naude', '+27835550101', 'ZOE@example.co.za');
    create('Pieter van Wyk', '+27715550199');
    create('Pietr van Wik', null);
    expect(Object.fromEntries(pairs())).toEqual({
      'T. Mokwena + Thandi Mokoena': ['phone'],
      'Z Naude + Zoë Naudé': ['email', 'name'],
      'Pieter van Wyk + Pietr van Wik': ['name'],
    });
  });

  it('are not two people of one name with numbers of their own, nor two first names', () => {
    create('Thandi Mokoena', '+27835550101');
    create('Neo', null);
    create('Neo', null);
    expect(pairs()).toEqual([]);
  });

  it('are offered while the second one is typed', () => {
    const similar = (name: string, phone: string | null) =>
      desk.replica
        .query('similarClients', { name, phone, email: null }, VIEW)
        .map(({ client, reasons }) => [client.name, reasons]);
    expect(similar('Tandi Mokona', null)).toEqual([['Thandi Mokoena', ['name']]]);
    expect(similar('Somebody Else', '+27821234567')).toEqual([['Thandi Mokoena', ['phone']]]);
    expect(similar('Thandi Mokoena', '+27821234568')).toEqual([['Thandi Mokoena', ['name']]]);
    expect(similar('Thandi Mokoena', '+27835550101')).toEqual([]);
    expect(similar('Ana', null)).toEqual([]);
  });
});

it('the wording of a message is the business’s own once it has one', () => {
  give('template.set', { id: nextId(), kind: 'moved', language: 'af', body: 'Nuut: {day}' });
  expect(desk.replica.query('messageTemplates', {}, VIEW)).toMatchObject({
    own: [{ kind: 'moved', language: 'af', body: 'Nuut: {day}', pending: true }],
    businessName: 'Sunrise Salon',
  });
});
