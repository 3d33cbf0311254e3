import { HOUR, type Instant, type Interval, MINUTE, overlaps } from '../../base/time.ts';

/**
 * Where things stand on a day board: minutes become pixels, overlapping items stand apart. Pure geometry, in elapsed
 * time from local midnight, so that a day with a change of clocks is simply an hour longer or shorter.
 */

const QUARTER = 15 * MINUTE;

/** `from` is at y = 0; a quarter of an hour is `quarterPx` high. */
export type DayScale = { readonly from: Instant; readonly to: Instant; readonly quarterPx: number };

/** Pixels below the top of the board. */
export const yOf = (scale: DayScale, at: Instant): number => ((at - scale.from) / QUARTER) * scale.quarterPx;

export const heightOf = (scale: DayScale, stretch: Interval): number =>
  ((stretch.to - stretch.from) / QUARTER) * scale.quarterPx;

/** The instant at a height; not snapped, and outside the scale if `y` is. */
export const instantAtY = (scale: DayScale, y: number): Instant =>
  Math.round(scale.from + (y / scale.quarterPx) * QUARTER);

/** The nearest step counted from `origin` (local midnight), so that steps fall on the quarter of the clock. */
export function snapTo(at: Instant, stepMinutes: number, origin: Instant): Instant {
  const step = stepMinutes * MINUTE;
  return origin + Math.round((at - origin) / step) * step;
}

/** As `snapTo`, but never after `at`: the slot under the pointer. */
export function floorTo(at: Instant, stepMinutes: number, origin: Instant): Instant {
  const step = stepMinutes * MINUTE;
  return origin + Math.floor((at - origin) / step) * step;
}

/** Hours shown when neither trading hours, shifts nor bookings say anything: 08:00 to 17:00. */
const QUIET_DAY = { fromHour: 8, toHour: 17 } as const;

/**
 * The stretch of the day that the board draws: everything that is worked or booked, whole hours, and one hour more
 * at each end so that an exception can be booked there. Never outside the local day.
 */
export function dayWindow(bounds: Interval, stretches: readonly Interval[]): Interval {
  const within = stretches.filter((stretch) => stretch.to > stretch.from && overlaps(stretch, bounds));
  const quiet: Interval = {
    from: bounds.from + QUIET_DAY.fromHour * HOUR,
    to: bounds.from + QUIET_DAY.toHour * HOUR,
  };
  const known = within.length > 0 ? within : [quiet];
  const first = Math.min(...known.map((stretch) => stretch.from));
  const last = Math.max(...known.map((stretch) => stretch.to));
  const hoursBefore = Math.floor((first - bounds.from) / HOUR) - 1;
  const hoursAfter = Math.ceil((last - bounds.from) / HOUR) + 1;
  return {
    from: Math.max(bounds.from, bounds.from + hoursBefore * HOUR),
    to: Math.min(bounds.to, bounds.from + hoursAfter * HOUR),
  };
}

/** Full hours of a window, first and last included. */
export function hourMarks(window: Interval, origin: Instant): readonly Instant[] {
  const first = origin + Math.ceil((window.from - origin) / HOUR) * HOUR;
  const marks: Instant[] = [];
  for (let at = first; at <= window.to; at += HOUR) marks.push(at);
  return marks;
}

/** An item to be placed. `released`: it holds nobody any more (cancelled, no-show). */
export type LayoutItem = Interval & { readonly id: string; readonly released: boolean };

/** Position across the column, as fractions of its width. */
export type Placement = { readonly left: number; readonly width: number };

/** Share of the column that stays with the living appointments where a cancelled one shares the time. */
const LIVING_SHARE = 0.78;

/**
 * Draws overlapping items apart: each group of touching items is split into as many lanes as stand at once, and an
 * item widens into lanes that are free beside it. Released items step aside into a narrow strip on the right, so
 * that a slot booked again after a cancellation stays readable.
 */
export function placeItems(items: readonly LayoutItem[]): ReadonlyMap<string, Placement> {
  const placed = new Map<string, Placement>();
  for (const group of touchingGroups(items)) {
    const living = group.filter((item) => !item.released);
    const released = group.filter((item) => item.released);
    const share = living.length > 0 && released.length > 0 ? LIVING_SHARE : 1;
    placeInStrip(living, 0, share, placed);
    placeInStrip(released, share === 1 ? 0 : share, share === 1 ? 1 : 1 - share, placed);
  }
  return placed;
}

/** Groups of items that overlap, directly or through each other. */
function touchingGroups(items: readonly LayoutItem[]): readonly (readonly LayoutItem[])[] {
  const groups: LayoutItem[][] = [];
  let reach = Number.NEGATIVE_INFINITY;
  for (const item of inOrder(items)) {
    const current = groups.at(-1);
    if (current && item.from < reach) current.push(item);
    else groups.push([item]);
    reach = Math.max(reach, item.to);
  }
  return groups;
}

/** Earlier first; the longer one first where they start together, so that it takes the left lane. */
const inOrder = (items: readonly LayoutItem[]): readonly LayoutItem[] =>
  items.toSorted((a, b) => a.from - b.from || b.to - a.to || (a.id < b.id ? -1 : 1));

function placeInStrip(
  items: readonly LayoutItem[],
  left: number,
  width: number,
  placed: Map<string, Placement>,
): void {
  const lanes: LayoutItem[][] = [];
  const laneOf = new Map<string, number>();
  for (const item of inOrder(items)) {
    const free = lanes.findIndex((lane) => (lane.at(-1)?.to ?? 0) <= item.from);
    const lane = free === -1 ? lanes.length : free;
    if (free === -1) lanes.push([item]);
    else lanes[free]?.push(item);
    laneOf.set(item.id, lane);
  }
  const laneWidth = width / Math.max(1, lanes.length);
  for (const item of items) {
    const lane = laneOf.get(item.id) ?? 0;
    let span = 1;
    while (lanes[lane + span]?.every((other) => !overlaps(item, other)) === true) span += 1;
    placed.set(item.id, { left: left + lane * laneWidth, width: span * laneWidth });
  }
}
