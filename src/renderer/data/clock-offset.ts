import type { Instant } from '../../base/time.ts';

/** The desk's correction in ms, kept outside React so that ids and event handlers can use it. */
let offsetMs = 0;

export function setClockOffset(ms: number): void {
  offsetMs = ms;
}

/** The moment that screens take as now: corrected, and moved to a trading hour in the demo. */
export const now = (): Instant => Date.now() + offsetMs;
