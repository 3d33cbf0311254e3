import { type Instant, MINUTE } from '../../base/time.ts';
import type { ConflictItem, RefusedItem } from '../../contracts/queries.ts';
import type { RejectionDetail } from '../../domain/command.ts';
import { bookArgsSchema, moveArgsSchema } from '../../domain/scheduling/appointment-args.ts';
import type { Row } from '../../domain/tables.ts';
import { timingsOf } from '../../domain/scheduling/visit-layout.ts';
import { COMMAND_BOOK } from '../command-book.ts';
import { changedFacts } from './changed-facts.ts';
import { findSlots } from './find-slots.ts';
import { nameOfDevice, nameOfMember, type QuerySources, type QueryView } from './query-context.ts';

/** A refused command, or one that waits and would be refused. */
export type Refused = {
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly code: string;
  readonly detail: RejectionDetail;
  readonly actorId: string;
  readonly deviceId: string;
  readonly at: Instant;
};

/** Arguments as this version's command takes them, so that a person can give it again. */
export const inNewestWords = (name: string, v: number, args: Refused['args']): Refused['args'] =>
  COMMAND_BOOK.upToDate({ name, v, args, base: {} }).args;

const SLOTS_OFFERED = 3;
const DAYS_AHEAD = 30;

/** Who wanted what, where and when, and why not. */
export const toRefusedItem = (sources: QuerySources, refused: Refused, view: QueryView): RefusedItem => ({
  id: refused.id,
  command: refused.name,
  code: refused.code,
  detail: refused.detail,
  // Arguments of a client command are personal data.
  args: view.showNames ? refused.args : {},
  actor: nameOfMember(sources, refused.actorId),
  device: nameOfDevice(sources, refused.deviceId),
  at: refused.at,
});

/** Both versions, and where there is room: what a person needs to decide. */
export function toConflictItem(
  sources: QuerySources,
  refused: Refused,
  view: QueryView,
): Omit<ConflictItem, 'state' | 'dependents'> {
  const mine = wantedBy(sources, refused, view);
  const slots = ['overlap', 'stale'].includes(refused.code) ? slotsFor(sources, refused, view) : [];
  return {
    ...toRefusedItem(sources, refused, view),
    mine,
    theirs: theirsOf(sources, refused, view),
    changed: changedFacts(sources, refused, view),
    slots,
  };
}

/** Times for the whole visit as it was wanted. Offers begin where the wish was, but never in the past. */
function slotsFor(sources: QuerySources, { name, args }: Refused, view: QueryView): ConflictItem['slots'] {
  const wish = wishedVisit(sources, name, args);
  if (wish === null) return [];
  const timings = timingsOf(wish.lines);
  const startsAt = Math.min(...wish.lines.map((line) => line.startsAt));
  return findSlots(
    sources,
    {
      locationId: wish.locationId,
      services: wish.lines.map((line, index) => ({
        serviceId: line.serviceId,
        staffId: line.staffId,
        minutes: Math.max(5, Math.round((line.endsAt - line.startsAt) / MINUTE)),
        timing: timings[index] ?? 'after',
      })),
      onlyNamed: false,
      from: Math.max(startsAt, view.now),
      days: DAYS_AHEAD,
      weekdays: [],
      startMinute: 0,
      endMinute: 1440,
      count: SLOTS_OFFERED,
      ignoreVisit: wish.visitId,
    },
    view,
  ).slots;
}

/** The lines that a refused booking or move asked for. */
function wishedVisit({ read }: QuerySources, name: string, args: Refused['args']) {
  if (name === 'appointment.book') {
    const booking = bookArgsSchema.safeParse(args).data;
    return booking ? { visitId: null, locationId: booking.locationId, lines: booking.lines } : null;
  }
  const move = name === 'appointment.move' ? moveArgsSchema.safeParse(args).data : undefined;
  const visit = move ? read.get('appointment', move.id) : undefined;
  if (!move || !visit) return null;
  const lines = move.lines.flatMap((line) => {
    const known = read.get('appointment_line', line.id);
    return known ? [{ ...line, serviceId: known.service_id }] : [];
  });
  return lines.length === move.lines.length
    ? { visitId: visit.id, locationId: visit.location_id, lines }
    : null;
}

/** The wish in words of the calendar, from the arguments and from the visit if it is here. */
function wantedBy(sources: QuerySources, { name, args }: Refused, view: QueryView): ConflictItem['mine'] {
  const { read } = sources;
  if (name === 'appointment.book') {
    const parsed = bookArgsSchema.safeParse(args);
    const line = parsed.data?.lines[0];
    if (!parsed.success || !line) return null;
    return describe(sources, view, {
      ...line,
      locationId: parsed.data.locationId,
      clientId: parsed.data.clientId,
    });
  }
  const visitId = args['appointmentId'] ?? args['id'];
  const visit = typeof visitId === 'string' ? read.get('appointment', visitId) : undefined;
  const line = visit ? firstLine(sources, visit.id) : undefined;
  if (!visit || !line) return null;
  const moved = name === 'appointment.move' ? moveArgsSchema.safeParse(args).data?.lines[0] : undefined;
  return describe(sources, view, {
    locationId: visit.location_id,
    clientId: visit.client_id,
    serviceId: line.service_id,
    staffId: moved?.staffId ?? line.staff_id,
    startsAt: moved?.startsAt ?? line.starts_at,
    endsAt: moved?.endsAt ?? line.ends_at,
  });
}

const firstLine = ({ read }: QuerySources, appointmentId: string): Row<'appointment_line'> | undefined =>
  read
    .find('appointment_line', { appointment_id: appointmentId })
    .toSorted((a, b) => a.position - b.position)[0];

type Place = {
  readonly locationId: string;
  readonly clientId: string | null;
  readonly serviceId: string;
  readonly staffId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
};

function describe({ reference, read }: QuerySources, view: QueryView, place: Place): ConflictItem['mine'] {
  const client = place.clientId === null ? undefined : read.get('client', place.clientId);
  return {
    locationId: place.locationId,
    timeZone: reference.table('location').get(place.locationId)?.time_zone ?? 'UTC',
    clientId: place.clientId,
    clientName: view.showNames ? (client?.name ?? null) : null,
    serviceId: place.serviceId,
    serviceName: reference.table('service').get(place.serviceId)?.name ?? '',
    staffId: place.staffId,
    staffName: reference.table('staff').get(place.staffId)?.name ?? '',
    startsAt: place.startsAt,
    endsAt: place.endsAt,
  };
}

/** The visit in the way: the first hold that the cloud named, the row that had changed, or what others made of it. */
function theirsOf(
  sources: QuerySources,
  { code, detail, args }: Refused,
  view: QueryView,
): ConflictItem['theirs'] {
  const { read, reference } = sources;
  const answered = code === 'resolved' ? (args['appointmentId'] ?? args['id']) : undefined;
  const id =
    detail.holds?.[0]?.appointment_id ??
    (detail.table === 'appointment' ? detail.id : undefined) ??
    (typeof answered === 'string' ? answered : undefined);
  const visit = id === undefined ? undefined : read.get('appointment', id);
  if (!visit || (visit.id === args['id'] && detail.holds !== undefined)) return null;
  const line = firstLine(sources, visit.id);
  if (!line) return null;
  const client = visit.client_id === null ? undefined : read.get('client', visit.client_id);
  const booked = read
    .find('status_event', { appointment_id: visit.id })
    .find(({ from_status }) => from_status === null);
  return {
    appointmentId: visit.id,
    clientName: view.showNames ? (client?.name ?? null) : null,
    serviceName: reference.table('service').get(line.service_id)?.name ?? '',
    staffName: reference.table('staff').get(line.staff_id)?.name ?? '',
    startsAt: line.starts_at,
    endsAt: line.ends_at,
    bookedBy: nameOfMember(sources, visit.created_by),
    bookedAt: nameOfDevice(sources, booked?.device_id ?? null),
  };
}
