import { z } from 'zod';
import { centsSchema, idSchema, instantSchema, textSchema } from '../schemas.ts';
import { APPOINTMENT_STATUSES } from './status.ts';

/** Arguments of the commands on visits; rules and commands both import them, never each other's files. */

/** One service of a visit, with the ids of the rows it makes; times in epoch ms, without buffers. */
const lineSchema = z.strictObject({
  id: idSchema,
  serviceId: idSchema,
  staffId: idSchema,
  /** Room or equipment held with it, if the service needs one. */
  resourceId: idSchema.nullable(),
  /** Ids of the holds: on the person, and on the room or equipment (null when there is none). */
  staffHoldId: idSchema,
  resourceHoldId: idSchema.nullable(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  priceCents: centsSchema.min(0),
});

export const bookArgsSchema = z.strictObject({
  id: idSchema,
  eventId: idSchema,
  locationId: idSchema,
  clientId: idSchema.nullable(),
  status: z.enum(['requested', 'confirmed', 'arrived']),
  source: z.enum(['desk', 'walk_in', 'import']),
  lines: z.array(lineSchema).min(1).max(12),
  note: textSchema.nullable(),
  /** Why a soft conflict (hours, break, block) was overruled; null when there was none. */
  softReason: textSchema.nullable(),
  importId: idSchema.nullable(),
});
export type BookArgs = z.infer<typeof bookArgsSchema>;

const movedLineSchema = z.strictObject({
  id: idSchema,
  staffId: idSchema,
  resourceId: idSchema.nullable(),
  /** Used only where the line had no room or equipment before. */
  resourceHoldId: idSchema.nullable(),
  startsAt: instantSchema,
  endsAt: instantSchema,
});

export const moveArgsSchema = z.strictObject({
  id: idSchema,
  /** Every line of the visit, in order. */
  lines: z.array(movedLineSchema).min(1).max(12),
  softReason: textSchema.nullable(),
});
export type MoveArgs = z.infer<typeof moveArgsSchema>;

export const changeLinesArgsSchema = z.strictObject({
  id: idSchema,
  /**
   * Every line of the visit as it is to be, in order: those that it has (same service) and new ones. The ids of holds
   * are used for new lines, and where a line had no room before.
   */
  lines: z.array(lineSchema).min(1).max(12),
  /** Lines that it has and that are to go. */
  removed: z.array(idSchema).max(12),
  softReason: textSchema.nullable(),
});
export type ChangeLinesArgs = z.infer<typeof changeLinesArgsSchema>;

export const statusArgsSchema = z.strictObject({
  id: idSchema,
  eventId: idSchema,
  to: z.enum(APPOINTMENT_STATUSES),
  reason: textSchema.nullable(),
});
export type StatusArgs = z.infer<typeof statusArgsSchema>;

/** Reasons for a cancellation; `bereavement_or_hospital` blocks a fee (Consumer Protection Act, section 17). */
export const CANCEL_REASONS = [
  'client_request',
  'client_ill',
  'bereavement_or_hospital',
  'staff_unavailable',
  'booked_in_error',
  'other',
] as const;

/** Cancelled by word of the client, who therefore knows. */
export const REASONS_OF_CLIENT: readonly (typeof CANCEL_REASONS)[number][] = [
  'client_request',
  'client_ill',
  'bereavement_or_hospital',
];

export const cancelArgsSchema = z.strictObject({
  id: idSchema,
  eventId: idSchema,
  reasonCode: z.enum(CANCEL_REASONS),
  note: textSchema.nullable(),
});
export type CancelArgs = z.infer<typeof cancelArgsSchema>;
