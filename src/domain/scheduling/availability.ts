import { MINUTE, type Instant, type Interval } from '../../base/time.ts';
import { intersect, subtract } from './intervals.ts';

/** What the search knows of one person on one day; busy times include the buffers of other visits. */
export type PersonDay = {
  readonly staffId: string;
  readonly shifts: readonly Interval[];
  readonly breaks: readonly Interval[];
  readonly busy: readonly Interval[];
};

export type ServiceNeed = {
  readonly durationMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
};

export type RoomDay = { readonly resourceId: string; readonly busy: readonly Interval[] };

export type Slot = {
  readonly staffId: string;
  readonly resourceId: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
};

/** Starts are offered on this grid, counted from the local midnight. */
export const SLOT_STEP_MINUTES = 15;

/**
 * Every start at which the person is on shift, open, off break and free, buffers included, and a room is free if one
 * is needed (`rooms` null: none is). Buffers may lie outside the shift: tidying up after closing is allowed.
 */
export function slotsOf(
  need: ServiceNeed,
  hours: readonly Interval[],
  person: PersonDay,
  rooms: readonly RoomDay[] | null,
  from: Instant,
  midnight: Instant,
): readonly Slot[] {
  const duration = need.durationMinutes * MINUTE;
  const before = need.bufferBeforeMinutes * MINUTE;
  const after = need.bufferAfterMinutes * MINUTE;
  const step = SLOT_STEP_MINUTES * MINUTE;
  const workable = subtract(intersect(hours, person.shifts), person.breaks);
  const slots: Slot[] = [];
  for (const stretch of workable) {
    const earliest = Math.max(stretch.from, from);
    let startsAt = midnight + Math.ceil((earliest - midnight) / step) * step;
    for (; startsAt + duration <= stretch.to; startsAt += step) {
      const held = { from: startsAt - before, to: startsAt + duration + after };
      if (!isFree(person.busy, held)) continue;
      const room = rooms?.find(({ busy }) => isFree(busy, held));
      if (rooms !== null && room === undefined) continue;
      slots.push({
        staffId: person.staffId,
        resourceId: room?.resourceId ?? null,
        startsAt,
        endsAt: startsAt + duration,
      });
    }
  }
  return slots;
}

export const isFree = (busy: readonly Interval[], wanted: Interval): boolean =>
  !busy.some(({ from, to }) => from < wanted.to && wanted.from < to);
