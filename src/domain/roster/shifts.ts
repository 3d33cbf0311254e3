import { type Rejection, rejection } from '../command.ts';
import type { WorkedShift } from '../scheduling/roster.ts';

type Shift = Omit<WorkedShift, 'locationId'>;
type Stretch = Pick<Shift, 'startMinute' | 'endMinute'>;

export const meets = (a: Stretch, b: Stretch): boolean =>
  a.startMinute < b.endMinute && b.startMinute < a.endMinute;

/** Refuses shifts that nobody can work: an end before its start, or breaks that do not lie in it one after another. */
export function impossibleShift(shifts: readonly Shift[]): Rejection | null {
  for (const { startMinute, endMinute, breaks } of shifts) {
    if (endMinute <= startMinute) return rejection('invalid', { message: 'a shift ends after it starts' });
    let free = startMinute;
    for (const [from, to] of breaks) {
      if (from < free || to <= from || to > endMinute) {
        return rejection('invalid', { message: 'breaks lie in their shift, one after another' });
      }
      free = to;
    }
  }
  return null;
}

/** Whether two stretches of one day meet; a split shift has a gap between them. */
export const meetsItself = (shifts: readonly Stretch[]): boolean =>
  shifts.some((shift, index) => shifts.slice(0, index).some((other) => meets(shift, other)));
