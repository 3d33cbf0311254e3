import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BoardCard } from '../../../src/contracts/queries.ts';
import { moveCommands, planFor } from '../../../src/renderer/features/calendar/push-back-lines.ts';
import {
  ANA,
  at,
  BEN,
  booking,
  CUT,
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

/** A plan to push bookings back, carried out by the desk's own commands and taken back by them. */

const VIEW = { scope: SCOPE, now: at(9), showNames: true };

const visits = fc.array(
  fc.record({
    staffId: fc.constantFrom(ANA, ANA, BEN),
    quarter: fc.integer({ min: 0, max: 30 }),
    minutes: fc.constantFrom(30, 45, 60),
    massage: fc.boolean(),
    /** A second service right after, by the other person. */
    second: fc.boolean(),
  }),
  { minLength: 2, maxLength: 9 },
);

it('what the plan moves, the desk moves in one group; the undo leaves the day as it was', () => {
  fc.assert(
    fc.property(
      visits,
      fc.nat(),
      fc.constantFrom(10, 25, 45),
      fc.boolean(),
      (wishes, which, minutes, keep) => {
        const desk = newDesk();
        try {
          fill(desk);
          for (const wish of wishes) {
            const startsAt = at(9, wish.quarter * 15);
            const over = wish.massage ? { serviceId: MASSAGE, resourceId: ROOM } : { serviceId: CUT };
            const { name, args } = booking({ ...wish, ...over, startsAt });
            const lines = args['lines'] as readonly { readonly endsAt: number }[];
            const other = wish.staffId === ANA ? BEN : ANA;
            const next = booking({ staffId: other, startsAt: lines[0]!.endsAt, minutes: 30 }).args['lines'];
            const both = wish.second ? [...lines, ...(next as readonly object[])] : lines;
            desk.replica.execute(SCOPE, [{ name, args: { ...args, lines: both } }], RECEPTION);
          }
          const day = () => desk.replica.query('dayBoard', { locationId: SANDTON, day: TODAY }, VIEW);
          const resources = desk.replica.query('resources', { locationId: SANDTON }, VIEW);
          const before = day();
          const card = before.cards[which % before.cards.length]!;
          const plan = planFor(before, resources, card, minutes, keep);
          if (plan.stuck.length > 0) return;
          const { there, back } = moveCommands(plan, null, nextId);

          expect(desk.replica.execute(SCOPE, there, RECEPTION)).toMatchObject({ ok: true });
          const planned = new Map(
            plan.visits.flatMap(({ lines }) => lines.map((line) => [line.lineId, line])),
          );
          for (const now of day().cards) {
            const old = before.cards.find(({ lineId }) => lineId === now.lineId)!;
            expect(now.startsAt).toBe((planned.get(now.lineId) ?? old).startsAt);
            expect(now.startsAt).toBeGreaterThanOrEqual(old.startsAt);
          }
          expect(desk.replica.execute(SCOPE, back, RECEPTION)).toMatchObject({ ok: true });
          const inOrder = (cards: readonly BoardCard[]) =>
            cards.toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1));
          expect(inOrder(day().cards)).toEqual(inOrder(before.cards));
        } finally {
          desk.dispose();
        }
      },
    ),
    { numRuns: 25 },
  );
});
