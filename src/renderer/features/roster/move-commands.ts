import type { ReassignMove } from '../../../contracts/queries/roster.ts';
import { newId } from '../../data/clock.ts';
import type { Command } from '../../data/use-execute.ts';

/** The command that takes a visit to its new place, or back to the one it left. */
export const moveCommand = (move: ReassignMove, where: 'there' | 'back'): Command => ({
  name: 'appointment.move',
  args: {
    id: move.appointmentId,
    softReason: null,
    lines: move.lines.map(({ lineId, before, ...after }) => {
      const { staffId, resourceId, startsAt, endsAt } = where === 'there' ? after : before;
      return {
        id: lineId,
        staffId,
        resourceId,
        startsAt,
        endsAt,
        resourceHoldId: resourceId === null ? null : newId(),
      };
    }),
  },
});

/** Those who take over, each once, in the order of the visit. */
export const takersOf = ({ lines }: ReassignMove): string =>
  [
    ...new Set(
      lines
        .filter(({ staffId, startsAt, before }) => staffId !== before.staffId || startsAt !== before.startsAt)
        .map(({ staffName }) => staffName),
    ),
  ].join(', ');

export const startOf = ({ lines }: ReassignMove): number =>
  Math.min(...lines.map(({ startsAt }) => startsAt));
