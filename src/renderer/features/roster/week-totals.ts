import type { MinuteOfDay, PlainDate } from '../../../base/time.ts';
import type { RosterWeek } from '../../../contracts/queries/roster.ts';
import type { WorkedShift } from '../../../domain/scheduling/roster.ts';

/** Minutes of work without breaks. */
export const workedMinutes = (shifts: readonly WorkedShift[]): number =>
  shifts.reduce(
    (sum, { startMinute, endMinute, breaks }) =>
      sum + endMinute - startMinute - breaks.reduce((away, [from, to]) => away + to - from, 0),
    0,
  );

/** People and hours of each day at this location; what somebody does at another branch counts there. */
export const dayTotals = ({ days, people, locationId }: RosterWeek) =>
  days.map(({ day }, index): { day: PlainDate; people: number; minutes: number } => {
    const here = people.map(({ days: cells }) =>
      (cells[index]?.shifts ?? []).filter((shift) => shift.locationId === locationId),
    );
    return {
      day,
      people: here.filter((shifts) => shifts.length > 0).length,
      minutes: here.reduce((sum, shifts) => sum + workedMinutes(shifts), 0),
    };
  });

/** Minutes after midnight as a clock shows them: 09:00. The end of the day is 24:00. */
export const clockOf = (minute: MinuteOfDay): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** 09:00–17:00 */
export const stretchText = (from: MinuteOfDay, to: MinuteOfDay): string => `${clockOf(from)}–${clockOf(to)}`;
