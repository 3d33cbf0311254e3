import { z } from 'zod';
import { err, ok } from '../../base/result.ts';
import { defineCommand, rejection, TENANT_ROLES } from '../command.ts';
import { type KnownVisit, sameVisit, visitAsTold } from '../scheduling/client-knows.ts';
import { idSchema, instantSchema } from '../schemas.ts';

/** How a client was told. Nothing is sent by the console itself: a person calls, writes or says it. */
export const TELLING_CHANNELS = ['call', 'sms', 'whatsapp', 'email', 'in_person'] as const;
export type TellingChannel = (typeof TELLING_CHANNELS)[number];

/** The keys in the order of the cloud's jsonb; see KnownVisit. */
const knownVisitSchema = z.strictObject({
  status: z.enum(['booked', 'cancelled']),
  staffIds: z.array(idSchema).max(12),
  startsAt: instantSchema,
});

/** What a telling keeps: what was said, and what the client had believed until then (null: what stood already). */
type ToldVisit = KnownVisit & { readonly instead: KnownVisit | null };

/**
 * Somebody told the client how the visit stands, or tried to. `told` is what the screen showed, and it must still stand:
 * otherwise the client was told something else (stale). Told: the client knows. No answer: it stays to be told.
 * Refused: not_found (also of a visit without a client), duplicate, stale.
 */
export const tellingRecord = defineCommand({
  name: 'telling.record',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    appointmentId: idSchema,
    channel: z.enum(TELLING_CHANNELS),
    outcome: z.enum(['told', 'no_answer']),
    told: knownVisitSchema,
  }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    if (read.get('telling', args.id)) return err(rejection('duplicate', { table: 'telling', id: args.id }));
    const appointment = read.get('appointment', args.appointmentId);
    if (!appointment || appointment.client_id === null) {
      return err(rejection('not_found', { table: 'appointment', id: args.appointmentId }));
    }
    const stands = visitAsTold(read, appointment);
    if (!sameVisit(args.told, stands)) {
      return err(rejection('stale', { table: 'appointment', id: args.appointmentId }));
    }
    const told: ToldVisit = { ...stands, instead: appointment.client_knows as KnownVisit | null };
    const telling = {
      op: 'insert',
      table: 'telling',
      id: args.id,
      values: {
        appointment_id: args.appointmentId,
        client_id: appointment.client_id,
        channel: args.channel,
        outcome: args.outcome,
        told: {
          status: told.status,
          instead: told.instead,
          staffIds: told.staffIds,
          startsAt: told.startsAt,
        },
        at: context.at,
        actor_id: context.actorId,
        device_id: context.deviceId,
      },
    } as const;
    if (args.outcome === 'no_answer') return ok([telling]);
    return ok([
      telling,
      { op: 'update', table: 'appointment', id: appointment.id, values: { client_knows: null } },
    ]);
  },
});

/**
 * Takes a telling back that was ticked by mistake: the client believes again what he believed before it. Refused:
 * not_found, transition (the client has heard something later, or said it: a second telling, a cancellation of his own).
 */
export const tellingUndo = defineCommand({
  name: 'telling.undo',
  version: 1,
  schema: z.strictObject({ id: idSchema }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args) => {
    const telling = read.get('telling', args.id);
    if (!telling) return err(rejection('not_found', { table: 'telling', id: args.id }));
    const gone = { op: 'delete', table: 'telling', id: args.id } as const;
    const appointment = read.get('appointment', telling.appointment_id);
    if (telling.outcome === 'no_answer' || !appointment) return ok([gone]);
    const later = read
      .find('telling', { appointment_id: telling.appointment_id, outcome: 'told' })
      .some((other) => other.id !== args.id && other.at >= telling.at);
    const { instead, ...told } = telling.told as ToldVisit;
    const stands = visitAsTold(read, appointment);
    const believes = (appointment.client_knows as KnownVisit | null) ?? stands;
    if (later || !sameVisit(believes, told)) {
      return err(rejection('transition', { table: 'telling', id: args.id }));
    }
    const believed = instead ?? told;
    const knows = sameVisit(believed, stands) ? null : believed;
    return ok([
      gone,
      { op: 'update', table: 'appointment', id: appointment.id, values: { client_knows: knows } },
    ]);
  },
});
