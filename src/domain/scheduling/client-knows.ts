import type { Instant } from '../../base/time.ts';
import type { RowReader } from '../command.ts';
import type { Row } from '../tables.ts';
import type { AppointmentStatus } from './status.ts';

/**
 * A visit as its client is told of it: when, with whom (in line order), and whether it stands. What a client still
 * believes is kept in `appointment.client_knows` for as long as it is not what stands here, and is null otherwise.
 * The keys are in the order in which the cloud's jsonb sends them, so that an own change comes back as the same bytes.
 */
export type KnownVisit = {
  readonly status: 'booked' | 'cancelled';
  readonly staffIds: readonly string[];
  readonly startsAt: Instant;
};

/** The client stands at the counter: whatever is changed is seen and said there and then. */
const IN_THE_HOUSE: readonly AppointmentStatus[] = ['arrived', 'in_service', 'done'];

/** The visit as it stands; a missed one counts as booked, because nobody called it off. */
export function visitAsTold(read: RowReader, appointment: Row<'appointment'>): KnownVisit {
  const lines = read
    .find('appointment_line', { appointment_id: appointment.id })
    .toSorted((a, b) => a.position - b.position);
  return {
    status: appointment.status === 'cancelled' ? 'cancelled' : 'booked',
    staffIds: lines.map(({ staff_id }) => staff_id),
    startsAt: appointment.starts_at,
  };
}

/** Whether a client who believes the one needs to hear nothing of the other. Of a cancelled visit the time is no news. */
export function sameVisit(a: KnownVisit, b: KnownVisit): boolean {
  if (a.status !== b.status) return false;
  return (
    a.status === 'cancelled' ||
    (a.startsAt === b.startsAt &&
      a.staffIds.length === b.staffIds.length &&
      a.staffIds.every((id, index) => id === b.staffIds[index]))
  );
}

/**
 * What the client believes after a change from `before` to `after`, if that is not what stands then; otherwise null.
 * Nobody is told of a visit without a client, of one whose client is in the house, or of one that has begun both as the
 * client believes and as it stands.
 */
export function clientKnowsAfter(
  appointment: Row<'appointment'>,
  status: string,
  before: KnownVisit,
  after: KnownVisit,
  at: Instant,
): KnownVisit | null {
  if (appointment.client_id === null || IN_THE_HOUSE.includes(status as AppointmentStatus)) return null;
  const believed = (appointment.client_knows as KnownVisit | null) ?? before;
  if (Math.max(believed.startsAt, after.startsAt) <= at) return null;
  return sameVisit(believed, after) ? null : believed;
}
