import { err, ok, type Result } from '../../base/result.ts';
import { outsideDevice } from '../access/device-scope.ts';
import {
  type CommandContext,
  type Decision,
  type Rejection,
  rejection,
  type RowChange,
  type RowReader,
} from '../command.ts';
import type { Row } from '../tables.ts';
import type { ChangeLinesArgs } from './appointment-args.ts';
import { clientKnowsAfter, visitAsTold } from './client-knows.ts';
import { LONGEST_LINE } from './decide-book.ts';
import { findOverlap, heldInterval, holdValues, visitSpan, type WantedHold } from './holds.ts';
import { type AppointmentStatus, isHolding } from './status.ts';

type Line = ChangeLinesArgs['lines'][number];

/**
 * The rule of `appointment.change_lines`: the visit holds its time, every line that it has is named once (kept or
 * removed), nobody is taken, and what was paid is not more than what it costs afterwards. Kept lines may change hands,
 * times and price, because the times of a visit follow each other.
 */
export function decideChangeLines(read: RowReader, args: ChangeLinesArgs, context: CommandContext): Decision {
  const appointment = read.get('appointment', args.id);
  if (!appointment) return err(rejection('not_found', { table: 'appointment', id: args.id }));
  const outside = outsideDevice(read, context, appointment.location_id);
  if (outside) return err(outside);
  if (!isHolding(appointment.status as AppointmentStatus)) {
    return err(rejection('transition', { from: appointment.status, message: 'only a live booking changes' }));
  }
  const known = new Map(
    read.find('appointment_line', { appointment_id: args.id }).map((line) => [line.id, line]),
  );
  const named = [...args.lines.filter(({ id }) => known.has(id)).map(({ id }) => id), ...args.removed];
  if (
    named.length !== known.size ||
    new Set(named).size !== known.size ||
    args.removed.some((id) => !known.has(id))
  ) {
    return err(rejection('stale', { table: 'appointment_line', id: args.id }));
  }
  const price = args.lines.reduce((sum, line) => sum + line.priceCents, 0);
  const paid = read
    .find('ledger_entry', { appointment_id: args.id })
    .reduce((sum, entry) => sum + entry.amount_cents, 0);
  if (price < paid && price < appointment.price_cents) {
    return err(rejection('paid', { table: 'appointment', id: args.id }));
  }

  const holds = read.find('hold', { appointment_id: args.id });
  const wanted: WantedHold[] = [];
  for (const line of args.lines) {
    const lineHolds = holdsOfLine(read, appointment, line, known.get(line.id), holds);
    if (!lineHolds.ok) return lineHolds;
    wanted.push(...lineHolds.value);
  }
  const overlap = findOverlap(read, args.id, wanted);
  if (overlap) return err(overlap);

  const { startsAt, endsAt, bucket } = visitSpan(args.lines);
  const changes: RowChange[] = args.lines.map((line, position) => {
    const values = {
      bucket,
      position,
      staff_id: line.staffId,
      resource_id: line.resourceId,
      starts_at: line.startsAt,
      ends_at: line.endsAt,
      price_cents: line.priceCents,
    };
    return known.has(line.id)
      ? { op: 'update', table: 'appointment_line', id: line.id, values }
      : {
          op: 'insert',
          table: 'appointment_line',
          id: line.id,
          values: {
            ...values,
            location_id: appointment.location_id,
            appointment_id: args.id,
            service_id: line.serviceId,
          },
        };
  });
  for (const id of args.removed) changes.push({ op: 'delete', table: 'appointment_line', id });
  for (const hold of wanted) {
    const values = holdValues(appointment.location_id, args.id, bucket, hold);
    const op = holds.some(({ id }) => id === hold.id) ? 'update' : 'insert';
    changes.push({ op, table: 'hold', id: hold.id, values });
  }
  for (const { id } of holds) {
    if (wanted.every((hold) => hold.id !== id)) changes.push({ op: 'delete', table: 'hold', id });
  }
  const before = visitAsTold(read, appointment);
  const after = { ...before, staffIds: args.lines.map(({ staffId }) => staffId), startsAt };
  changes.push({
    op: 'update',
    table: 'appointment',
    id: args.id,
    values: {
      bucket,
      starts_at: startsAt,
      ends_at: endsAt,
      price_cents: price,
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

/** What a line wants to hold: under its own holds where it has them, under new ones otherwise. */
function holdsOfLine(
  read: RowReader,
  appointment: Row<'appointment'>,
  line: Line,
  old: Row<'appointment_line'> | undefined,
  holds: readonly Row<'hold'>[],
): Result<readonly WantedHold[], Rejection> {
  if (line.endsAt <= line.startsAt || line.endsAt - line.startsAt > LONGEST_LINE) {
    return err(rejection('invalid', { message: 'a line must end after it starts, within twelve hours' }));
  }
  if (old === undefined && read.get('appointment_line', line.id)) {
    return err(rejection('duplicate', { table: 'appointment_line', id: line.id }));
  }
  if (old !== undefined && old.service_id !== line.serviceId) {
    return err(rejection('invalid', { message: 'a line keeps its service' }));
  }
  const service = read.get('service', line.serviceId);
  if (!service) return err(rejection('not_found', { table: 'service', id: line.serviceId }));
  if (!read.get('staff', line.staffId)) {
    return err(rejection('not_found', { table: 'staff', id: line.staffId }));
  }
  const holdOn = (resourceId: string | null | undefined): string | undefined =>
    resourceId === null
      ? undefined
      : holds.find((hold) => hold.line_id === line.id && hold.resource_id === resourceId)?.id;
  const staffHold = old === undefined ? line.staffHoldId : holdOn(old.staff_id);
  if (staffHold === undefined) return err(rejection('stale', { table: 'hold', id: line.id }));
  const interval = heldInterval(service, line.startsAt, line.endsAt);
  const wanted: WantedHold[] = [{ id: staffHold, lineId: line.id, resourceId: line.staffId, interval }];
  if (line.resourceId !== null) {
    const resource = read.get('resource', line.resourceId);
    if (!resource || resource.location_id !== appointment.location_id) {
      return err(rejection('not_found', { table: 'resource', id: line.resourceId }));
    }
    const id = holdOn(old?.resource_id) ?? line.resourceHoldId;
    if (id === null) return err(rejection('invalid', { message: 'a new room needs the id of its hold' }));
    wanted.push({ id, lineId: line.id, resourceId: line.resourceId, interval });
  }
  return ok(wanted);
}
