import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { type BaseClaim, defineCommand, type Rejection, rejection, type RowReader } from '../command.ts';
import { idSchema, nameSchema } from '../schemas.ts';

/**
 * The people on the roster. Whoever leaves stays as a row that is not active: their past visits and takings keep a name.
 */

const MANAGING = ['owner', 'manager'] as const;
const titleSchema = z.string().trim().max(120);
/** One of the theme's ten hues. */
const hueSchema = z.int().min(0).max(9);
const sortOrderSchema = z.int().min(0).max(100_000);

/** A new person on the roster, at work from now on. Refused: duplicate, not_found. */
export const staffCreate = defineCommand({
  name: 'staff.create',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    /** The branch where the person works unless the roster says otherwise. */
    locationId: idSchema,
    name: nameSchema,
    title: titleSchema,
    hue: hueSchema,
    sortOrder: sortOrderSchema,
  }),
  roles: MANAGING,
  base: () => [],
  decide: (read, args) => {
    if (read.get('staff', args.id)) return err(rejection('duplicate', { table: 'staff', id: args.id }));
    const homeless = noSuchLocation(read, args.locationId);
    if (homeless) return err(homeless);
    return ok([
      {
        op: 'insert',
        table: 'staff',
        id: args.id,
        values: {
          name: args.name,
          title: args.title,
          location_id: args.locationId,
          member_id: null,
          hue: args.hue,
          sort_order: args.sortOrder,
          active: true,
        },
      },
    ]);
  },
});

const changesSchema = z
  .strictObject({
    name: nameSchema,
    title: titleSchema,
    location_id: idSchema,
    /** The sign-in of the same person; null: none. */
    member_id: idSchema.nullable(),
    hue: hueSchema,
    sort_order: sortOrderSchema,
    active: z.boolean(),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'nothing to change');

/**
 * Changes single fields of a person on the roster; only a field that someone else changed meanwhile clashes. A sign-in
 * belongs to one person at most. Refused: invalid, not_found, stale.
 */
export const staffUpdate = defineCommand({
  name: 'staff.update',
  version: 1,
  schema: z.strictObject({ id: idSchema, changes: changesSchema }),
  roles: MANAGING,
  base: (args): readonly BaseClaim[] => [
    { table: 'staff', id: args.id, columns: Object.keys(args.changes) as (keyof typeof args.changes)[] },
  ],
  decide: (read, { id, changes }) => {
    if (!read.get('staff', id)) return err(rejection('not_found', { table: 'staff', id }));
    const homeless = changes.location_id === undefined ? null : noSuchLocation(read, changes.location_id);
    if (homeless) return err(homeless);
    const linked = changes.member_id ?? null;
    if (linked !== null) {
      if (!read.get('member', linked)) return err(rejection('not_found', { table: 'member', id: linked }));
      const other = read.find('staff', { member_id: linked }).find((one) => one.id !== id);
      if (other) return err(rejection('invalid', { message: 'the sign-in belongs to somebody else' }));
    }
    // exactOptionalPropertyTypes: an absent key is absent, never undefined.
    const values = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    return ok([{ op: 'update', table: 'staff', id, values }]);
  },
});

const MAX_SERVICES = 500;

/**
 * What a person does: services that are added (each with the id of its link) and services that are taken away. Both say
 * what shall be, not what to do once: adding what is there or removing what is not changes nothing, so two desks that
 * tick boxes at the same time never clash. Refused: invalid, not_found, duplicate.
 */
export const staffServices = defineCommand({
  name: 'staff.services',
  version: 1,
  schema: z
    .strictObject({
      staffId: idSchema,
      add: z.array(z.strictObject({ id: idSchema, serviceId: idSchema })).max(MAX_SERVICES),
      remove: z.array(idSchema).max(MAX_SERVICES),
    })
    .refine(({ add, remove }) => {
      const named = [...add.map(({ serviceId }) => serviceId), ...remove];
      return named.length > 0 && new Set(named).size === named.length;
    }, 'each service once, one at least'),
  roles: MANAGING,
  base: () => [],
  decide: (read, { staffId, add, remove }) => {
    if (!read.get('staff', staffId)) return err(rejection('not_found', { table: 'staff', id: staffId }));
    const links = read.find('service_staff', { staff_id: staffId });
    const done = new Set(links.map(({ service_id }) => service_id));
    for (const { id, serviceId } of add) {
      if (!read.get('service', serviceId)) {
        return err(rejection('not_found', { table: 'service', id: serviceId }));
      }
      if (!done.has(serviceId) && read.get('service_staff', id)) {
        return err(rejection('duplicate', { table: 'service_staff', id }));
      }
    }
    return ok([
      ...links
        .filter(({ service_id }) => remove.includes(service_id))
        .map(({ id }) => ({ op: 'delete', table: 'service_staff', id }) as const),
      ...add
        .filter(({ serviceId }) => !done.has(serviceId))
        .map(
          ({ id, serviceId }) =>
            ({
              op: 'insert',
              table: 'service_staff',
              id,
              values: { service_id: serviceId, staff_id: staffId },
            }) as const,
        ),
    ]);
  },
});

const noSuchLocation = (read: RowReader, id: string): Rejection | null =>
  read.get('location', id) ? null : rejection('not_found', { table: 'location', id });
