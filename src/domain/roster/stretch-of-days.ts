import { addDays } from '../../base/plain-day.ts';
import type { PlainDate } from '../../base/time.ts';

/** The most days that one command covers. */
export const LONGEST_STRETCH_DAYS = 366;

/** Every day from one to another; none when it ends before it begins or is longer than a year. */
export function daysFrom(from: PlainDate, to: PlainDate): readonly PlainDate[] {
  const days: PlainDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (days.length === LONGEST_STRETCH_DAYS) return [];
    days.push(day);
  }
  return days;
}
