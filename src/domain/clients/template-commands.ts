import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { defineCommand, rejection } from '../command.ts';
import { idSchema } from '../schemas.ts';
import { CLIENT_LANGUAGES, LONGEST_MESSAGE, MESSAGE_KINDS, unknownPlaceholders } from './message-text.ts';

/**
 * The business's own wording of a message. `id` is that of the wording there is, or a fresh one for the first: a second
 * desk that made one meanwhile is not written over. Refused: invalid (a placeholder that the kind does not know), stale.
 */
export const templateSet = defineCommand({
  name: 'template.set',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    kind: z.enum(MESSAGE_KINDS),
    language: z.enum(CLIENT_LANGUAGES),
    body: z.string().trim().min(1).max(LONGEST_MESSAGE),
  }),
  roles: ['owner', 'manager'],
  base: (args) => [{ table: 'message_template', id: args.id, columns: ['body'] }],
  decide: (read, { id, kind, language, body }) => {
    const unknown = unknownPlaceholders(kind, body);
    if (unknown.length > 0) {
      return err(rejection('invalid', { message: 'a placeholder that this message does not know' }));
    }
    const present = read.find('message_template', { kind, language })[0];
    const named = read.get('message_template', id);
    if (present?.id !== named?.id) return err(rejection('stale', { table: 'message_template', id }));
    return ok([
      named
        ? { op: 'update', table: 'message_template', id, values: { body } }
        : { op: 'insert', table: 'message_template', id, values: { kind, language, body } },
    ]);
  },
});

/** Back to the wording that ships with the console. Refused: not_found, stale. */
export const templateReset = defineCommand({
  name: 'template.reset',
  version: 1,
  schema: z.strictObject({ id: idSchema }),
  roles: ['owner', 'manager'],
  base: (args) => [{ table: 'message_template', id: args.id, columns: ['body'] }],
  decide: (read, { id }) =>
    read.get('message_template', id)
      ? ok([{ op: 'delete', table: 'message_template', id }])
      : err(rejection('not_found', { table: 'message_template', id })),
});
