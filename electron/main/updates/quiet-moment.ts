import type { Hand } from '../../../src/contracts/updates.ts';

/** When a console may restart for an update without taking anything from anybody. */

const IDLE_MS = 10 * 60_000;
/** A page that says nothing for so long may have anything in hand. */
const SILENT_MS = 3 * 60_000;
/** After closing and before anybody comes to open. */
const NIGHT_MS = 10 * 3_600_000;
const NIGHT_FROM_HOUR = 20;
const NIGHT_TO_HOUR = 6;

export type HeardHand = Hand & { readonly heardAt: number };

/** Nothing is in hand, by a page that was heard of just now. */
export const hasFreeHands = (hand: HeardHand | null, now: number): boolean =>
  hand !== null && !hand.inHand && now - hand.heardAt < SILENT_MS;

/**
 * What a restart after closing time waits for; null: now. `localHour` is the PC's, for a console on which nobody has
 * opened the board since it was started.
 */
export function restartWaitsFor(
  hand: HeardHand | null,
  now: number,
  localHour: number,
): 'closing' | 'quiet' | null {
  const closesAt = hand?.closesAt ?? null;
  const isClosed =
    closesAt === null
      ? localHour >= NIGHT_FROM_HOUR || localHour < NIGHT_TO_HOUR
      : now >= closesAt && now < closesAt + NIGHT_MS;
  if (!isClosed) return 'closing';
  const idle = hand === null ? 0 : hand.idleMs + (now - hand.heardAt);
  return hasFreeHands(hand, now) && idle >= IDLE_MS ? null : 'quiet';
}
