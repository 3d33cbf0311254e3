import type { WorkedShift } from '../scheduling/roster.ts';
import { meetsItself } from './shifts.ts';

export type SharedDay = { readonly first: readonly WorkedShift[]; readonly second: readonly WorkedShift[] };

/**
 * The ways in which two people can share a day's shifts out anew: each does the other's, or one does both. Null where
 * that changes nothing or would need somebody in two places.
 */
export function waysToShare(
  first: readonly WorkedShift[],
  second: readonly WorkedShift[],
): {
  readonly exchange: SharedDay | null;
  /** The second takes the first's shifts besides their own. */
  readonly give: SharedDay | null;
} {
  const isSame = JSON.stringify(first) === JSON.stringify(second);
  const together = [...first, ...second].toSorted((a, b) => a.startMinute - b.startMinute);
  return {
    exchange: isSame ? null : { first: second, second: first },
    give: first.length === 0 || meetsItself(together) ? null : { first: [], second: together },
  };
}
