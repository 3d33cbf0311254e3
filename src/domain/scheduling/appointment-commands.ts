import { defineCommand, TENANT_ROLES } from '../command.ts';
import {
  bookArgsSchema,
  cancelArgsSchema,
  changeLinesArgsSchema,
  moveArgsSchema,
  statusArgsSchema,
} from './appointment-args.ts';
import { decideBook } from './decide-book.ts';
import { decideChangeLines } from './decide-change-lines.ts';
import { decideCancel, decideStatus } from './decide-status.ts';
import { decideMove } from './decide-move.ts';

/** Books a visit. Refused: overlap, duplicate, not_found (service, person, client), invalid (times). */
export const appointmentBook = defineCommand({
  name: 'appointment.book',
  version: 1,
  schema: bookArgsSchema,
  roles: TENANT_ROLES,
  base: () => [],
  decide: decideBook,
});

/** Moves, resizes or hands over a visit within its location. Refused: overlap, stale, not_found, transition. */
export const appointmentMove = defineCommand({
  name: 'appointment.move',
  version: 1,
  schema: moveArgsSchema,
  roles: TENANT_ROLES,
  base: (args) => [
    { table: 'appointment', id: args.id, columns: ['starts_at', 'ends_at'] },
    ...args.lines.map(
      (line) =>
        ({ table: 'appointment_line', id: line.id, columns: ['staff_id', 'starts_at', 'ends_at'] }) as const,
    ),
  ],
  decide: decideMove,
});

/**
 * Adds services to a visit, takes services away, changes its prices. Refused: overlap, stale, not_found, transition,
 * duplicate, invalid, paid (the price may not fall below what was paid).
 */
export const appointmentChangeLines = defineCommand({
  name: 'appointment.change_lines',
  version: 1,
  schema: changeLinesArgsSchema,
  roles: TENANT_ROLES,
  base: (args) => [
    { table: 'appointment', id: args.id, columns: ['starts_at', 'ends_at', 'price_cents'] },
    // A new line has no row to claim anything of.
    ...[...args.lines.map(({ id }) => id), ...args.removed].map(
      (id) =>
        ({
          table: 'appointment_line',
          id,
          columns: ['staff_id', 'starts_at', 'ends_at', 'price_cents'],
        }) as const,
    ),
  ],
  decide: decideChangeLines,
});

/** Steps along the chain, or back. Not to `cancelled`: that is a command of its own. Refused: transition, overlap. */
export const appointmentStatus = defineCommand({
  name: 'appointment.status',
  version: 1,
  schema: statusArgsSchema,
  roles: TENANT_ROLES,
  base: () => [],
  decide: decideStatus,
});

/** Cancels and lets the holds go; beats a move made meanwhile. Refused: paid, transition, not_found. */
export const appointmentCancel = defineCommand({
  name: 'appointment.cancel',
  version: 1,
  schema: cancelArgsSchema,
  roles: TENANT_ROLES,
  base: () => [],
  decide: decideCancel,
});
