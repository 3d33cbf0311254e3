import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { type BaseClaim, defineCommand, rejection } from '../command.ts';
import { nameSchema, idSchema } from '../schemas.ts';
import { MANAGING, namedValues, namesSomething } from './changes.ts';
import { LANGUAGES, TRADES } from './kinds.ts';

/** Changes single facts of the business; only one that somebody else changed meanwhile clashes. Refused: stale, not_found. */
export const tenantUpdate = defineCommand({
  name: 'tenant.update',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    changes: z
      .strictObject({
        name: nameSchema,
        trade: z.enum(TRADES),
        language: z.enum(LANGUAGES),
        vat_registered: z.boolean(),
      })
      .partial()
      .refine(namesSomething, 'nothing to change'),
  }),
  roles: MANAGING,
  base: (args): readonly BaseClaim[] => [
    { table: 'tenant', id: args.id, columns: Object.keys(args.changes) as (keyof typeof args.changes)[] },
  ],
  decide: (read, { id, changes }) =>
    read.get('tenant', id)
      ? ok([{ op: 'update', table: 'tenant', id, values: namedValues(changes) }])
      : err(rejection('not_found', { table: 'tenant', id })),
});
