import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../src/base/time.ts';
import { type KnownVisit, sameVisit } from '../../../src/domain/scheduling/client-knows.ts';
import { connect, sql } from '../../../src/replica/connection.ts';
import type { CommandToRun } from '../../../src/replica/run-commands.ts';
import {
  ANA,
  at,
  BEN,
  booking,
  type Desk,
  fill,
  KEY,
  newDesk,
  nextId,
  RECEPTION,
  SCOPE,
  THANDI,
} from './replica-fixture.ts';

const VIEW = { scope: SCOPE, now: at(9), showNames: true };

let desk: Desk;
beforeEach(() => {
  desk = newDesk();
  fill(desk);
});
afterEach(() => desk.dispose());

const give = (command: CommandToRun, minute = 0): boolean =>
  desk.replica.execute(SCOPE, [command], { ...RECEPTION, at: at(9, minute) }).ok;

type Visit = { readonly id: string; readonly lineId: string };
function book(startsAt = at(10), clientId: string | null = THANDI): Visit {
  const { name, args } = booking({ startsAt, clientId });
  give({ name, args });
  const [line] = args['lines'] as readonly { readonly id: string }[];
  return { id: args['id'] as string, lineId: line?.id ?? '' };
}
const move = ({ id, lineId }: Visit, startsAt: number, staffId = ANA): CommandToRun => ({
  name: 'appointment.move',
  args: {
    id,
    softReason: null,
    lines: [
      {
        id: lineId,
        staffId,
        resourceId: null,
        resourceHoldId: null,
        startsAt,
        endsAt: startsAt + 45 * MINUTE,
      },
    ],
  },
});
const cancel = ({ id }: Visit, reasonCode: string): CommandToRun => ({
  name: 'appointment.cancel',
  args: { id, eventId: nextId(), reasonCode, note: null },
});
const restore = ({ id }: Visit): CommandToRun => ({
  name: 'appointment.status',
  args: { id, eventId: nextId(), to: 'confirmed', reason: null },
});
const tell = (
  { id }: Visit,
  told: KnownVisit,
  outcome: 'told' | 'no_answer' = 'told',
  tellingId = nextId(),
): CommandToRun => ({
  name: 'telling.record',
  args: { id: tellingId, appointmentId: id, channel: 'call', outcome, told },
});
const list = (view = VIEW) => desk.replica.query('toTell', {}, view);
const told = (startsAt: number, staffId = ANA): KnownVisit => ({
  status: 'booked',
  staffIds: [staffId],
  startsAt,
});

describe('whom to tell', () => {
  it('is who believes something else, with what changed in words and the most urgent first', () => {
    const later = book(at(15));
    const soon = book(at(10));
    give(move(later, at(16), BEN));
    give(cancel(soon, 'staff_unavailable'));
    expect(list()).toMatchObject([
      {
        appointmentId: soon.id,
        kind: 'cancelled',
        dueAt: at(10),
        client: { name: 'Thandi Mokoena', phone: '+27821234567' },
        services: ['Cut and finish'],
        knows: { startsAt: at(10), staffNames: ['Ana'] },
      },
      {
        appointmentId: later.id,
        kind: 'moved',
        dueAt: at(15),
        knows: { startsAt: at(15), staffNames: ['Ana'] },
        stands: { startsAt: at(16), staffNames: ['Ben'] },
        pending: true,
      },
    ]);
  });

  it('is nobody any more when the move is undone, the client is told, or stands in the house', () => {
    const [undone, ticked, here] = [book(at(10)), book(at(12)), book(at(14))];
    give(move(undone, at(11)));
    give(move(ticked, at(13)));
    give(move(here, at(15)));
    expect(list()).toHaveLength(3);
    give(move(undone, at(10)));
    give(tell(ticked, told(at(13))));
    give({
      name: 'appointment.status',
      args: { id: here.id, eventId: nextId(), to: 'arrived', reason: null },
    });
    expect(list()).toEqual([]);
    give(restore(here));
    expect(list()).toMatchObject([{ appointmentId: here.id }]);
  });

  it('keeps who did not answer, with the calls in vain since the last word', () => {
    const visit = book(at(12));
    give(move(visit, at(13)));
    give(tell(visit, told(at(13))), 1);
    give(move(visit, at(14)));
    give(tell(visit, told(at(14)), 'no_answer'), 2);
    expect(list()).toMatchObject([{ attempts: [{ outcome: 'no_answer', actor: 'Lindiwe', at: at(9, 2) }] }]);
    const answer = desk.replica.query('visitTelling', { appointmentId: visit.id }, VIEW);
    expect(answer.tellings.map(({ outcome }) => outcome)).toEqual(['no_answer', 'told']);
    expect(answer.toTell?.attempts).toHaveLength(1);
  });

  it('is nobody without a name, nobody whose times have all passed, and nobody at all on a locked desk', () => {
    give(move(book(at(10), null), at(11)));
    const visit = book(at(12));
    give(move(visit, at(13)));
    expect(list({ ...VIEW, now: at(12, 30) })).toHaveLength(1);
    expect(list({ ...VIEW, now: at(13) })).toEqual([]);
    expect(list({ ...VIEW, showNames: false })).toEqual([]);
  });
});

type Step =
  | { readonly do: 'move'; readonly slot: number; readonly person: number }
  | { readonly do: 'cancel'; readonly byClient: boolean }
  | { readonly do: 'restore' | 'tell' | 'no answer' | 'undo telling' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('move' as const), slot: fc.nat(2), person: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), byClient: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('restore' as const, 'tell' as const, 'no answer' as const, 'undo telling' as const),
    }),
  },
);
const ROW = sql('test.visit', 'select status, starts_at, client_knows from appointment where id = ?');
const STAFF = sql('test.staff', 'select staff_id from appointment_line where appointment_id = ?');

describe('what a client knows', () => {
  it('is kept exactly while it is not what stands, whatever is moved, cancelled, told and taken back', () => {
    const eye = connect({ path: desk.file, key: KEY, readonly: true });
    let day = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 14, size: 'max' }), (steps) => {
        // Each run on a day of its own, so that no run is in another's way.
        day += 1;
        const slotAt = (slot: number): number => at(24 * day + 10 + 2 * slot);
        const visit = book(slotAt(0));
        const stands = (): KnownVisit => {
          const [status, startsAt] = eye.row(ROW, visit.id) as readonly [string, number];
          return {
            status: status === 'cancelled' ? 'cancelled' : 'booked',
            staffIds: eye.rows(STAFF, visit.id).map(([id]) => String(id)),
            startsAt,
          };
        };
        /** What the client has heard, each word with the telling that brought it. */
        const heard: { readonly visit: KnownVisit; readonly telling: string | null }[] = [
          { visit: stands(), telling: null },
        ];
        for (const [minute, one] of steps.entries()) {
          const telling = nextId();
          const last = heard.at(-1);
          if (one.do === 'move') give(move(visit, slotAt(one.slot), one.person === 0 ? ANA : BEN), minute);
          else if (one.do === 'restore') give(restore(visit), minute);
          else if (one.do === 'no answer') give(tell(visit, stands(), 'no_answer'), minute);
          else if (one.do === 'cancel') {
            const done = give(cancel(visit, one.byClient ? 'client_ill' : 'other'), minute);
            if (done && one.byClient) heard.push({ visit: stands(), telling: null });
          } else if (one.do === 'tell') {
            if (give(tell(visit, stands(), 'told', telling), minute))
              heard.push({ visit: stands(), telling });
          } else if (last?.telling) {
            expect(give({ name: 'telling.undo', args: { id: last.telling } }, minute)).toBe(true);
            heard.pop();
          }
          const [, , json] = eye.row(ROW, visit.id) as readonly [string, number, string | null];
          const believes = heard.at(-1)?.visit as KnownVisit;
          const kept = json === null ? null : (JSON.parse(json) as KnownVisit);
          expect(kept === null).toBe(sameVisit(believes, stands()));
          if (kept !== null) expect(sameVisit(kept, believes)).toBe(true);
        }
      }),
      { numRuns: 150, seed: 20261124 },
    );
    eye.close();
  });

  it('is not asked for a visit of long ago', () => {
    const visit = book(at(10));
    give(move(visit, at(11)));
    expect(list({ ...VIEW, now: at(10) + 24 * HOUR })).toEqual([]);
  });
});
