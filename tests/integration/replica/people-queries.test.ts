import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ANA,
  at,
  BEN,
  booking,
  CUT,
  type Desk,
  fill,
  MASSAGE,
  MEMBER,
  newDesk,
  nextId,
  RECEPTION,
  SANDTON,
  SCOPE,
} from './replica-fixture.ts';

let desk: Desk;
let minute = 0;
beforeEach(() => {
  minute = 0;
  desk = newDesk();
  fill(desk);
});
afterEach(() => desk.dispose());

const give = (name: string, args: Readonly<Record<string, unknown>>): void => {
  minute += 1;
  const answer = desk.replica.execute(SCOPE, [{ name, args }], { ...RECEPTION, at: at(9, minute) });
  if (!answer.ok) throw new Error(answer.error.rejection.code);
};
const view = (now = at(9)) => ({ scope: SCOPE, now, showNames: true });
const people = () => desk.replica.query('people', {}, view());
const ahead = (staffId: string, now = at(9)) =>
  desk.replica.query('visitsAhead', { staffId }, view(now)).count;

describe('the people of the business', () => {
  it('come in the order of the board, with what each does', () => {
    expect(people()).toMatchObject({
      roster: [
        {
          id: ANA,
          name: 'Ana',
          locationId: SANDTON,
          serviceIds: [CUT, MASSAGE],
          active: true,
          pending: false,
        },
        { id: BEN, name: 'Ben', serviceIds: [CUT] },
      ],
      signIns: [
        { id: MEMBER, name: 'Lindiwe', role: 'manager', email: 'lindiwe@example.test', active: true },
      ],
    });
  });

  it('show a new person, a change and what somebody learned before the cloud has heard of it', () => {
    const id = nextId();
    give('staff.create', { id, locationId: SANDTON, name: 'Cleo', title: '', hue: 4, sortOrder: 30 });
    give('staff.services', { staffId: BEN, add: [{ id: nextId(), serviceId: MASSAGE }], remove: [CUT] });
    give('member.update', { id: MEMBER, changes: { name: 'Lindiwe Ncube' } });
    expect(people().roster).toMatchObject([
      { id: ANA, pending: false },
      { id: BEN, serviceIds: [MASSAGE], pending: true },
      { id, name: 'Cleo', pending: true },
    ]);
    expect(people().signIns).toMatchObject([{ name: 'Lindiwe Ncube', pending: true }]);
  });

  it('put whoever has left last, and out of the lists that forms choose from', () => {
    give('staff.update', { id: ANA, changes: { active: false } });
    expect(people().roster.map(({ id, active }) => [id, active])).toEqual([
      [BEN, true],
      [ANA, false],
    ]);
    const offered = desk.replica.query('staff', { locationId: SANDTON }, view());
    expect(offered.map(({ id }) => id)).toEqual([BEN]);
  });
});

describe('visits ahead of somebody who leaves', () => {
  it('count what is not over, each once, and not what was cancelled', () => {
    const { name, args } = booking({ startsAt: at(10) });
    give(name, args);
    const later = booking({ startsAt: at(34) });
    give(later.name, later.args);
    expect(ahead(ANA)).toBe(2);
    expect(ahead(BEN)).toBe(0);
    expect(ahead(ANA, at(12))).toBe(1);
    give('appointment.cancel', {
      id: later.args['id'],
      eventId: nextId(),
      reasonCode: 'client_request',
      note: null,
    });
    expect(ahead(ANA)).toBe(1);
  });
});
