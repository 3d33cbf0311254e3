import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { outsideDevice } from '../access/device-scope.ts';
import { type BaseClaim, defineCommand, rejection } from '../command.ts';
import { idSchema, nameSchema } from '../schemas.ts';
import { MANAGING, namedValues, namesSomething } from './changes.ts';
import { RESOURCE_KINDS } from './kinds.ts';
import { decideOrder, orderSchema } from './order.ts';

const capabilitySchema = z.string().trim().min(1).max(60);

/** A room or a piece of equipment of one place, held by itself for services that need what it offers. Refused: duplicate, not_found, forbidden. */
export const resourceCreate = defineCommand({
  name: 'resource.create',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    locationId: idSchema,
    name: nameSchema,
    kind: z.enum(RESOURCE_KINDS),
    capability: capabilitySchema,
    sortOrder: z.int().min(0).max(100_000),
  }),
  roles: MANAGING,
  base: () => [],
  decide: (read, args, context) => {
    if (read.get('resource', args.id)) return err(rejection('duplicate', { table: 'resource', id: args.id }));
    if (!read.get('location', args.locationId)) {
      return err(rejection('not_found', { table: 'location', id: args.locationId }));
    }
    const outside = outsideDevice(read, context, args.locationId);
    if (outside) return err(outside);
    return ok([
      {
        op: 'insert',
        table: 'resource',
        id: args.id,
        values: {
          location_id: args.locationId,
          name: args.name,
          kind: args.kind,
          capability: args.capability,
          sort_order: args.sortOrder,
          active: true,
        },
      },
    ]);
  },
});

/** Changes single facts of a room; `active` false archives it, and visits that hold it keep it. Refused: stale, not_found, forbidden. */
export const resourceUpdate = defineCommand({
  name: 'resource.update',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    changes: z
      .strictObject({
        name: nameSchema,
        kind: z.enum(RESOURCE_KINDS),
        capability: capabilitySchema,
        active: z.boolean(),
      })
      .partial()
      .refine(namesSomething, 'nothing to change'),
  }),
  roles: MANAGING,
  base: (args): readonly BaseClaim[] => [
    { table: 'resource', id: args.id, columns: Object.keys(args.changes) as (keyof typeof args.changes)[] },
  ],
  decide: (read, { id, changes }, context) => {
    const resource = read.get('resource', id);
    if (!resource) return err(rejection('not_found', { table: 'resource', id }));
    const outside = outsideDevice(read, context, resource.location_id);
    if (outside) return err(outside);
    return ok([{ op: 'update', table: 'resource', id, values: namedValues(changes) }]);
  },
});

/** The order of the rooms and equipment of one place in every list. */
export const resourceOrder = defineCommand({
  name: 'resource.order',
  version: 1,
  schema: orderSchema,
  roles: MANAGING,
  base: () => [],
  decide: (read, { ids }) => decideOrder(read, 'resource', ids),
});
