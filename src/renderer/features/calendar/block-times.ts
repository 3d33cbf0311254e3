import type { Instant, PlainDate } from '../../../base/time.ts';
import { instantAt } from '../../../domain/scheduling/zoned-time.ts';
import { parseClock } from '../booking/draft.ts';

/** A typed time on a day; midnight at the end of the day is written 24:00. Null when it is no time. */
export function instantOf(day: PlainDate, text: string, timeZone: string): Instant | null {
  const minute = text.trim() === '24:00' ? 1440 : parseClock(text);
  return minute === null ? null : instantAt(day, minute, timeZone);
}

/** What ends with the day ends at 24:00, not at the beginning of the next one. */
export const endText = (time: string): string => (time === '00:00' ? '24:00' : time);
