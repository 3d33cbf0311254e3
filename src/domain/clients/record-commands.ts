import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { withoutClass } from '../access/device-scope.ts';
import { defineCommand, rejection, TENANT_ROLES } from '../command.ts';
import { idSchema } from '../schemas.ts';
import { CONSENT_CHANNELS, CONSENT_PURPOSES, CONSENT_WAYS, hasConsent } from './consent.ts';

/** What is written down about a client: notes, alerts, consent. */

/** Adds a note; notes are never changed or removed. Refused: not_found, duplicate, invalid. */
export const clientNoteAdd = defineCommand({
  name: 'client.note_add',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    clientId: idSchema,
    body: z.string().trim().min(1).max(2_000),
  }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    if (!read.get('client', args.clientId))
      return err(rejection('not_found', { table: 'client', id: args.clientId }));
    if (read.get('client_note', args.id))
      return err(rejection('duplicate', { table: 'client_note', id: args.id }));
    return ok([
      {
        op: 'insert',
        table: 'client_note',
        id: args.id,
        values: { client_id: args.clientId, body: args.body, at: context.at, author_id: context.actorId },
      },
    ]);
  },
});

/**
 * An allergy or a warning about the body: special personal information, so only with the client's recorded consent and
 * on a device that may hold it. Refused: forbidden (device), not_found, duplicate, no_consent, invalid.
 */
export const clientAlertAdd = defineCommand({
  name: 'client.alert_add',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    clientId: idSchema,
    kind: z.enum(['allergy', 'alert']),
    text: z.string().trim().min(1).max(300),
  }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    const without = withoutClass(read, context, 'special');
    if (without) return err(without);
    if (!read.get('client', args.clientId))
      return err(rejection('not_found', { table: 'client', id: args.clientId }));
    if (read.get('client_alert', args.id))
      return err(rejection('duplicate', { table: 'client_alert', id: args.id }));
    const consents = read.find('consent', { client_id: args.clientId });
    if (!hasConsent(consents, 'special_information', null)) return err(rejection('no_consent'));
    return ok([
      {
        op: 'insert',
        table: 'client_alert',
        id: args.id,
        values: {
          client_id: args.clientId,
          kind: args.kind,
          text: args.text,
          created_at: context.at,
          author_id: context.actorId,
        },
      },
    ]);
  },
});

/** Takes an allergy or alert away that is wrong or over. Refused: forbidden (device), not_found. */
export const clientAlertRemove = defineCommand({
  name: 'client.alert_remove',
  version: 1,
  schema: z.strictObject({ id: idSchema }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    const without = withoutClass(read, context, 'special');
    if (without) return err(without);
    return read.get('client_alert', args.id)
      ? ok([{ op: 'delete', table: 'client_alert', id: args.id }])
      : err(rejection('not_found', { table: 'client_alert', id: args.id }));
  },
});

/**
 * What a client agreed to, or took back, with the proof that POPIA asks for: who wrote it down, when, how it was said and
 * which text was read. Rows are only added. Taking back the consent to special information removes what it allowed.
 * Refused: not_found, duplicate, invalid (a channel too many or too few).
 */
export const consentRecord = defineCommand({
  name: 'consent.record',
  version: 1,
  schema: z
    .strictObject({
      id: idSchema,
      clientId: idSchema,
      purpose: z.enum(CONSENT_PURPOSES),
      channel: z.enum(CONSENT_CHANNELS).nullable(),
      given: z.boolean(),
      how: z.enum(CONSENT_WAYS),
      textVersion: z.string().min(1).max(60),
    })
    .refine(
      ({ purpose, channel }) => (purpose === 'special_information') === (channel === null),
      'reminders and marketing have a channel, special information has none',
    ),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    if (!read.get('client', args.clientId))
      return err(rejection('not_found', { table: 'client', id: args.clientId }));
    if (read.get('consent', args.id)) return err(rejection('duplicate', { table: 'consent', id: args.id }));
    const ends = args.purpose === 'special_information' && !args.given;
    const alerts = ends ? read.find('client_alert', { client_id: args.clientId }) : [];
    return ok([
      {
        op: 'insert',
        table: 'consent',
        id: args.id,
        values: {
          client_id: args.clientId,
          purpose: args.purpose,
          channel: args.channel,
          given: args.given,
          how: args.how,
          text_version: args.textVersion,
          at: context.at,
          actor_id: context.actorId,
        },
      },
      ...alerts.map(({ id }) => ({ op: 'delete', table: 'client_alert', id }) as const),
    ]);
  },
});
