import { describe, expect, it } from 'vitest';
import type { ConflictItem } from '../../../contracts/queries.ts';
import { appointmentBook, appointmentMove } from '../../../domain/scheduling/appointment-commands.ts';
import { at, ids } from '../calendar/board-samples.ts';
import { canTakeSlot, commandAgain, commandForFacts, commandForSlot, wishOf } from './resolve-conflict.ts';

let made = 0;
const newId = (): string => ids(`n${String((made += 1))}`);

const line = {
  id: ids('line'),
  serviceId: ids('cut'),
  staffId: ids('Ana'),
  resourceId: ids('basin'),
  staffHoldId: ids('hold'),
  resourceHoldId: ids('room'),
  startsAt: at(10),
  endsAt: at(11),
  priceCents: 45_000,
};
const second = { ...line, id: ids('line2'), staffId: ids('Zola'), startsAt: at(11), endsAt: at(12) };
const refused = (changes: Partial<ConflictItem>): ConflictItem => ({
  id: ids('conflict'),
  command: 'appointment.book',
  code: 'overlap',
  detail: {},
  args: {},
  actor: null,
  device: null,
  at: at(10),
  mine: null,
  theirs: null,
  changed: null,
  slots: [],
  state: 'open',
  dependents: [],
  ...changes,
});
const found = (name: string, startsAt: number, endsAt: number) => ({
  serviceId: ids('cut'),
  staffId: ids(name),
  staffName: name,
  resourceId: name === 'Zola' ? ids('basin') : null,
  startsAt,
  endsAt,
});
const slot = {
  startsAt: at(10, 30),
  endsAt: at(12, 30),
  lines: [found('Thandi', at(10, 30), at(11, 30)), found('Zola', at(11, 30), at(12, 30))],
};

describe('a refused booking takes an offered slot', () => {
  const booking = {
    id: ids('visit'),
    eventId: ids('event'),
    locationId: ids('salon'),
    clientId: ids('client'),
    status: 'confirmed',
    source: 'desk',
    lines: [line, second],
    note: 'Fringe only',
    softReason: null,
    importId: null,
  };

  it('keeps client, price and note, and is a valid new command that answers the conflict', () => {
    const command = commandForSlot(refused({ args: booking }), slot, newId);
    expect(command).toMatchObject({
      name: 'appointment.book',
      resolves: ids('conflict'),
      args: { clientId: ids('client'), note: 'Fringe only' },
    });
    const args = appointmentBook.schema.parse(command?.args);
    // It was never made: with its own ids, what rested on it finds it.
    expect([args.id, ...args.lines.map(({ id }) => id)]).toEqual([ids('visit'), ids('line'), ids('line2')]);
    expect(
      args.lines.map(({ staffId, startsAt, resourceHoldId }) => [staffId, startsAt, resourceHoldId !== null]),
    ).toEqual([
      [ids('Thandi'), at(10, 30), false],
      [ids('Zola'), at(11, 30), true],
    ]);
  });

  it('moves the same visit when it was a move that was refused', () => {
    const { serviceId: _service, staffHoldId: _hold, priceCents: _price, ...moved } = line;
    const args = { id: ids('visit'), lines: [moved], softReason: null };
    const command = commandForSlot(refused({ command: 'appointment.move', args }), slot, newId);
    expect(appointmentMove.schema.parse(command?.args)).toMatchObject({
      id: ids('visit'),
      lines: [{ id: ids('line'), staffId: ids('Thandi'), startsAt: at(10, 30) }],
    });
  });

  it('looks for more times with the whole wish', () => {
    const mine = {
      locationId: ids('salon'),
      timeZone: 'Africa/Johannesburg',
      clientId: null,
      clientName: null,
      serviceId: ids('cut'),
      serviceName: 'Cut',
      staffId: ids('Ana'),
      staffName: 'Ana',
      startsAt: at(10),
      endsAt: at(11),
    };
    expect(wishOf(refused({ args: booking, mine }))).toMatchObject({
      ignoreVisit: null,
      from: at(10),
      services: [
        { staffId: ids('Ana'), minutes: 60, timing: 'after' },
        { staffId: ids('Zola'), minutes: 60, timing: 'after' },
      ],
    });
    const { serviceId: _service, staffHoldId: _hold, priceCents: _price, ...moved } = line;
    const args = { id: ids('visit'), lines: [moved, { ...moved, id: ids('line2') }], softReason: null };
    const move = refused({ command: 'appointment.move', args, mine });
    // Of a move only the desk knows the second service: without an offered slot nothing is asked.
    expect(wishOf(move)).toBeNull();
    expect(wishOf({ ...move, slots: [slot] })).toMatchObject({ ignoreVisit: ids('visit') });
  });

  it('offers no slot for a change that has no time', () => {
    const status = refused({ command: 'appointment.status', args: { id: ids('visit') } });
    expect(canTakeSlot(status)).toBe(false);
    expect(commandForSlot(status, slot, newId)).toBeNull();
  });
});

describe('a refused change of facts', () => {
  const change = refused({
    command: 'client.update',
    code: 'stale',
    args: { id: ids('client'), changes: { phone: '+27831112222', email: 'a@b.test', note: 'Fringe only' } },
    changed: {
      table: 'client',
      id: ids('client'),
      name: 'Zanele',
      columns: [
        { column: 'email', mine: 'a@b.test', theirs: 'c@d.test' },
        { column: 'phone', mine: '+27831112222', theirs: '+27834445555' },
      ],
      by: null,
      device: null,
      at: null,
    },
  });
  const changesOf = (mine: (column: string) => boolean) =>
    (commandForFacts(change, mine)?.args as { readonly changes?: object } | undefined)?.changes;

  it('puts what is mine in the place of theirs, fact by fact, and keeps what clashed with nothing', () => {
    expect(changesOf((column) => column === 'phone')).toEqual({
      phone: '+27831112222',
      note: 'Fringe only',
    });
    expect(changesOf(() => false)).toEqual({ note: 'Fringe only' });
    expect(commandForFacts(change, () => true)).toEqual({
      name: 'client.update',
      resolves: ids('conflict'),
      args: change.args,
    });
  });

  it('is nothing any more when all that it wanted is left to the others', () => {
    const phone = { ...change, args: { id: ids('client'), changes: { phone: '+27831112222' } } };
    expect(commandForFacts(phone, () => false)).toBeNull();
  });
});

it('what rested on refused work is done again as it was, as an answer to its own refusal', () => {
  const args = { id: ids('payment'), appointmentId: ids('visit') };
  expect(commandAgain(refused({ command: 'payment.take', args }))).toEqual({
    name: 'payment.take',
    resolves: ids('conflict'),
    args,
  });
});
