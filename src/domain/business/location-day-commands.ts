import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { outsideDevice } from '../access/device-scope.ts';
import { type BaseClaim, defineCommand, rejection } from '../command.ts';
import { calendarDaySchema, idSchema } from '../schemas.ts';
import { MANAGING } from './changes.ts';
import { dayHoursSchema } from './hours-schema.ts';

/** What hangs on a day of its own: its hours and why. */
const CLAIMED = ['hours', 'reason'] as const;

/**
 * Other hours on one day of one place, whatever the week and the public holidays say: none is closed. A day has one
 * such entry: given the id of the one that is there, it is changed. Refused: not_found, stale (another one is there, or
 * it changed), forbidden.
 */
export const locationSetDay = defineCommand({
  name: 'location.set_day',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    locationId: idSchema,
    day: calendarDaySchema,
    hours: dayHoursSchema,
    reason: z.string().trim().min(1).max(120),
  }),
  roles: MANAGING,
  // A new entry has no row yet and so no claim.
  base: (args): readonly BaseClaim[] => [{ table: 'location_exception', id: args.id, columns: CLAIMED }],
  decide: (read, args, context) => {
    if (!read.get('location', args.locationId)) {
      return err(rejection('not_found', { table: 'location', id: args.locationId }));
    }
    const outside = outsideDevice(read, context, args.locationId);
    if (outside) return err(outside);
    const [there] = read.find('location_exception', { location_id: args.locationId, day: args.day });
    if (there && there.id !== args.id) {
      return err(rejection('stale', { table: 'location_exception', id: there.id, columns: CLAIMED }));
    }
    const { id, hours, reason } = args;
    if (there) return ok([{ op: 'update', table: 'location_exception', id, values: { hours, reason } }]);
    if (read.get('location_exception', id)) {
      return err(rejection('duplicate', { table: 'location_exception', id }));
    }
    return ok([
      {
        op: 'insert',
        table: 'location_exception',
        id,
        values: { location_id: args.locationId, day: args.day, hours, reason },
      },
    ]);
  },
});

/** Takes a day's entry away: the week, or the public holiday, counts again. Refused: not_found, stale, forbidden. */
export const locationClearDay = defineCommand({
  name: 'location.clear_day',
  version: 1,
  schema: z.strictObject({ id: idSchema }),
  roles: MANAGING,
  base: (args): readonly BaseClaim[] => [{ table: 'location_exception', id: args.id, columns: CLAIMED }],
  decide: (read, { id }, context) => {
    const there = read.get('location_exception', id);
    if (!there) return err(rejection('not_found', { table: 'location_exception', id }));
    const outside = outsideDevice(read, context, there.location_id);
    if (outside) return err(outside);
    return ok([{ op: 'delete', table: 'location_exception', id }]);
  },
});
