import { MINUTE } from '../../../base/time.ts';
import type { ConflictItem, RefusedItem } from '../../../contracts/queries.ts';
import type { FoundSlot } from '../../../contracts/queries/slots.ts';
import { bookArgsSchema, moveArgsSchema } from '../../../domain/scheduling/appointment-args.ts';
import { timingsOf } from '../../../domain/scheduling/visit-layout.ts';
import type { Command } from '../../data/use-execute.ts';
import type { SlotWish } from '../booking/use-slot-search.ts';

const bookingOf = ({ command, args }: ConflictItem) =>
  command === 'appointment.book' ? bookArgsSchema.safeParse(args).data : undefined;
const moveOf = ({ command, args }: ConflictItem) =>
  command === 'appointment.move' ? moveArgsSchema.safeParse(args).data : undefined;

/** Commands that name single facts of a row in `changes`. */
const UPDATES: ReadonlySet<string> = new Set([
  'tenant.update',
  'location.update',
  'service.update',
  'resource.update',
  'client.update',
  'staff.update',
  'member.update',
]);

/** Whether each clashing fact can be decided by itself. */
export const isFactByFact = ({ command }: ConflictItem): boolean => UPDATES.has(command);

/**
 * The refused change of facts once more, now on top of the others' version: the clashing facts that are named in `mine`,
 * and those that clash with nothing. Null where nothing is left to be changed, or the command is no such change. The
 * desk checks the arguments again.
 */
export function commandForFacts(conflict: ConflictItem, mine: (column: string) => boolean): Command | null {
  const { id, command, args, changed } = conflict;
  if (changed === null) return null;
  if (isFactByFact(conflict)) {
    const theirs = new Set(changed.columns.map(({ column }) => column).filter((column) => !mine(column)));
    const changes = Object.fromEntries(
      Object.entries((args['changes'] ?? {}) as Readonly<Record<string, unknown>>).filter(
        ([column]) => !theirs.has(column),
      ),
    );
    if (Object.keys(changes).length === 0) return null;
    return { name: command, resolves: id, args: { ...args, changes } } as unknown as Command;
  }
  // Somebody else's entry for that day is there: it is the one that is changed.
  if (command !== 'location.set_day' || !changed.columns.every(({ column }) => mine(column))) return null;
  return { name: command, resolves: id, args: { ...args, id: changed.id } } as unknown as Command;
}

/** Refused work once more as it was, where what it rested on is settled. */
export const commandAgain = ({ id, command, args }: RefusedItem): Command =>
  ({ name: command, resolves: id, args }) as unknown as Command;

/** Whether the refused command can be given again for another time. */
export const canTakeSlot = (conflict: ConflictItem): boolean =>
  bookingOf(conflict) !== undefined || moveOf(conflict) !== undefined;

/**
 * The refused booking or move once more, at an offered slot: same client, services and price. A refused booking was never
 * made, so it keeps its ids, and what rested on it finds it. Null where the refused arguments are of no use, or the slot
 * is none for all of their services.
 */
export function commandForSlot(conflict: ConflictItem, slot: FoundSlot, newId: () => string): Command | null {
  const placed = <L extends { readonly startsAt: number }>(lines: readonly L[]) =>
    lines.flatMap((line, index) => {
      const found = slot.lines[index];
      if (found === undefined) return [];
      const { staffId, resourceId, startsAt, endsAt } = found;
      return [
        {
          ...line,
          staffId,
          resourceId,
          startsAt,
          endsAt,
          resourceHoldId: resourceId === null ? null : newId(),
        },
      ];
    });
  const book = bookingOf(conflict);
  if (book) {
    const lines = placed(book.lines);
    if (lines.length !== book.lines.length) return null;
    return {
      name: 'appointment.book',
      resolves: conflict.id,
      args: { ...book, softReason: null, lines },
    };
  }
  const move = moveOf(conflict);
  if (!move) return null;
  const lines = placed(move.lines);
  return lines.length === move.lines.length
    ? { name: 'appointment.move', resolves: conflict.id, args: { ...move, softReason: null, lines } }
    : null;
}

/** The wish behind a refused booking or move, to look for more times; null where not all of its services are known. */
export function wishOf(conflict: ConflictItem): SlotWish | null {
  const { mine, slots } = conflict;
  const book = bookingOf(conflict);
  const move = moveOf(conflict);
  const known = slots[0]?.lines ?? (mine ? [mine] : []);
  const lines =
    book?.lines ??
    move?.lines.flatMap((line, index) => {
      const serviceId = known[index]?.serviceId;
      return serviceId === undefined ? [] : [{ ...line, serviceId }];
    }) ??
    [];
  if (mine === null || lines.length === 0 || (move && lines.length !== move.lines.length)) return null;
  const timings = timingsOf(lines);
  return {
    locationId: mine.locationId,
    services: lines.map(({ serviceId, staffId, startsAt, endsAt }, index) => ({
      serviceId,
      staffId,
      minutes: Math.max(5, Math.round((endsAt - startsAt) / MINUTE)),
      timing: timings[index] ?? 'after',
    })),
    ignoreVisit: move?.id ?? null,
    from: mine.startsAt,
  };
}
