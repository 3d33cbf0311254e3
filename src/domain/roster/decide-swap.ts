import { err, ok } from '../../base/result.ts';
import { type CommandContext, type Decision, rejection, type RowReader } from '../command.ts';
import { dayWork, type WorkedShift } from '../scheduling/roster.ts';
import { exceptionsOf, impossibleDay, writeDay } from './decide-day.ts';
import type { DayEntry, SwapArgs } from './roster-args.ts';

/**
 * The rule of `roster.swap`: two people who are both at work or off share the day's shifts out anew. Nothing is
 * gained or lost on the way; where the two together did something else than the screen showed, it is stale.
 */
export function decideSwap(read: RowReader, { day, people }: SwapArgs, context: CommandContext): Decision {
  const [first, second] = people;
  if (first.staffId === second.staffId) {
    return err(rejection('invalid', { message: 'a swap needs two people' }));
  }
  const before: string[] = [];
  for (const { staffId, entries } of people) {
    const refused = impossibleDay(read, context, staffId, entries);
    if (refused) return err(refused);
    const { shifts, leave } = dayWork(
      day,
      read.find('roster_pattern', { staff_id: staffId }),
      exceptionsOf(read, staffId, day, day),
    );
    if (leave !== null || entries.some(({ kind }) => kind === 'leave')) {
      return err(rejection('invalid', { message: 'somebody on leave has nothing to swap' }));
    }
    before.push(...shifts.map(identity));
  }
  const ids = new Set(first.entries.map(({ id }) => id));
  const twice = second.entries.find(({ id }) => ids.has(id));
  if (twice) return err(rejection('duplicate', { table: 'roster_exception', id: twice.id }));

  const after = people.flatMap(({ entries }) => entries.flatMap(shiftOf)).map(identity);
  if (before.toSorted().join() !== after.toSorted().join()) {
    return err(rejection('stale', { table: 'roster_exception', id: first.staffId }));
  }
  return ok(
    people.flatMap(({ staffId, entries }) =>
      writeDay(exceptionsOf(read, staffId, day, day), staffId, day, entries),
    ),
  );
}

const identity = ({ locationId, startMinute, endMinute, breaks }: WorkedShift): string =>
  JSON.stringify([locationId, startMinute, endMinute, breaks]);

const shiftOf = ({ locationId, startMinute, endMinute, breaks }: DayEntry): readonly WorkedShift[] =>
  locationId === null || startMinute === null || endMinute === null
    ? []
    : [{ locationId, startMinute, endMinute, breaks }];
