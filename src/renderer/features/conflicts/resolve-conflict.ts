import type { ConflictItem, FreeSlot } from '../../../contracts/queries.ts';
import { bookArgsSchema, moveArgsSchema } from '../../../domain/scheduling/appointment-args.ts';
import type { Command } from '../../data/use-execute.ts';

/** Whether the refused command can be given again for another time. */
export const canTakeSlot = (conflict: ConflictItem): boolean =>
  (conflict.command === 'appointment.book' && bookArgsSchema.safeParse(conflict.args).success) ||
  (conflict.command === 'appointment.move' && moveArgsSchema.safeParse(conflict.args).success);

/**
 * The refused booking or move once more, at an offered slot: same client, services and price, new ids where rows
 * are new. Lines after the first keep their distance to it and their people. Null where the refused arguments are
 * of no use.
 */
export function commandForSlot(conflict: ConflictItem, slot: FreeSlot, newId: () => string): Command | null {
  const book =
    conflict.command === 'appointment.book' ? bookArgsSchema.safeParse(conflict.args).data : undefined;
  if (book) {
    const shift = slot.startsAt - (book.lines[0]?.startsAt ?? slot.startsAt);
    return {
      name: 'appointment.book',
      resolves: conflict.id,
      args: {
        ...book,
        id: newId(),
        eventId: newId(),
        softReason: null,
        lines: book.lines.map((line, index) => {
          const resourceId = index === 0 ? slot.resourceId : line.resourceId;
          return {
            ...line,
            id: newId(),
            staffId: index === 0 ? slot.staffId : line.staffId,
            resourceId,
            staffHoldId: newId(),
            resourceHoldId: resourceId === null ? null : newId(),
            startsAt: line.startsAt + shift,
            endsAt: line.endsAt + shift,
          };
        }),
      },
    };
  }
  const move =
    conflict.command === 'appointment.move' ? moveArgsSchema.safeParse(conflict.args).data : undefined;
  if (!move) return null;
  const shift = slot.startsAt - (move.lines[0]?.startsAt ?? slot.startsAt);
  return {
    name: 'appointment.move',
    resolves: conflict.id,
    args: {
      ...move,
      softReason: null,
      lines: move.lines.map((line, index) => {
        const resourceId = index === 0 ? slot.resourceId : line.resourceId;
        return {
          ...line,
          staffId: index === 0 ? slot.staffId : line.staffId,
          resourceId,
          resourceHoldId: resourceId === null ? null : newId(),
          startsAt: line.startsAt + shift,
          endsAt: line.endsAt + shift,
        };
      }),
    },
  };
}
