import { z } from 'zod';
import { calendarDaySchema, idSchema } from '../schemas.ts';
import { LONGEST_STRETCH_DAYS } from './stretch-of-days.ts';

/** Arguments of the commands on the roster; rules and commands both import them. */

const minuteSchema = z.int().min(0).max(1440);
const breaksSchema = z.array(z.tuple([minuteSchema, minuteSchema])).max(6);

export const setWeekArgsSchema = z.strictObject({
  staffId: idSchema,
  locationId: idSchema,
  /** The first day of the new week; everything after it is replaced, everything before it stays. */
  validFrom: calendarDaySchema,
  /** Two on one weekday are a split shift; none at all: the person no longer works here. */
  shifts: z
    .array(
      z.strictObject({
        id: idSchema,
        weekday: z.int().min(1).max(7),
        startMinute: minuteSchema,
        endMinute: minuteSchema,
        breaks: breaksSchema,
      }),
    )
    .max(42),
  /** Ids of the pattern's rows that the screen showed for that time; anything else there is `stale`. Absent: whatever is there. */
  replaces: z.array(idSchema).max(400).optional(),
});
export type SetWeekArgs = z.infer<typeof setWeekArgsSchema>;

const reasonSchema = z.string().trim().min(1).max(200).nullable();

/** One row of a day written for itself. Leave and a day off stand alone and have no place and no times. */
const dayEntrySchema = z.strictObject({
  id: idSchema,
  kind: z.enum(['shift', 'leave', 'off']),
  locationId: idSchema.nullable(),
  startMinute: minuteSchema.nullable(),
  endMinute: minuteSchema.nullable(),
  breaks: breaksSchema,
  reason: reasonSchema,
});
export type DayEntry = z.infer<typeof dayEntrySchema>;

const dayEntriesSchema = z.array(dayEntrySchema).min(1).max(8);

export const setDayArgsSchema = z.strictObject({
  staffId: idSchema,
  day: calendarDaySchema,
  entries: dayEntriesSchema,
  /** Ids of the day's own rows that the screen showed; anything else there is `stale`. Absent: whatever is there. */
  replaces: z.array(idSchema).max(40).optional(),
});
export type SetDayArgs = z.infer<typeof setDayArgsSchema>;

export const clearDaysArgsSchema = z.strictObject({
  staffId: idSchema,
  from: calendarDaySchema,
  to: calendarDaySchema,
});
export type ClearDaysArgs = z.infer<typeof clearDaysArgsSchema>;

export const leaveArgsSchema = z.strictObject({
  staffId: idSchema,
  from: calendarDaySchema,
  /** The last day away. */
  to: calendarDaySchema,
  reason: reasonSchema,
  /** One for each day. */
  ids: z.array(idSchema).min(1).max(LONGEST_STRETCH_DAYS),
});
export type LeaveArgs = z.infer<typeof leaveArgsSchema>;

const swappedDaySchema = z.strictObject({ staffId: idSchema, entries: dayEntriesSchema });

export const swapArgsSchema = z.strictObject({
  day: calendarDaySchema,
  /** What each of the two does afterwards; together exactly what both did before. */
  people: z.tuple([swappedDaySchema, swappedDaySchema]),
});
export type SwapArgs = z.infer<typeof swapArgsSchema>;
