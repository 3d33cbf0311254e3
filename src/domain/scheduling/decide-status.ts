import { err, ok } from '../../base/result.ts';
import { type CommandContext, type Decision, rejection, type RowChange, type RowReader } from '../command.ts';
import type { Row } from '../tables.ts';
import { type CancelArgs, REASONS_OF_CLIENT, type StatusArgs } from './appointment-args.ts';
import { clientKnowsAfter, type KnownVisit, visitAsTold } from './client-knows.ts';
import { findOverlap } from './holds.ts';
import { isHolding, mayFollow, type AppointmentStatus } from './status.ts';

/** The rule of `appointment.status`: the transition table, and the holds that go with the status. */
export function decideStatus(read: RowReader, args: StatusArgs, context: CommandContext): Decision {
  if (args.to === 'cancelled') {
    return err(rejection('invalid', { message: 'a cancellation is a command of its own, with its reason' }));
  }
  return step(read, args.id, args.eventId, args.to, args.reason, null, context);
}

/** The rule of `appointment.cancel`: money first. What was paid is given back before the visit is cancelled. */
export function decideCancel(read: RowReader, args: CancelArgs, context: CommandContext): Decision {
  const paid = read
    .find('ledger_entry', { appointment_id: args.id })
    .reduce((sum, entry) => sum + entry.amount_cents, 0);
  if (paid > 0) return err(rejection('paid', { table: 'appointment', id: args.id }));
  const reason = args.note === null ? args.reasonCode : `${args.reasonCode}: ${args.note}`;
  return step(read, args.id, args.eventId, 'cancelled', reason, args.reasonCode, context);
}

function step(
  read: RowReader,
  id: string,
  eventId: string,
  to: AppointmentStatus,
  reason: string | null,
  cancelReason: CancelArgs['reasonCode'] | null,
  context: CommandContext,
): Decision {
  const appointment = read.get('appointment', id);
  if (!appointment) return err(rejection('not_found', { table: 'appointment', id }));
  const from = appointment.status as AppointmentStatus;
  if (!mayFollow(from, to)) return err(rejection('transition', { table: 'appointment', id, from, to }));

  const holdChanges = moveHolds(read, id, isHolding(from), isHolding(to));
  if (!holdChanges.ok) return holdChanges;
  return ok([
    {
      op: 'update',
      table: 'appointment',
      id,
      values: {
        status: to,
        ...(from === 'cancelled' || to === 'cancelled'
          ? {
              cancel_reason: cancelReason,
              client_knows: believedAfter(read, appointment, to, cancelReason, context),
            }
          : {}),
      },
    },
    {
      op: 'insert',
      table: 'status_event',
      id: eventId,
      values: {
        bucket: appointment.bucket,
        location_id: appointment.location_id,
        appointment_id: id,
        from_status: from,
        to_status: to,
        at: context.at,
        actor_id: context.actorId,
        device_id: context.deviceId,
        reason,
      },
    },
    ...holdChanges.value,
    ...countNoShow(read, appointment, from, to),
  ]);
}

/** Who cancels by word of the client has nobody to tell; taking a cancellation back is news again. */
function believedAfter(
  read: RowReader,
  appointment: Row<'appointment'>,
  to: AppointmentStatus,
  cancelReason: CancelArgs['reasonCode'] | null,
  context: CommandContext,
): KnownVisit | null {
  if (cancelReason !== null && REASONS_OF_CLIENT.includes(cancelReason)) return null;
  const before = visitAsTold(read, appointment);
  const status = to === 'cancelled' ? ('cancelled' as const) : ('booked' as const);
  return clientKnowsAfter(appointment, to, before, { ...before, status }, context.at);
}

/** Lets the holds go, or takes them again, which may be refused: somebody else may be there by now. */
function moveHolds(read: RowReader, appointmentId: string, before: boolean, after: boolean): Decision {
  if (before === after) return ok([]);
  const holds = read.find('hold', { appointment_id: appointmentId });
  if (after) {
    const overlap = findOverlap(
      read,
      appointmentId,
      holds.map((hold) => ({
        id: hold.id,
        lineId: hold.line_id,
        resourceId: hold.resource_id,
        interval: { from: hold.starts_at, to: hold.ends_at },
      })),
    );
    if (overlap) return err(overlap);
  }
  return ok(
    holds.map((hold) => ({ op: 'update', table: 'hold', id: hold.id, values: { active: after } }) as const),
  );
}

function countNoShow(
  read: RowReader,
  appointment: Row<'appointment'>,
  from: AppointmentStatus,
  to: AppointmentStatus,
): readonly RowChange[] {
  const difference = Number(to === 'no_show') - Number(from === 'no_show');
  if (difference === 0 || appointment.client_id === null) return [];
  const client = read.get('client', appointment.client_id);
  if (!client) return [];
  return [
    {
      op: 'update',
      table: 'client',
      id: client.id,
      values: { no_shows: Math.max(0, client.no_shows + difference) },
    },
  ];
}
