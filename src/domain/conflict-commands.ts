import { z } from 'zod';
import { err, ok } from '../base/result.ts';
import { defineCommand, rejection, TENANT_ROLES } from './command.ts';
import { idSchema } from './schemas.ts';

/** A person decides that a refused intent is not needed any more. Refused: not_found, transition (already closed). */
export const conflictDismiss = defineCommand({
  name: 'conflict.dismiss',
  version: 1,
  schema: z.strictObject({ id: idSchema, reason: z.string().trim().min(1).max(200) }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    const conflict = read.get('conflict', args.id);
    if (!conflict) return err(rejection('not_found', { table: 'conflict', id: args.id }));
    if (conflict.state !== 'open')
      return err(rejection('transition', { from: conflict.state, to: 'dismissed' }));
    return ok([
      {
        op: 'update',
        table: 'conflict',
        id: args.id,
        values: { state: 'dismissed', closed_by: context.actorId, closed_reason: args.reason },
      },
    ]);
  },
});
