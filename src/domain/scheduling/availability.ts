import { MINUTE, type Interval } from '../../base/time.ts';
import { intersect, subtract } from './intervals.ts';

/**
 * What a search knows of one person on one day. `open`: where a service may lie, merged and in order. `busy`: other
 * visits with their buffers, in order of start.
 */
export type PersonDay = {
  readonly staffId: string;
  readonly open: readonly Interval[];
  readonly busy: readonly Interval[];
};

export type ServiceNeed = {
  readonly durationMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
};

/** Starts are offered on this grid, counted from the local midnight. */
export const SLOT_STEP_MINUTES = 15;

/**
 * Where a service may lie without a single warning: while the doors are open and the person is on shift, off break
 * and not blocked. Buffers may lie outside of it: tidying up after closing is allowed.
 */
export const openTime = (
  hours: readonly Interval[],
  shifts: readonly Interval[],
  away: readonly Interval[],
): readonly Interval[] => subtract(intersect(hours, shifts), away);

/**
 * Every moment at which the service may begin with this person, as stretches of which both ends belong: the service
 * lies in open time, and with its buffers in nobody else's.
 */
export function possibleStarts(need: ServiceNeed, person: PersonDay): readonly Interval[] {
  const duration = need.durationMinutes * MINUTE;
  const before = need.bufferBeforeMinutes * MINUTE;
  const after = need.bufferAfterMinutes * MINUTE;
  const starts: Interval[] = [];
  for (const stretch of person.open) {
    const last = stretch.to - duration;
    let from = stretch.from;
    for (const taken of person.busy) {
      if (from > last) break;
      if (taken.to + before <= from) continue;
      const to = Math.min(last, taken.from - after - duration);
      if (from <= to) starts.push({ from, to });
      from = taken.to + before;
    }
    if (from <= last) starts.push({ from, to: last });
  }
  return starts;
}

export const isFree = (busy: readonly Interval[], wanted: Interval): boolean =>
  !busy.some(({ from, to }) => from < wanted.to && wanted.from < to);
