import type { MonthDay } from '../../../contracts/queries.ts';

/** Booked time in percent of what can be booked; null where nobody works, and above 100 where it was overrun. */
export const fillOf = ({ bookedMinutes, workMinutes }: MonthDay): number | null =>
  workMinutes === 0 ? null : Math.round((bookedMinutes / workMinutes) * 100);

/** Seven days a row; the list begins on a Monday. */
export const weeksOf = (days: readonly MonthDay[]): readonly (readonly MonthDay[])[] =>
  Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => days.slice(week * 7, week * 7 + 7));
