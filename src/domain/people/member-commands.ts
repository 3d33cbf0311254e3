import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { type BaseClaim, defineCommand, rejection, TENANT_ROLES } from '../command.ts';
import { idSchema, nameSchema } from '../schemas.ts';

const changesSchema = z
  .strictObject({ name: nameSchema, role: z.enum(TENANT_ROLES), active: z.boolean() })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'nothing to change');

/**
 * Changes somebody who signs in: name, role, and whether they still may. A manager leaves owners alone and makes none;
 * nobody changes their own role or shuts themselves out; an owner who can sign in always remains. The cloud also wants
 * it under the person's own session. Refused: last_owner, own_role, forbidden, invalid, not_found, stale.
 */
export const memberUpdate = defineCommand({
  name: 'member.update',
  version: 1,
  schema: z.strictObject({ id: idSchema, changes: changesSchema }),
  roles: ['owner', 'manager'],
  base: (args): readonly BaseClaim[] => [
    { table: 'member', id: args.id, columns: Object.keys(args.changes) as (keyof typeof args.changes)[] },
  ],
  decide: (read, { id, changes }, context) => {
    const member = read.get('member', id);
    if (!member) return err(rejection('not_found', { table: 'member', id }));
    const touchesRights = changes.role !== undefined || changes.active !== undefined;
    if (context.role !== 'owner' && (member.role === 'owner' || changes.role === 'owner')) {
      return err(rejection('forbidden', { message: 'owners are made and unmade by owners' }));
    }
    const staysOwner = (changes.role ?? member.role) === 'owner' && (changes.active ?? member.active);
    if (member.role === 'owner' && member.active && !staysOwner) {
      const others = read.find('member', { role: 'owner', active: true });
      if (!others.some((other) => other.id !== id && other.user_id !== null)) {
        return err(rejection('last_owner'));
      }
    }
    if (touchesRights && id === context.actorId) return err(rejection('own_role'));
    const values = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    return ok([{ op: 'update', table: 'member', id, values }]);
  },
});
