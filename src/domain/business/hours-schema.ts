import { z } from 'zod';
import { MOST_STRETCHES, WEEKDAYS } from './stretches.ts';

const minuteSchema = z.int().min(0).max(1440);

/** A day's trading hours: each stretch ends after it starts, and none begins before the one above it has ended. */
export const dayHoursSchema = z
  .array(z.tuple([minuteSchema, minuteSchema]))
  .max(MOST_STRETCHES)
  .refine(
    (stretches) =>
      stretches.every(([from, to], index) => from < to && from >= (stretches[index - 1]?.[1] ?? 0)),
    'stretches in their order, each after the one before',
  );

/** ISO weekday ("1" Monday to "7" Sunday) to its hours; a day that is missing or empty is closed. */
export const weekSchema = z.partialRecord(z.enum(WEEKDAYS), dayHoursSchema.optional());
