import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** The small schemas that commands, wire and calls share. */
export const idSchema = z.uuid();
export const instantSchema = z.int().min(0).max(8_640_000_000_000_000);
export const centsSchema = z.int().min(-1_000_000_000).max(1_000_000_000);
export const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');
/** A day that the calendar has: rules reckon with it. */
export const calendarDaySchema = daySchema.refine((day) => {
  try {
    return Temporal.PlainDate.from(day).toString() === day;
  } catch {
    return false;
  }
}, 'a day of the calendar');
export const nameSchema = z.string().trim().min(1).max(120);
export const textSchema = z.string().max(2_000);
