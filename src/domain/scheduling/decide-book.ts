import { HOUR } from '../../base/time.ts';
import { err, ok } from '../../base/result.ts';
import { outsideDevice } from '../access/device-scope.ts';
import { type CommandContext, type Decision, rejection, type RowChange, type RowReader } from '../command.ts';
import type { BookArgs } from './appointment-args.ts';
import { findOverlap, heldInterval, holdValues, visitSpan, type WantedHold } from './holds.ts';

/** A line longer than this is a slip of the finger. */
export const LONGEST_LINE = 12 * HOUR;

/** The rule of `appointment.book`: everything it names exists, the times make sense, nobody is taken. */
export function decideBook(read: RowReader, args: BookArgs, context: CommandContext): Decision {
  if (read.get('appointment', args.id)) {
    return err(rejection('duplicate', { table: 'appointment', id: args.id }));
  }
  if (!read.get('location', args.locationId)) {
    return err(rejection('not_found', { table: 'location', id: args.locationId }));
  }
  const outside = outsideDevice(read, context, args.locationId);
  if (outside) return err(outside);
  if (args.clientId !== null && !read.get('client', args.clientId)) {
    return err(rejection('not_found', { table: 'client', id: args.clientId }));
  }

  const wanted: WantedHold[] = [];
  for (const line of args.lines) {
    if (line.endsAt <= line.startsAt || line.endsAt - line.startsAt > LONGEST_LINE) {
      return err(rejection('invalid', { message: 'a line must end after it starts, within twelve hours' }));
    }
    if ((line.resourceId === null) !== (line.resourceHoldId === null)) {
      return err(rejection('invalid', { message: 'a room and its hold come together' }));
    }
    const service = read.get('service', line.serviceId);
    if (!service) return err(rejection('not_found', { table: 'service', id: line.serviceId }));
    if (!read.get('staff', line.staffId))
      return err(rejection('not_found', { table: 'staff', id: line.staffId }));
    const interval = heldInterval(service, line.startsAt, line.endsAt);
    wanted.push({ id: line.staffHoldId, lineId: line.id, resourceId: line.staffId, interval });
    if (line.resourceId !== null && line.resourceHoldId !== null) {
      const resource = read.get('resource', line.resourceId);
      if (!resource || resource.location_id !== args.locationId) {
        return err(rejection('not_found', { table: 'resource', id: line.resourceId }));
      }
      wanted.push({ id: line.resourceHoldId, lineId: line.id, resourceId: line.resourceId, interval });
    }
  }
  const overlap = findOverlap(read, args.id, wanted);
  if (overlap) return err(overlap);

  const { startsAt, endsAt, bucket } = visitSpan(args.lines);
  const changes: RowChange[] = [
    {
      op: 'insert',
      table: 'appointment',
      id: args.id,
      values: {
        bucket,
        location_id: args.locationId,
        client_id: args.clientId,
        status: args.status,
        source: args.source,
        starts_at: startsAt,
        ends_at: endsAt,
        price_cents: args.lines.reduce((sum, line) => sum + line.priceCents, 0),
        note: args.note,
        cancel_reason: null,
        soft_reason: args.softReason,
        import_id: args.importId,
        created_at: context.at,
        created_by: context.actorId,
        client_knows: null,
      },
    },
  ];
  for (const [position, line] of args.lines.entries()) {
    changes.push({
      op: 'insert',
      table: 'appointment_line',
      id: line.id,
      values: {
        bucket,
        location_id: args.locationId,
        appointment_id: args.id,
        position,
        service_id: line.serviceId,
        staff_id: line.staffId,
        resource_id: line.resourceId,
        starts_at: line.startsAt,
        ends_at: line.endsAt,
        price_cents: line.priceCents,
      },
    });
  }
  for (const hold of wanted) {
    changes.push({
      op: 'insert',
      table: 'hold',
      id: hold.id,
      values: holdValues(args.locationId, args.id, bucket, hold),
    });
  }
  changes.push({
    op: 'insert',
    table: 'status_event',
    id: args.eventId,
    values: {
      bucket,
      location_id: args.locationId,
      appointment_id: args.id,
      from_status: null,
      to_status: args.status,
      at: context.at,
      actor_id: context.actorId,
      device_id: context.deviceId,
      reason: args.softReason,
    },
  });
  return ok(changes);
}
