import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { type BaseClaim, defineCommand, rejection, TENANT_ROLES } from '../command.ts';
import { idSchema, nameSchema, textSchema } from '../schemas.ts';
import { CLIENT_LANGUAGES } from './message-text.ts';

/** South African and international numbers, already in E.164; see `normalisePhone`. */
export const phoneSchema = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number as +27821234567');

/** A name and a number are enough; even the number may be missing. Refused: duplicate. */
export const clientCreate = defineCommand({
  name: 'client.create',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    name: nameSchema,
    phone: phoneSchema.nullable(),
    email: z.email().nullable(),
    note: textSchema.nullable(),
    importId: idSchema.nullable(),
  }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    if (read.get('client', args.id)) return err(rejection('duplicate', { table: 'client', id: args.id }));
    return ok([
      {
        op: 'insert',
        table: 'client',
        id: args.id,
        values: {
          name: args.name,
          phone: args.phone,
          email: args.email,
          language: null,
          note: args.note,
          do_not_book: false,
          do_not_book_reason: null,
          no_shows: 0,
          import_id: args.importId,
          created_at: context.at,
        },
      },
    ]);
  },
});

const changesSchema = z
  .strictObject({
    name: nameSchema,
    phone: phoneSchema.nullable(),
    email: z.email().nullable(),
    note: textSchema.nullable(),
    do_not_book: z.boolean(),
    do_not_book_reason: z.string().trim().min(1).max(300).nullable(),
    language: z.enum(CLIENT_LANGUAGES).nullable(),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'nothing to change');

/** Changes single fields; only a field that someone else changed meanwhile clashes. Refused: stale, not_found. */
export const clientUpdate = defineCommand({
  name: 'client.update',
  version: 1,
  schema: z.strictObject({ id: idSchema, changes: changesSchema }),
  roles: TENANT_ROLES,
  base: (args): readonly BaseClaim[] => [
    { table: 'client', id: args.id, columns: Object.keys(args.changes) as (keyof typeof args.changes)[] },
  ],
  decide: (read, args) => {
    if (!read.get('client', args.id)) return err(rejection('not_found', { table: 'client', id: args.id }));
    // exactOptionalPropertyTypes: an absent key is absent, never undefined.
    const values = Object.fromEntries(
      Object.entries(args.changes).filter(([, value]) => value !== undefined),
    );
    return ok([{ op: 'update', table: 'client', id: args.id, values }]);
  },
});
