import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Instant, MINUTE } from '../../../src/base/time.ts';
import type { QueryParams } from '../../../src/contracts/queries.ts';
import { softConflicts } from '../../../src/domain/scheduling/soft-conflicts.ts';
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
} from './replica-fixture.ts';
import { ROOM, salonRows, SANDTON, SCOPE, serverRow, TODAY, wishFor } from './replica-fixture.ts';

/** The search for a time on a real replica: what it offers can be booked without a word, and what it hides cannot. */

const VIEW = { scope: SCOPE, now: at(9), showNames: true };

let desk: Desk;
beforeEach(() => {
  desk = newDesk();
});
afterEach(() => desk.dispose());

const give = (name: string, args: Readonly<Record<string, unknown>>): string | null => {
  const answer = desk.replica.execute(SCOPE, [{ name, args }], RECEPTION);
  return answer.ok ? null : answer.error.rejection.code;
};
const book = (over: Parameters<typeof booking>[0] = {}): string => {
  const { name, args } = booking(over);
  expect(give(name, args)).toBeNull();
  return args['id'] as string;
};
const block = (staffId: string, startsAt: Instant, endsAt: Instant): void => {
  const id = nextId();
  expect(
    give('block.create', { id, locationId: SANDTON, staffId, startsAt, endsAt, reason: 'Training' }),
  ).toBeNull();
};

type Service = QueryParams<'findSlots'>['services'][number];
const service = (serviceId: string, staffId: string | null = null, over: Partial<Service> = {}): Service => ({
  serviceId,
  staffId,
  minutes: null,
  timing: 'after',
  ...over,
});
const find = (services: readonly Service[], over: Partial<QueryParams<'findSlots'>> = {}) =>
  desk.replica.query('findSlots', wishFor(CUT, { services: [...services], ...over }), VIEW);
const offers = (...asked: Parameters<typeof find>): readonly unknown[] =>
  find(...asked).slots.map(({ startsAt, lines }) => [startsAt, ...lines.map(({ staffName }) => staffName)]);

describe('the next times for one service', () => {
  beforeEach(() => fill(desk));

  it('are the wanted person’s first, around bookings, breaks and blocks', () => {
    book({ startsAt: at(9), minutes: 60 });
    block(ANA, at(10, 45), at(12, 15));
    expect(offers([service(CUT, ANA)])).toEqual([
      [at(10), 'Ana'],
      [at(12, 15), 'Ana'],
      [at(13, 30), 'Ana'],
      // 13:45 and 14:00 would leave a quarter and half an hour that nothing fits into.
      [at(14, 15), 'Ana'],
    ]);
  });

  it('are each start once, whoever is free, and stay within days and times that suit', () => {
    book({ startsAt: at(9), minutes: 60 });
    expect(offers([service(CUT)], { count: 1 })).toEqual([[at(9), 'Ben']]);
    expect(offers([service(CUT)], { startMinute: 16 * 60, count: 2 })).toEqual([
      // Home at five without a hole before it.
      [at(16, 15), 'Ana'],
      [at(16), 'Ana'],
    ]);
    // The day is a Wednesday.
    expect(offers([service(CUT)], { weekdays: [1], count: 1 })).toEqual([[at(5 * 24 + 9), 'Ana']]);
    expect(offers([service(CUT, BEN)], { onlyNamed: true, count: 1 })).toEqual([[at(9), 'Ben']]);
    expect(offers([service(MASSAGE, BEN)], { onlyNamed: true })).toEqual([]);
  });

  it('take a room along, and go on to the next day where the only one is taken', () => {
    book({ startsAt: at(15), serviceId: CUT, resourceId: ROOM, minutes: 120, staffId: BEN });
    const [slot] = find([service(MASSAGE)], { from: at(15), count: 1 }).slots;
    expect(slot).toMatchObject({ startsAt: at(24 + 9), lines: [{ staffId: ANA, resourceId: ROOM }] });
  });

  it('count the own time of a visit that looks for another one as free', () => {
    const visit = book({ startsAt: at(9), minutes: 240 });
    expect(offers([service(CUT, ANA)], { ignoreVisit: visit, count: 1 })).toEqual([[at(9), 'Ana']]);
    expect(offers([service(CUT, ANA)], { count: 1 })).toEqual([[at(13, 30), 'Ana']]);
  });

  it('end where the month is not on this PC, and say so', () => {
    expect(find([service(CUT)], { days: 3 })).toMatchObject({ lookedTo: '2026-11-13', cut: false });
    // Months before the first sync's are fetched on demand.
    expect(find([service(CUT)], { from: at(-24 * 100) })).toEqual({ slots: [], lookedTo: null, cut: true });
    const none = find([service(CUT)], { days: 40, startMinute: 0, endMinute: 1 });
    expect(none).toEqual({ slots: [], lookedTo: '2026-12-20', cut: false });
  });
});

describe('the next times for a visit of several services', () => {
  it('follow each other with one person and another, or stand together', () => {
    fill(desk);
    const [inOrder] = find([service(CUT, BEN), service(MASSAGE)]).slots;
    expect(inOrder?.lines).toMatchObject([
      { staffName: 'Ben', startsAt: at(9), endsAt: at(9, 45), resourceId: null },
      { staffName: 'Ana', startsAt: at(9, 45), endsAt: at(10, 45), resourceId: ROOM },
    ]);
    const [together] = find([service(MASSAGE), service(CUT, null, { timing: 'together' })]).slots;
    expect(together).toMatchObject({ endsAt: at(10), lines: [{ staffName: 'Ana' }, { staffName: 'Ben' }] });
    const [alone] = find([service(MASSAGE), service(CUT, ANA)], { onlyNamed: true }).slots;
    expect(alone?.lines[1]).toMatchObject({ staffName: 'Ana', startsAt: at(10, 15) });
  });

  it('leave out who is at another branch, on leave or off between two shifts', () => {
    const rows = new Map(salonRows());
    const day = (
      staff: string,
      kind: string,
      place: string | null,
      hours: readonly [number, number] | null,
    ) =>
      serverRow('roster_exception', nextId(), 1, {
        staff_id: staff,
        day: TODAY,
        kind,
        location_id: place,
        start_minute: hours?.[0] ?? null,
        end_minute: hours?.[1] ?? null,
        breaks: [],
        reason: null,
      });
    rows.set('roster_exception', [
      day(ANA, 'shift', SANDTON, [540, 660]),
      day(ANA, 'shift', SANDTON, [900, 1020]),
      day(BEN, 'leave', null, null),
    ]);
    fill(desk, rows);
    const starts = find([service(CUT)], { days: 1, count: 20 }).slots.map(({ startsAt }) => startsAt);
    const every = (hour: number): readonly Instant[] =>
      [0, 15, 30, 45, 60, 75].map((minute) => at(hour, minute));
    expect(starts.toSorted((a, b) => a - b)).toEqual([...every(9), ...every(15)]);
    expect(offers([service(CUT, BEN)], { days: 1, onlyNamed: true })).toEqual([]);
  });
});

describe('a random diary', () => {
  const bookings = fc.array(
    fc.record({
      staffId: fc.constantFrom(ANA, BEN),
      quarter: fc.integer({ min: 0, max: 36 }),
      minutes: fc.constantFrom(30, 45, 60, 90),
      massage: fc.boolean(),
    }),
    { maxLength: 10 },
  );
  const blocks = fc.array(
    fc.record({ staffId: fc.constantFrom(ANA, BEN), quarter: fc.integer({ min: 0, max: 36 }) }),
    { maxLength: 3 },
  );

  it('offers a time exactly if it can be booked and nothing speaks against it', () => {
    fc.assert(
      fc.property(bookings, blocks, fc.constantFrom(CUT, MASSAGE), (visits, closed, wanted) => {
        desk.dispose();
        desk = newDesk();
        fill(desk);
        for (const { staffId, quarter, minutes, massage } of visits) {
          const serviceId = massage ? MASSAGE : CUT;
          const resourceId = massage ? ROOM : null;
          const over = { staffId, startsAt: at(8, quarter * 15), minutes, serviceId, resourceId };
          give('appointment.book', booking(over).args);
        }
        for (const { staffId, quarter } of closed)
          block(staffId, at(8, quarter * 15), at(8, quarter * 15 + 50));

        const board = desk.replica.query('dayBoard', { locationId: SANDTON, day: TODAY }, VIEW);
        const minutes = wanted === CUT ? 45 : 60;
        for (const staffId of [ANA, BEN]) {
          const offered = new Set(
            // More than twenty are asked for in pieces of the day.
            [480, 720, 960].flatMap((startMinute) =>
              find([service(wanted, staffId)], {
                onlyNamed: true,
                days: 1,
                from: at(8),
                count: 20,
                startMinute,
                endMinute: startMinute + 240,
              }).slots.map(({ startsAt }) => startsAt),
            ),
          );
          const person = board.columns.find((column) => column.staffId === staffId);
          for (let startsAt = at(8); startsAt < at(18); startsAt += 15 * MINUTE) {
            const warnings = softConflicts(
              { from: startsAt, to: startsAt + minutes * MINUTE },
              {
                hours: board.hours,
                occasion: null,
                shifts: person?.shifts ?? [],
                breaks: person?.breaks ?? [],
                leave: person?.leave ?? null,
                blocks: board.blocks
                  .filter((one) => one.staffId === staffId)
                  .map((one) => ({ from: one.startsAt, to: one.endsAt, reason: one.reason })),
                offersService: wanted === CUT || staffId === ANA,
                doNotBook: false,
              },
            );
            const { args } = booking({
              staffId,
              startsAt,
              minutes,
              serviceId: wanted,
              resourceId: wanted === MASSAGE ? ROOM : null,
            });
            if (warnings.length > 0) {
              expect(offered.has(startsAt)).toBe(false);
              continue;
            }
            const refused = give('appointment.book', args);
            expect(refused === null).toBe(offered.has(startsAt));
            if (refused === null) {
              const cancel = { id: args['id'], eventId: nextId(), reasonCode: 'other', note: null };
              expect(give('appointment.cancel', cancel)).toBeNull();
            }
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});
