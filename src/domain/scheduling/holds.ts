import { bucketOf, MINUTE, type Instant, type Interval } from '../../base/time.ts';
import { type Rejection, rejection, type RowReader } from '../command.ts';
import type { Row, RowValues } from '../tables.ts';

/** The stretch that a line keeps its people and rooms from others: the service with its buffers. */
export function heldInterval(
  service: Pick<Row<'service'>, 'buffer_before_minutes' | 'buffer_after_minutes'>,
  startsAt: Instant,
  endsAt: Instant,
): Interval {
  return {
    from: startsAt - service.buffer_before_minutes * MINUTE,
    to: endsAt + service.buffer_after_minutes * MINUTE,
  };
}

export type WantedHold = {
  readonly id: string;
  readonly lineId: string;
  readonly resourceId: string;
  readonly interval: Interval;
};

/**
 * Says what stands in the way of the wanted holds: other visits' active holds, or each other. Holds of the visit
 * itself (`appointmentId`) do not count: they are about to change.
 */
export function findOverlap(
  read: RowReader,
  appointmentId: string,
  wanted: readonly WantedHold[],
): Rejection | null {
  const taken: Row<'hold'>[] = [];
  for (const hold of wanted) {
    for (const other of read.activeHolds(hold.resourceId, hold.interval.from, hold.interval.to)) {
      if (other.appointment_id !== appointmentId) taken.push(other);
    }
  }
  if (taken.length > 0) {
    return rejection('overlap', {
      holds: taken.map(({ resource_id, appointment_id, starts_at, ends_at }) => ({
        resource_id,
        appointment_id,
        starts_at,
        ends_at,
      })),
    });
  }
  const clash = wanted.find((hold, index) =>
    wanted.some(
      (other, position) =>
        position < index &&
        other.resourceId === hold.resourceId &&
        other.interval.from < hold.interval.to &&
        hold.interval.from < other.interval.to,
    ),
  );
  return clash === undefined
    ? null
    : rejection('overlap', { message: 'two services of the visit need the same person or room at once' });
}

export function holdValues(
  locationId: string,
  appointmentId: string,
  bucket: number,
  hold: WantedHold,
): RowValues<'hold'> {
  return {
    bucket,
    location_id: locationId,
    appointment_id: appointmentId,
    line_id: hold.lineId,
    resource_id: hold.resourceId,
    starts_at: hold.interval.from,
    ends_at: hold.interval.to,
    active: true,
  };
}

/** First start and last end of the lines, and the month that the whole visit belongs to. */
export function visitSpan(lines: readonly { readonly startsAt: Instant; readonly endsAt: Instant }[]): {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly bucket: number;
} {
  const startsAt = Math.min(...lines.map((line) => line.startsAt));
  const endsAt = Math.max(...lines.map((line) => line.endsAt));
  return { startsAt, endsAt, bucket: bucketOf(startsAt) };
}
