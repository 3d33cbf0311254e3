import { z } from 'zod';
import { defineCommand } from '../command.ts';
import { centsSchema, idSchema, instantSchema, textSchema } from '../schemas.ts';
import { decideBook } from './decide-book.ts';
import { decideCancel, decideStatus } from './decide-status.ts';
import { decideMove } from './decide-move.ts';
import { APPOINTMENT_STATUSES } from './status.ts';

const DESK_ROLES = ['owner', 'manager', 'front_desk'] as const;

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

/** Books a visit. Refused: overlap, duplicate, not_found (service, person, client), invalid (times). */
export const appointmentBook = defineCommand({
  name: 'appointment.book',
  version: 1,
  schema: bookArgsSchema,
  roles: DESK_ROLES,
  base: () => [],
  decide: decideBook,
});

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

/** Moves, resizes or hands over a visit within its location. Refused: overlap, stale, not_found, transition. */
export const appointmentMove = defineCommand({
  name: 'appointment.move',
  version: 1,
  schema: moveArgsSchema,
  roles: DESK_ROLES,
  base: (args) => [
    { table: 'appointment', id: args.id, columns: ['starts_at', 'ends_at'] },
    ...args.lines.map(
      (line) =>
        ({ table: 'appointment_line', id: line.id, columns: ['staff_id', 'starts_at', 'ends_at'] }) as const,
    ),
  ],
  decide: decideMove,
});

export const statusArgsSchema = z.strictObject({
  id: idSchema,
  eventId: idSchema,
  to: z.enum(APPOINTMENT_STATUSES),
  reason: textSchema.nullable(),
});
export type StatusArgs = z.infer<typeof statusArgsSchema>;

/** Steps along the chain, or back. Not to `cancelled`: that is a command of its own. Refused: transition, overlap. */
export const appointmentStatus = defineCommand({
  name: 'appointment.status',
  version: 1,
  schema: statusArgsSchema,
  roles: DESK_ROLES,
  base: () => [],
  decide: decideStatus,
});

/** Reasons for a cancellation; `bereavement_or_hospital` blocks a fee (Consumer Protection Act, section 17). */
export const CANCEL_REASONS = [
  'client_request',
  'client_ill',
  'bereavement_or_hospital',
  'staff_unavailable',
  'booked_in_error',
  'other',
] as const;

export const cancelArgsSchema = z.strictObject({
  id: idSchema,
  eventId: idSchema,
  reasonCode: z.enum(CANCEL_REASONS),
  note: textSchema.nullable(),
});
export type CancelArgs = z.infer<typeof cancelArgsSchema>;

/** Cancels and lets the holds go; beats a move made meanwhile. Refused: paid, transition, not_found. */
export const appointmentCancel = defineCommand({
  name: 'appointment.cancel',
  version: 1,
  schema: cancelArgsSchema,
  roles: DESK_ROLES,
  base: () => [],
  decide: decideCancel,
});
