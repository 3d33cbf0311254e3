import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, overlaps } from '../../base/time.ts';
import { planReassign } from './plan-reassign.ts';
import { optionsFor, type PlaceFacts, type VisitToPlace } from './reassign-options.ts';

const at = (hour: number, minute = 0): number => hour * HOUR + minute * MINUTE;
const OPEN = [{ from: at(8), to: at(18) }];

type Booked = {
  readonly id: string;
  readonly from: number;
  readonly minutes: number;
  readonly room?: string;
};

/** One day: colleagues with their work and bookings, and the visits of somebody who is away. */
function day(
  people: Readonly<Record<string, { readonly from: number; readonly to: number }>>,
  taken: readonly (Booked & { readonly who: string })[],
  homeless: readonly (Booked & { readonly client?: string; readonly buffer?: number })[],
  known: Readonly<Record<string, number>> = {},
  rooms: readonly string[] = [],
): { readonly facts: PlaceFacts; readonly visits: readonly VisitToPlace[] } {
  const busy = new Map<string, { from: number; to: number; appointmentId: string }[]>();
  const hold = (resource: string, from: number, to: number, appointmentId: string): void => {
    busy.set(resource, [...(busy.get(resource) ?? []), { from, to, appointmentId }]);
  };
  for (const { who, id, from, minutes, room } of taken) {
    hold(who, from, from + minutes * MINUTE, id);
    if (room) hold(room, from, from + minutes * MINUTE, id);
  }
  for (const { id, from, minutes, room, buffer = 0 } of homeless) {
    hold('ana', from, from + (minutes + buffer) * MINUTE, id);
    if (room) hold(room, from, from + (minutes + buffer) * MINUTE, id);
  }
  return {
    facts: {
      now: at(7),
      days: [
        {
          midnight: 0,
          hours: OPEN,
          people: [
            { staffId: 'ana', work: [], blocks: [] },
            ...Object.entries(people).map(([staffId, work]) => ({ staffId, work: [work], blocks: [] })),
          ],
          rooms: rooms.map((resourceId) => ({ resourceId, capability: 'room' })),
          busy,
        },
      ],
      offers: () => true,
      visitsWith: (client, staff) => known[`${client} ${staff}`] ?? 0,
    },
    visits: homeless.map(({ id, from, minutes, room, client, buffer = 0 }) => ({
      appointmentId: id,
      clientId: client ?? null,
      lines: [
        {
          lineId: `${id} line`,
          serviceId: 'cut',
          staffId: 'ana',
          resourceId: room ?? null,
          requires: room ? 'room' : null,
          startsAt: from,
          endsAt: from + minutes * MINUTE,
          bufferBeforeMinutes: 0,
          bufferAfterMinutes: buffer,
          isOutside: true,
        },
      ],
    })),
  };
}

const plan = ({ facts, visits }: ReturnType<typeof day>) =>
  planReassign(
    visits.map((visit) => ({ appointmentId: visit.appointmentId, options: optionsFor(visit, facts) })),
  );
const places = (planned: ReturnType<typeof plan>) =>
  planned.map(({ appointmentId, lines }) => [appointmentId, lines[0]?.staffId, lines[0]?.startsAt]);

const ALL_DAY = { from: at(8), to: at(18) };

describe('where a visit can go', () => {
  it('the same time first, and there to whom the client knows', () => {
    const { facts, visits } = day(
      { ben: ALL_DAY, cleo: ALL_DAY },
      [],
      [{ id: 'v', from: at(10), minutes: 60, client: 'thandi' }],
      { 'thandi cleo': 3, 'thandi ben': 1 },
    );
    const options = optionsFor(visits[0]!, facts);
    expect(options.slice(0, 3).map(({ awayMs, lines }) => [awayMs / MINUTE, lines[0]?.staffId])).toEqual([
      [0, 'cleo'],
      [0, 'ben'],
      [15, 'cleo'],
    ]);
  });

  it('never outside shifts, bookings, buffers and rooms of others', () => {
    const { facts, visits } = day(
      { ben: { from: at(9), to: at(12) } },
      [{ who: 'ben', id: 'other', from: at(10), minutes: 60 }],
      [{ id: 'v', from: at(10), minutes: 45, room: 'room 1', buffer: 15 }],
      {},
      ['room 1'],
    );
    expect(optionsFor(visits[0]!, facts).map(({ awayMs }) => awayMs / MINUTE)).toEqual([60, -60, 75]);
  });

  it('lines that are well keep their person', () => {
    const { facts, visits } = day({ ben: ALL_DAY }, [], [{ id: 'v', from: at(10), minutes: 30 }]);
    const visit = visits[0]!;
    const two: VisitToPlace = {
      ...visit,
      lines: [
        ...visit.lines,
        {
          ...visit.lines[0]!,
          lineId: 'second',
          staffId: 'ben',
          isOutside: false,
          startsAt: at(10, 30),
          endsAt: at(11),
        },
      ],
    };
    const [best] = optionsFor(two, facts);
    expect(best).toMatchObject({ awayMs: 0 });
    expect(Object.fromEntries(best!.lines.map(({ lineId, staffId }) => [lineId, staffId]))).toEqual({
      'v line': 'ben',
      second: 'ben',
    });
  });
});

describe('a plan for all', () => {
  it('gives the only free person to the visit that has no other', () => {
    const planned = plan(
      day(
        { ben: ALL_DAY, cleo: { from: at(8), to: at(11) } },
        [],
        [
          { id: 'early', from: at(10), minutes: 60 },
          { id: 'long', from: at(10, 30), minutes: 60 },
        ],
      ),
    );
    expect(places(planned)).toEqual([
      ['early', 'cleo', at(10)],
      ['long', 'ben', at(10, 30)],
    ]);
  });

  it('asks one that has a place to take another so that both keep their time', () => {
    const planned = plan(
      day(
        { ben: ALL_DAY, cleo: ALL_DAY },
        [{ who: 'cleo', id: 'x', from: at(9), minutes: 60 }],
        [
          { id: 'a', from: at(10), minutes: 60, client: 'known' },
          { id: 'b', from: at(9, 30), minutes: 60 },
        ],
        { 'known ben': 5 },
      ),
    );
    expect(planned.map(({ awayMs }) => awayMs)).toEqual([0, 0]);
  });

  const booked = fc.record({
    from: fc.integer({ min: 0, max: 36 }).map((quarter) => at(8) + quarter * 15 * MINUTE),
    minutes: fc.constantFrom(15, 30, 45, 60, 90),
    room: fc.constantFrom(undefined, 'room 1', 'room 2'),
    buffer: fc.constantFrom(0, 10),
    who: fc.constantFrom('ben', 'cleo', 'dudu'),
  });
  const noneTwice = (list: { from: number; minutes: number; who: string; room?: string }[]) =>
    list.filter(
      (one, index) =>
        !list
          .slice(0, index)
          .some(
            (other) =>
              (other.who === one.who || (one.room !== undefined && other.room === one.room)) &&
              overlaps(
                { from: one.from, to: one.from + (one.minutes + 10) * MINUTE },
                { from: other.from, to: other.from + (other.minutes + 10) * MINUTE },
              ),
          ),
    );

  it('never overlaps, never leaves the work of its people, and places at least what the first come would get', () => {
    fc.assert(
      fc.property(
        fc.array(booked, { maxLength: 14 }),
        fc.array(booked, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 1, max: 3 }),
        (others, wanted, staffed) => {
          const people = Object.fromEntries(
            ['ben', 'cleo', 'dudu']
              .slice(0, staffed)
              .map((who, index) => [who, { from: at(8 + index), to: at(16 + index) }]),
          );
          const mine = noneTwice(wanted.map((one) => ({ ...one, who: 'ana' })) as never[]);
          const taken = noneTwice([...mine, ...(others as never[])] as never[]).filter(
            ({ who }) => who !== 'ana',
          );
          const made = day(
            people,
            taken.map((one, index) => ({ ...one, id: `taken ${index}` })) as never[],
            mine.map((one, index) => ({ ...one, id: `visit ${index}` })) as never[],
            {},
            ['room 1', 'room 2'],
          );
          const planned = plan(made);
          const { busy } = made.facts.days[0]!;
          const byId = new Map(made.visits.map((visit) => [visit.appointmentId, visit.lines[0]!]));
          const claims = planned.flatMap(({ appointmentId, lines }) =>
            lines.flatMap(({ staffId, resourceId, startsAt, endsAt }) => {
              const held = {
                from: startsAt,
                to: endsAt + (byId.get(appointmentId)?.bufferAfterMinutes ?? 0) * MINUTE,
              };
              const shift = people[staffId];
              expect(shift && shift.from <= startsAt && endsAt <= shift.to).toBe(true);
              expect(resourceId === null).toBe(byId.get(appointmentId)?.requires === null);
              return [staffId, ...(resourceId === null ? [] : [resourceId])].map((id) => ({
                ...held,
                id,
                appointmentId,
              }));
            }),
          );
          for (const [index, claim] of claims.entries()) {
            const own = (busy.get(claim.id) ?? []).filter((one) => one.appointmentId !== claim.appointmentId);
            expect(own.some((one) => overlaps(one, claim))).toBe(false);
            const before = claims.slice(0, index).filter(({ id }) => id === claim.id);
            expect(before.some((one) => overlaps(one, claim))).toBe(false);
          }
          // First come, first served, each at the best place that is left.
          const served: { id: string; from: number; to: number }[] = [];
          let count = 0;
          for (const visit of made.visits) {
            const after = (visit.lines[0]?.bufferAfterMinutes ?? 0) * MINUTE;
            for (const { lines } of optionsFor(visit, made.facts)) {
              const { staffId, rooms, startsAt, endsAt } = lines[0]!;
              const held = { from: startsAt, to: endsAt + after };
              const isFree = (id: string): boolean =>
                !served.some((one) => one.id === id && overlaps(one, held));
              const room = rooms?.find(isFree);
              if (!isFree(staffId) || (rooms !== null && room === undefined)) continue;
              served.push({ id: staffId, ...held });
              if (room !== undefined) served.push({ id: room, ...held });
              count += 1;
              break;
            }
          }
          expect(planned.length).toBeGreaterThanOrEqual(count);
        },
      ),
      { numRuns: 150 },
    );
  });
});
