import { z } from 'zod';
import type { Instant, PlainDate } from '../../base/time.ts';
import { idSchema, instantSchema } from '../../domain/schemas.ts';
import type { TableName } from '../../domain/tables.ts';

/** The next times for a visit of one or more services, and what of a wish narrows them. */

const minuteSchema = z.int().min(0).max(1440);

export const FIND_SLOTS_PARAMS = z.strictObject({
  locationId: idSchema,
  services: z
    .array(
      z.strictObject({
        serviceId: idSchema,
        /** The person asked for; null: anyone. */
        staffId: idSchema.nullable(),
        /** Another length than the service's own; null: its own. */
        minutes: z.int().min(5).max(720).nullable(),
        /** Together with the service before it, by a second pair of hands, or after it. */
        timing: z.enum(['after', 'together']),
      }),
    )
    .min(1)
    .max(12),
  /** Only the people asked for; otherwise they come first and others follow. */
  onlyNamed: z.boolean(),
  from: instantSchema,
  /** How many days are looked at, from the local day of `from` on. */
  days: z.int().min(1).max(120),
  /** ISO weekdays, 1 Monday; empty: every day. */
  weekdays: z.array(z.int().min(1).max(7)).max(7),
  /** The visit begins in these minutes of the local day: at or after the first, before the second. */
  startMinute: minuteSchema,
  endMinute: minuteSchema,
  count: z.int().min(1).max(20),
  /** A visit that looks for another time: its own time counts as free. */
  ignoreVisit: idSchema.nullable(),
});

export type FoundSlot = {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** In the order of the wanted services. */
  readonly lines: readonly {
    readonly serviceId: string;
    readonly staffId: string;
    readonly staffName: string;
    readonly resourceId: string | null;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  }[];
};

export type FoundSlots = {
  /** The best first. */
  readonly slots: readonly FoundSlot[];
  /** The last day that was looked at; null: not even the first one is on this PC. */
  readonly lookedTo: PlainDate | null;
  /** A month that is not on this PC ended the search. */
  readonly cut: boolean;
};

export const FIND_SLOTS_TABLES: readonly (TableName | 'coverage')[] = [
  'hold',
  'block',
  'service',
  'service_staff',
  'staff',
  'resource',
  'roster_pattern',
  'roster_exception',
  'location',
  'location_exception',
  'device',
  'coverage',
];
