import type { PlainDate } from '../../base/time.ts';

/** Whether a row of the weekly pattern counts on a day, its weekday apart. Both ends belong to it; null: no end. */
export const isValidOn = (day: PlainDate, from: PlainDate, to: PlainDate | null): boolean =>
  from <= day && (to === null || day <= to);
