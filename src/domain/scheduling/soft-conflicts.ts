import { type Instant, type Interval, overlaps } from '../../base/time.ts';
import { covers, subtract } from './intervals.ts';

/**
 * What speaks against a booking without forbidding it: the person at the desk may overrule it and says why. Only a
 * person, room or piece of equipment that is taken is a hard refusal, and that is the command's own rule.
 */

export const SOFT_CONFLICT_KINDS = [
  'closed', // the location does not trade on that day
  'hours', // outside its trading hours
  'leave', // the person is away
  'shift', // outside the person's shift
  'break',
  'block', // time blocked with a reason
  'skill', // the person does not offer the service
  'do_not_book', // the client is marked
] as const;
export type SoftConflictKind = (typeof SOFT_CONFLICT_KINDS)[number];

export type SoftConflict = {
  readonly kind: SoftConflictKind;
  /** The part of the booking that is affected; the whole of it for `closed`, `leave`, `skill`, `do_not_book`. */
  readonly from: Instant;
  readonly to: Instant;
  /** Occasion, leave reason or block reason, as it was written down; null where there is none. */
  readonly reason: string | null;
};

/** What is known of the day and of the person. */
export type SoftFacts = {
  /** Trading hours of the location on that day; empty: closed. */
  readonly hours: readonly Interval[];
  /** Name of a public holiday or exception. */
  readonly occasion: string | null;
  readonly shifts: readonly Interval[];
  readonly breaks: readonly Interval[];
  readonly leave: string | null;
  readonly blocks: readonly (Interval & { readonly reason: string })[];
  /** Whether the person offers the service. */
  readonly offersService: boolean;
  readonly doNotBook: boolean;
};

/**
 * The soft conflicts of one line of a visit, the weightiest first and each cause once: a closed day is not reported
 * a second time as outside hours, nor leave as outside the shift. Times without buffers: a buffer may fall into a
 * break.
 */
export function softConflicts(wanted: Interval, facts: SoftFacts): readonly SoftConflict[] {
  const whole = (kind: SoftConflictKind, reason: string | null): SoftConflict => ({
    kind,
    ...wanted,
    reason,
  });
  const found: SoftConflict[] = [];

  if (facts.hours.length === 0) found.push(whole('closed', facts.occasion));
  else {
    const outside = subtract([wanted], facts.hours);
    const first = outside[0];
    if (first)
      found.push({
        kind: 'hours',
        from: first.from,
        to: outside.at(-1)?.to ?? first.to,
        reason: facts.occasion,
      });
  }

  if (facts.leave !== null) found.push(whole('leave', facts.leave));
  else {
    const outside = subtract([wanted], facts.shifts);
    const first = outside[0];
    // Outside the trading hours nobody is on shift: saying both would say one thing twice.
    const alreadySaid = outside.every((gap) => covers(found, gap));
    if (first && !alreadySaid) {
      found.push({ kind: 'shift', from: first.from, to: outside.at(-1)?.to ?? first.to, reason: null });
    }
  }

  for (const pause of facts.breaks) {
    if (overlaps(wanted, pause)) found.push({ kind: 'break', ...clip(pause, wanted), reason: null });
  }
  for (const block of facts.blocks) {
    if (overlaps(wanted, block)) found.push({ kind: 'block', ...clip(block, wanted), reason: block.reason });
  }
  if (!facts.offersService) found.push(whole('skill', null));
  if (facts.doNotBook) found.push(whole('do_not_book', null));
  return found;
}

/** Conflicts that a move brings with it and that the place before did not have: only those are asked about. */
export const newSoftConflicts = (
  before: readonly SoftConflict[],
  after: readonly SoftConflict[],
): readonly SoftConflict[] =>
  after.filter(
    (conflict) => !before.some((known) => known.kind === conflict.kind && known.reason === conflict.reason),
  );

const clip = (stretch: Interval, to: Interval): Interval => ({
  from: Math.max(stretch.from, to.from),
  to: Math.min(stretch.to, to.to),
});
