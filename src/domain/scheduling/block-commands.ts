import { z } from 'zod';
import { bucketOf } from '../../base/time.ts';
import { err, ok } from '../../base/result.ts';
import { outsideDevice } from '../access/device-scope.ts';
import { defineCommand, rejection, TENANT_ROLES } from '../command.ts';
import { idSchema, instantSchema } from '../schemas.ts';

/** Blocked time with reason and author: a warning for bookings, not a wall. Refused: invalid, not_found, duplicate. */
export const blockCreate = defineCommand({
  name: 'block.create',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    locationId: idSchema,
    staffId: idSchema,
    startsAt: instantSchema,
    endsAt: instantSchema,
    reason: z.string().trim().min(1).max(200),
  }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    if (args.endsAt <= args.startsAt) return err(rejection('invalid', { message: 'ends before it starts' }));
    if (read.get('block', args.id)) return err(rejection('duplicate', { table: 'block', id: args.id }));
    if (!read.get('staff', args.staffId))
      return err(rejection('not_found', { table: 'staff', id: args.staffId }));
    if (!read.get('location', args.locationId)) {
      return err(rejection('not_found', { table: 'location', id: args.locationId }));
    }
    const outside = outsideDevice(read, context, args.locationId);
    if (outside) return err(outside);
    return ok([
      {
        op: 'insert',
        table: 'block',
        id: args.id,
        values: {
          bucket: bucketOf(args.startsAt),
          location_id: args.locationId,
          staff_id: args.staffId,
          starts_at: args.startsAt,
          ends_at: args.endsAt,
          reason: args.reason,
          author_id: context.actorId,
        },
      },
    ]);
  },
});

/**
 * Moves, resizes or hands over blocked time, or says something else of it, within its location; the author stays.
 * Refused: invalid, not_found, stale, forbidden.
 */
export const blockUpdate = defineCommand({
  name: 'block.update',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    staffId: idSchema,
    startsAt: instantSchema,
    endsAt: instantSchema,
    reason: z.string().trim().min(1).max(200),
  }),
  roles: TENANT_ROLES,
  base: (args) => [{ table: 'block', id: args.id, columns: ['staff_id', 'starts_at', 'ends_at', 'reason'] }],
  decide: (read, args, context) => {
    const block = read.get('block', args.id);
    if (!block) return err(rejection('not_found', { table: 'block', id: args.id }));
    const outside = outsideDevice(read, context, block.location_id);
    if (outside) return err(outside);
    if (args.endsAt <= args.startsAt) return err(rejection('invalid', { message: 'ends before it starts' }));
    if (!read.get('staff', args.staffId))
      return err(rejection('not_found', { table: 'staff', id: args.staffId }));
    return ok([
      {
        op: 'update',
        table: 'block',
        id: args.id,
        values: {
          bucket: bucketOf(args.startsAt),
          staff_id: args.staffId,
          starts_at: args.startsAt,
          ends_at: args.endsAt,
          reason: args.reason,
        },
      },
    ]);
  },
});

/** Opens blocked time again. Refused: not_found. */
export const blockRemove = defineCommand({
  name: 'block.remove',
  version: 1,
  schema: z.strictObject({ id: idSchema }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args) =>
    read.get('block', args.id)
      ? ok([{ op: 'delete', table: 'block', id: args.id }])
      : err(rejection('not_found', { table: 'block', id: args.id })),
});
