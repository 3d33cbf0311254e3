import { z } from 'zod';
import type { Instant } from '../../base/time.ts';
import { err, ok } from '../../base/result.ts';
import { phoneSchema } from '../clients/client-commands.ts';
import { type BaseClaim, defineCommand, rejection, type Rejection, type RowReader } from '../command.ts';
import { idSchema, nameSchema } from '../schemas.ts';
import { MANAGING, namedValues, namesSomething } from './changes.ts';
import { decideOrder, orderSchema } from './order.ts';
import { weekSchema } from './hours-schema.ts';

const addressSchema = z.string().trim().max(300);
const placeSchema = z.int().min(0).max(100_000);

/** A zone by its name in the tz database: Africa/Johannesburg. */
const timeZoneSchema = z
  .string()
  .regex(/^[A-Z][A-Za-z_]+\/[A-Za-z_/-]+$/)
  .refine(isTimeZone, 'a time zone that is known');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A place where the business works, with its weekly trading hours. Refused: duplicate. */
export const locationCreate = defineCommand({
  name: 'location.create',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    name: nameSchema,
    timeZone: timeZoneSchema,
    address: addressSchema,
    phone: phoneSchema.nullable(),
    hours: weekSchema,
    sortOrder: placeSchema,
  }),
  roles: MANAGING,
  base: () => [],
  decide: (read, args) =>
    read.get('location', args.id)
      ? err(rejection('duplicate', { table: 'location', id: args.id }))
      : ok([
          {
            op: 'insert',
            table: 'location',
            id: args.id,
            values: {
              name: args.name,
              time_zone: args.timeZone,
              address: args.address,
              phone: args.phone,
              sort_order: args.sortOrder,
              hours: args.hours,
              active: true,
            },
          },
        ]),
});

/**
 * Changes single facts of a place. `active` false takes it out of every list; its past stays readable. Refused while
 * visits are still to come or people belong to it; the time zone does not change while visits are to come, whose times
 * would then read differently. Refused: in_use, not_found, stale.
 */
export const locationUpdate = defineCommand({
  name: 'location.update',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    changes: z
      .strictObject({
        name: nameSchema,
        time_zone: timeZoneSchema,
        address: addressSchema,
        phone: phoneSchema.nullable(),
        hours: weekSchema,
        active: z.boolean(),
      })
      .partial()
      .refine(namesSomething, 'nothing to change'),
  }),
  roles: MANAGING,
  base: (args): readonly BaseClaim[] => [
    { table: 'location', id: args.id, columns: Object.keys(args.changes) as (keyof typeof args.changes)[] },
  ],
  decide: (read, { id, changes }, context) => {
    const location = read.get('location', id);
    if (!location) return err(rejection('not_found', { table: 'location', id }));
    const moves = changes.time_zone !== undefined && changes.time_zone !== location.time_zone;
    const used =
      (changes.active === false || moves ? visitsToCome(read, id, context.at) : null) ??
      (changes.active === false ? peopleAt(read, id) : null);
    if (used) return err(used);
    return ok([{ op: 'update', table: 'location', id, values: namedValues(changes) }]);
  },
});

/** The order of the places in every list. */
export const locationOrder = defineCommand({
  name: 'location.order',
  version: 1,
  schema: orderSchema,
  roles: MANAGING,
  base: () => [],
  decide: (read, { ids }) => decideOrder(read, 'location', ids),
});

/** Statuses of visits that have not taken place yet. */
const TO_COME = ['requested', 'confirmed', 'arrived', 'in_service'] as const;

function visitsToCome(read: RowReader, id: string, at: Instant): Rejection | null {
  const count = TO_COME.flatMap((status) => read.find('appointment', { location_id: id, status })).filter(
    ({ ends_at }) => ends_at > at,
  ).length;
  return count === 0 ? null : rejection('in_use', { table: 'appointment', id, count });
}

function peopleAt(read: RowReader, id: string): Rejection | null {
  const count = read.find('staff', { location_id: id, active: true }).length;
  return count === 0 ? null : rejection('in_use', { table: 'staff', id, count });
}
