import { z } from 'zod';
import { calendarDaySchema, idSchema } from '../schemas.ts';

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
