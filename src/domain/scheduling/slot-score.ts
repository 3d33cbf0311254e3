import { type Instant, type Interval, MINUTE } from '../../base/time.ts';
import type { PersonDay } from './availability.ts';

/**
 * What speaks against a time, in minutes; the time with the smallest sum is the best.
 *
 * - **soonest**: each minute from the moment that is asked from to the start of the visit;
 * - **preferred person**: a day for each service that somebody else than the person asked for would do, so that their
 *   own times of the next 24 hours come before anybody else's;
 * - **no wasted gaps**: three quarters of an hour for each hole that the visit leaves beside itself in somebody's day
 *   and that no service fits into. A time up to 45 minutes later that leaves none is better.
 */
export const SCORE = { otherPerson: 24 * 60, wastedHole: 45 } as const;

/** Holes shorter than this are of no use to anybody; those that began before `from` are lost in any case. */
export type HoleRule = { readonly usableMinutes: number; readonly from: Instant };

/**
 * The cost of the free time just before a hold: between it and what the person has before it (another visit, an
 * earlier service of this one, a break, the begin of the shift).
 */
export function holeBefore(
  person: PersonDay,
  held: Interval,
  own: readonly Interval[],
  rule: HoleRule,
): number {
  const stretch = person.open.find(({ from, to }) => from < held.from && held.from <= to);
  if (stretch === undefined) return 0;
  let edge = stretch.from;
  for (const { to } of person.busy) if (to > edge && to <= held.from) edge = to;
  for (const { to } of own) if (to > edge && to <= held.from) edge = to;
  return edge < rule.from ? 0 : costOfHole(held.from - edge, rule);
}

/** The cost of the free time just after a hold; up to a later hold of the visit it counts as the one before that. */
export function holeAfter(
  person: PersonDay,
  held: Interval,
  own: readonly Interval[],
  rule: HoleRule,
): number {
  const stretch = person.open.find(({ from, to }) => from <= held.to && held.to < to);
  if (stretch === undefined) return 0;
  let edge = stretch.to;
  for (const { from } of person.busy) if (from < edge && from >= held.to) edge = from;
  if (own.some(({ from }) => from >= held.to && from <= edge)) return 0;
  return costOfHole(edge - held.to, rule);
}

const costOfHole = (length: number, { usableMinutes }: HoleRule): number =>
  length > 0 && length < usableMinutes * MINUTE ? SCORE.wastedHole : 0;
