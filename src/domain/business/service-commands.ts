import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { type BaseClaim, defineCommand, rejection, type RowChange } from '../command.ts';
import { idSchema, nameSchema } from '../schemas.ts';
import { MANAGING, namedValues, namesSomething } from './changes.ts';
import { decideOrder, orderSchema } from './order.ts';

/** What the business sells. Booked visits carry their own price and times: no command here changes them. */

const MAX_PEOPLE = 500;

const fields = {
  category: z.string().trim().max(60),
  durationMinutes: z.int().min(1).max(720),
  bufferMinutes: z.int().min(0).max(240),
  priceCents: z.int().min(0).max(1_000_000_000),
  hue: z.int().min(0).max(9),
  /** What a room or a piece of equipment must offer; null: none is held. */
  requires: z.string().trim().min(1).max(60).nullable(),
};
const linkSchema = z.strictObject({ id: idSchema, staffId: idSchema });

/** A new service and the people who do it. Refused: duplicate, not_found. */
export const serviceCreate = defineCommand({
  name: 'service.create',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    name: nameSchema,
    category: fields.category,
    durationMinutes: fields.durationMinutes,
    bufferBeforeMinutes: fields.bufferMinutes,
    bufferAfterMinutes: fields.bufferMinutes,
    priceCents: fields.priceCents,
    hue: fields.hue,
    requires: fields.requires,
    sortOrder: z.int().min(0).max(100_000),
    staff: z
      .array(linkSchema)
      .max(MAX_PEOPLE)
      .refine((links) => new Set(links.map(({ staffId }) => staffId)).size === links.length, 'each once'),
  }),
  roles: MANAGING,
  base: () => [],
  decide: (read, args) => {
    if (read.get('service', args.id)) return err(rejection('duplicate', { table: 'service', id: args.id }));
    const unknown = args.staff.find(({ staffId }) => !read.get('staff', staffId));
    if (unknown) return err(rejection('not_found', { table: 'staff', id: unknown.staffId }));
    const taken = args.staff.find(({ id }) => read.get('service_staff', id));
    if (taken) return err(rejection('duplicate', { table: 'service_staff', id: taken.id }));
    return ok([
      {
        op: 'insert',
        table: 'service',
        id: args.id,
        values: {
          name: args.name,
          category: args.category,
          duration_minutes: args.durationMinutes,
          buffer_before_minutes: args.bufferBeforeMinutes,
          buffer_after_minutes: args.bufferAfterMinutes,
          price_cents: args.priceCents,
          hue: args.hue,
          requires: args.requires,
          sort_order: args.sortOrder,
          active: true,
        },
      },
      ...args.staff.map(({ id, staffId }): RowChange => ({
        op: 'insert',
        table: 'service_staff',
        id,
        values: { service_id: args.id, staff_id: staffId },
      })),
    ]);
  },
});

/**
 * Changes single facts of a service; only one that somebody else changed meanwhile clashes, so that no price is
 * overwritten unseen. A service is never deleted: `active` false archives it. Refused: stale, not_found.
 */
export const serviceUpdate = defineCommand({
  name: 'service.update',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    changes: z
      .strictObject({
        name: nameSchema,
        category: fields.category,
        duration_minutes: fields.durationMinutes,
        buffer_before_minutes: fields.bufferMinutes,
        buffer_after_minutes: fields.bufferMinutes,
        price_cents: fields.priceCents,
        hue: fields.hue,
        requires: fields.requires,
        active: z.boolean(),
      })
      .partial()
      .refine(namesSomething, 'nothing to change'),
  }),
  roles: MANAGING,
  base: (args): readonly BaseClaim[] => [
    { table: 'service', id: args.id, columns: Object.keys(args.changes) as (keyof typeof args.changes)[] },
  ],
  decide: (read, { id, changes }) =>
    read.get('service', id)
      ? ok([{ op: 'update', table: 'service', id, values: namedValues(changes) }])
      : err(rejection('not_found', { table: 'service', id })),
});

/**
 * Who does a service: people that are added, each with the id of its link, and people that are taken away. It says what
 * shall be: adding who is there or removing who is not changes nothing. Refused: invalid, not_found, duplicate.
 */
export const serviceStaff = defineCommand({
  name: 'service.staff',
  version: 1,
  schema: z
    .strictObject({
      serviceId: idSchema,
      add: z.array(linkSchema).max(MAX_PEOPLE),
      remove: z.array(idSchema).max(MAX_PEOPLE),
    })
    .refine(({ add, remove }) => {
      const named = [...add.map(({ staffId }) => staffId), ...remove];
      return named.length > 0 && new Set(named).size === named.length;
    }, 'each person once, one at least'),
  roles: MANAGING,
  base: () => [],
  decide: (read, { serviceId, add, remove }) => {
    if (!read.get('service', serviceId)) {
      return err(rejection('not_found', { table: 'service', id: serviceId }));
    }
    const links = read.find('service_staff', { service_id: serviceId });
    const doing = new Set(links.map(({ staff_id }) => staff_id));
    const wanted = add.filter(({ staffId }) => !doing.has(staffId));
    const unknown = wanted.find(({ staffId }) => !read.get('staff', staffId));
    if (unknown) return err(rejection('not_found', { table: 'staff', id: unknown.staffId }));
    const taken = wanted.find(({ id }) => read.get('service_staff', id));
    if (taken) return err(rejection('duplicate', { table: 'service_staff', id: taken.id }));
    return ok([
      ...links
        .filter(({ staff_id }) => remove.includes(staff_id))
        .map(({ id }): RowChange => ({ op: 'delete', table: 'service_staff', id })),
      ...wanted.map(({ id, staffId }): RowChange => ({
        op: 'insert',
        table: 'service_staff',
        id,
        values: { service_id: serviceId, staff_id: staffId },
      })),
    ]);
  },
});

/** The order of the services in every list. */
export const serviceOrder = defineCommand({
  name: 'service.order',
  version: 1,
  schema: orderSchema,
  roles: MANAGING,
  base: () => [],
  decide: (read, { ids }) => decideOrder(read, 'service', ids),
});
