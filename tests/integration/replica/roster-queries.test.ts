import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/base/time.ts';
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
  TODAY,
} from './replica-fixture.ts';

const VIEW = { scope: SCOPE, now: at(9), showNames: true };
/** The Monday of the week of the stories. */
const MONDAY = '2026-11-09';
const WEDNESDAY = 2;

let desk: Desk;
beforeEach(() => {
  desk = newDesk();
  fill(desk);
});
afterEach(() => desk.dispose());

const give = (...commands: readonly { name: string; args: Readonly<Record<string, unknown>> }[]): void => {
  const answer = desk.replica.execute(SCOPE, commands, RECEPTION);
  if (!answer.ok) throw new Error(`${answer.error.index}: ${answer.error.rejection.code}`);
};
const book = (over: Parameters<typeof booking>[0]): string => {
  const command = booking(over);
  give(command);
  return command.args['id'] as string;
};
const leave = (staffId: string, reason: string | null = 'flu'): void =>
  give({ name: 'roster.leave', args: { staffId, from: TODAY, to: TODAY, reason, ids: [nextId()] } });
const shiftOf = (startMinute: number, endMinute: number, locationId = SANDTON) => ({
  id: nextId(),
  kind: 'shift',
  locationId,
  startMinute,
  endMinute,
  breaks: [],
  reason: null,
});
const week = (from = MONDAY) => {
  const answer = desk.replica.query('rosterWeek', { locationId: SANDTON, from }, VIEW);
  if (!answer) throw new Error('no week');
  return answer;
};
const outside = (view = VIEW) => desk.replica.query('outsideRoster', { locationId: SANDTON }, view);
const plan = (...appointmentIds: string[]) => desk.replica.query('reassignPlan', { appointmentIds }, VIEW);
const options = (appointmentId: string) =>
  desk.replica.query('reassignOptions', { appointmentId, limit: 30 }, VIEW);

/** The plan as the screen gives it. */
const movesOf = (moves: ReturnType<typeof plan>['moves'], back = false) =>
  moves.map(({ appointmentId, lines }) => ({
    name: 'appointment.move',
    args: {
      id: appointmentId,
      softReason: null,
      lines: lines.map(({ lineId, before, ...after }) => {
        const { staffId, resourceId, startsAt, endsAt } = back ? before : after;
        return {
          id: lineId,
          staffId,
          resourceId,
          startsAt,
          endsAt,
          resourceHoldId: resourceId === null ? null : nextId(),
        };
      }),
    },
  }));

describe('the week of a location', () => {
  it('says who works when, by the pattern and by days of their own', () => {
    leave(BEN);
    give({
      name: 'roster.set_day',
      args: { staffId: ANA, day: TODAY, entries: [shiftOf(540, 780), shiftOf(840, 1080)] },
    });
    const { days, people } = week();
    expect(days).toHaveLength(7);
    expect(days[WEDNESDAY]).toEqual({ day: TODAY, hours: [[480, 1080]], occasion: null });
    expect(days[6]).toMatchObject({ day: '2026-11-15', hours: [] });
    expect(people.map(({ name, isHome }) => [name, isHome])).toEqual([
      ['Ana', true],
      ['Ben', true],
    ]);
    const [ana, ben] = people;
    expect(ana?.days[0]).toMatchObject({
      isException: false,
      leave: null,
      pending: false,
      entries: [],
      shifts: [{ locationId: SANDTON, startMinute: 540, endMinute: 1020, breaks: [[780, 810]] }],
    });
    expect(ana?.days[WEDNESDAY]).toMatchObject({
      isException: true,
      pending: true,
      shifts: [{ endMinute: 780 }, { startMinute: 840 }],
      entries: [{ kind: 'shift' }, { kind: 'shift' }],
    });
    expect(ana?.days[6]).toMatchObject({ shifts: [], leave: null, isException: false });
    expect(ben?.days[WEDNESDAY]).toMatchObject({ leave: 'flu', shifts: [], isException: true });
    expect(ana?.pattern).toHaveLength(5);
  });

  it('a new week counts from its day on', () => {
    give({
      name: 'roster.set_week',
      args: {
        staffId: ANA,
        locationId: SANDTON,
        validFrom: TODAY,
        shifts: [{ id: nextId(), weekday: 3, startMinute: 600, endMinute: 900, breaks: [] }],
      },
    });
    const [ana] = week().people;
    expect(ana?.days.map(({ shifts }) => shifts.map(({ startMinute }) => startMinute))).toEqual([
      [540],
      [540],
      [600],
      [],
      [],
      [],
      [],
    ]);
    expect(week('2026-11-16').people[0]?.days[WEDNESDAY]).toMatchObject({ pending: true });
    expect(week('2026-11-16').people[0]?.pattern).toHaveLength(1);
  });

  it('is null for a place that is not here', () => {
    expect(desk.replica.query('rosterWeek', { locationId: nextId(), from: MONDAY }, VIEW)).toBeNull();
  });
});

describe('bookings outside the roster', () => {
  it('nothing while everybody is at work', () => {
    book({});
    expect(outside()).toEqual({ visits: [], count: 0, cover: 'complete' });
  });

  it('says of each why, and shows no name at a locked desk', () => {
    const id = book({ startsAt: at(10) });
    const late = book({ startsAt: at(16), staffId: BEN });
    book({ startsAt: at(10), staffId: BEN });
    leave(ANA);
    give({ name: 'roster.set_day', args: { staffId: BEN, day: TODAY, entries: [shiftOf(540, 960)] } });
    expect(outside()).toMatchObject({
      count: 2,
      visits: [
        {
          appointmentId: id,
          clientName: 'Thandi Mokoena',
          day: TODAY,
          lines: [{ staffName: 'Ana', serviceName: 'Cut and finish', why: { kind: 'leave', reason: 'flu' } }],
        },
        { appointmentId: late, lines: [{ why: { kind: 'hours' } }] },
      ],
    });
    expect(outside({ ...VIEW, showNames: false }).visits[0]?.clientName).toBeNull();
  });

  it('a day off and a day at another branch', () => {
    book({ startsAt: at(10) });
    const off = { ...shiftOf(0, 0), kind: 'off', locationId: null, startMinute: null, endMinute: null };
    give({ name: 'roster.set_day', args: { staffId: ANA, day: TODAY, entries: [off] } });
    expect(outside().visits[0]?.lines[0]?.why).toEqual({ kind: 'off' });
    give({ name: 'roster.clear_days', args: { staffId: ANA, from: TODAY, to: TODAY } });
    expect(outside().count).toBe(0);
  });

  it('somebody who has left', () => {
    const id = book({ startsAt: at(10) });
    give({ name: 'staff.update', args: { id: ANA, changes: { active: false } } });
    expect(outside().visits.map(({ lines }) => lines[0]?.why)).toEqual([{ kind: 'left' }]);
    expect(week().people.map(({ name }) => name)).toEqual(['Ben']);
    expect(options(id)[0]).toMatchObject({ awayMs: 0, lines: [{ staffId: BEN }] });
  });

  it('what is over, cancelled or was meant to be outside is not listed', () => {
    book({ startsAt: at(8), minutes: 45 });
    const cancelled = book({ startsAt: at(11) });
    give({
      name: 'appointment.cancel',
      args: { id: cancelled, eventId: nextId(), reasonCode: 'client_ill', note: null },
    });
    const meant = booking({ startsAt: at(17), staffId: BEN });
    give({ ...meant, args: { ...meant.args, softReason: 'she asked for it' } });
    leave(ANA);
    expect(outside().count).toBe(0);
    leave(BEN);
    expect(outside().visits.map(({ appointmentId }) => appointmentId)).toEqual([meant.args['id']]);
  });
});

describe('finding another place', () => {
  it('the same time with a colleague first, then the nearest', () => {
    const id = book({ startsAt: at(10) });
    leave(ANA);
    const [first, second] = options(id);
    expect(first).toMatchObject({
      awayMs: 0,
      lines: [{ staffId: BEN, staffName: 'Ben', before: { staffId: ANA, startsAt: at(10) } }],
    });
    expect(second).toMatchObject({ awayMs: 15 * MINUTE });
  });

  it('a service that only the absent person does goes to another day', () => {
    const id = book({ startsAt: at(10), serviceId: MASSAGE, resourceId: ROOM, minutes: 60 });
    leave(ANA);
    expect(plan(id)).toEqual({
      moves: [],
      unplaced: [{ appointmentId: id, why: 'nobody' }],
      clientsToTell: 0,
    });
    expect(options(id)[0]).toMatchObject({
      awayMs: 24 * 60 * MINUTE,
      lines: [{ resourceId: ROOM }],
    });
  });

  it('a whole plan is one group of moves, and its way back another', () => {
    const first = book({ startsAt: at(10) });
    const second = book({ startsAt: at(10, 45), clientId: null });
    const third = book({ startsAt: at(14) });
    book({ startsAt: at(14), staffId: BEN, serviceId: CUT });
    leave(ANA);
    const planned = plan(first, second, third);
    expect(planned).toMatchObject({
      unplaced: [],
      clientsToTell: 2,
      moves: [
        { appointmentId: first, awayMs: 0 },
        { appointmentId: second, awayMs: 0 },
        { appointmentId: third },
      ],
    });
    expect(planned.moves[2]?.awayMs).not.toBe(0);
    give(...movesOf(planned.moves));
    expect(outside().count).toBe(0);
    give(...movesOf(planned.moves, true));
    expect(outside().count).toBe(3);
  });

  it('what cannot be placed says why and stays', () => {
    const ids = [9, 10, 11, 12, 13, 14, 15, 16].map((hour) => book({ startsAt: at(hour), minutes: 60 }));
    for (const hour of [9, 10, 11, 12, 14, 15]) book({ startsAt: at(hour), minutes: 60, staffId: BEN });
    leave(ANA);
    const { moves, unplaced } = plan(...ids);
    expect(moves).toHaveLength(1);
    expect(unplaced).toHaveLength(7);
    expect(new Set(unplaced.map(({ why }) => why))).toEqual(new Set(['list']));
    expect(plan(nextId()).unplaced).toMatchObject([{ why: 'gone' }]);
  });
});
