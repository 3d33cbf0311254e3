import { err, ok } from '../../base/result.ts';
import { type CommandContext, type Decision, rejection, type RowChange, type RowReader } from '../command.ts';
import type { Row } from '../tables.ts';
import type { MoveArgs } from './appointment-args.ts';
import { clientKnowsAfter, visitAsTold } from './client-knows.ts';
import { LONGEST_LINE } from './decide-book.ts';
import { findOverlap, heldInterval, holdValues, visitSpan, type WantedHold } from './holds.ts';
import { isHolding, type AppointmentStatus } from './status.ts';

/**
 * The rule of `appointment.move`: the visit still holds its time, every line is named once, and the new place is
 * free. A move into another month re-stamps everything that belongs to the visit, ledger entries apart: those count
 * on their own day. Whom the client was promised, and when, is kept until somebody tells the client otherwise.
 */
export function decideMove(read: RowReader, args: MoveArgs, context: CommandContext): Decision {
  const appointment = read.get('appointment', args.id);
  if (!appointment) return err(rejection('not_found', { table: 'appointment', id: args.id }));
  if (!isHolding(appointment.status as AppointmentStatus)) {
    return err(rejection('transition', { from: appointment.status, message: 'only a live booking moves' }));
  }
  const lines = new Map(
    read.find('appointment_line', { appointment_id: args.id }).map((line) => [line.id, line]),
  );
  if (lines.size !== args.lines.length || args.lines.some((line) => !lines.has(line.id))) {
    return err(rejection('stale', { table: 'appointment_line', id: args.id }));
  }

  const holds = read.find('hold', { appointment_id: args.id });
  const holdOf = (lineId: string, resourceId: string): Row<'hold'> | undefined =>
    holds.find((hold) => hold.line_id === lineId && hold.resource_id === resourceId);
  const positionOf = (lineId: string): number => lines.get(lineId)?.position ?? 0;
  const { startsAt, endsAt, bucket } = visitSpan(args.lines);
  const wanted: WantedHold[] = [];
  const changes: RowChange[] = [];
  const dropped: string[] = [];

  for (const line of args.lines) {
    const old = lines.get(line.id);
    if (!old) continue; // proved above
    if (line.endsAt <= line.startsAt || line.endsAt - line.startsAt > LONGEST_LINE) {
      return err(rejection('invalid', { message: 'a line must end after it starts, within twelve hours' }));
    }
    const service = read.get('service', old.service_id);
    if (!service) return err(rejection('not_found', { table: 'service', id: old.service_id }));
    if (!read.get('staff', line.staffId))
      return err(rejection('not_found', { table: 'staff', id: line.staffId }));
    const interval = heldInterval(service, line.startsAt, line.endsAt);
    const staffHold = holdOf(line.id, old.staff_id);
    if (!staffHold) return err(rejection('stale', { table: 'hold', id: line.id }));
    wanted.push({ id: staffHold.id, lineId: line.id, resourceId: line.staffId, interval });

    const roomHold = old.resource_id === null ? undefined : holdOf(line.id, old.resource_id);
    if (line.resourceId !== null) {
      const resource = read.get('resource', line.resourceId);
      if (!resource || resource.location_id !== appointment.location_id) {
        return err(rejection('not_found', { table: 'resource', id: line.resourceId }));
      }
      const id = roomHold?.id ?? line.resourceHoldId;
      if (id === null) return err(rejection('invalid', { message: 'a new room needs the id of its hold' }));
      wanted.push({ id, lineId: line.id, resourceId: line.resourceId, interval });
    } else if (roomHold) {
      dropped.push(roomHold.id);
    }

    changes.push({
      op: 'update',
      table: 'appointment_line',
      id: line.id,
      values: {
        bucket,
        staff_id: line.staffId,
        resource_id: line.resourceId,
        starts_at: line.startsAt,
        ends_at: line.endsAt,
      },
    });
  }
  const overlap = findOverlap(read, args.id, wanted);
  if (overlap) return err(overlap);

  for (const hold of wanted) {
    const values = holdValues(appointment.location_id, args.id, bucket, hold);
    changes.push(
      holds.some((old) => old.id === hold.id)
        ? { op: 'update', table: 'hold', id: hold.id, values }
        : { op: 'insert', table: 'hold', id: hold.id, values },
    );
  }
  for (const id of dropped) changes.push({ op: 'delete', table: 'hold', id });
  const before = visitAsTold(read, appointment);
  const movedLines = args.lines.toSorted((a, b) => positionOf(a.id) - positionOf(b.id));
  const after = { ...before, staffIds: movedLines.map(({ staffId }) => staffId), startsAt };
  changes.push({
    op: 'update',
    table: 'appointment',
    id: args.id,
    values: {
      bucket,
      starts_at: startsAt,
      ends_at: endsAt,
      client_knows: clientKnowsAfter(appointment, appointment.status, before, after, context.at),
      ...(args.softReason === null ? {} : { soft_reason: args.softReason }),
    },
  });
  if (bucket !== appointment.bucket) {
    for (const event of read.find('status_event', { appointment_id: args.id })) {
      changes.push({ op: 'update', table: 'status_event', id: event.id, values: { bucket } });
    }
  }
  return ok(changes);
}
