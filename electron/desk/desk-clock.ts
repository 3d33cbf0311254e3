import type { Clock, Instant } from '../../src/base/time.ts';

/**
 * The desk's three times: the PC's, the corrected one (the cloud's, for tokens, leases and rows), and the one on the
 * screens, which in the demo is moved to a trading hour. Work is dated by the screen's.
 */
export type DeskClock = {
  readonly corrected: Clock;
  readonly screen: Clock;
  readonly setOffset: (ms: number) => void;
  readonly offsetMs: () => number;
  /** Of the screen against the PC. */
  readonly screenOffsetMs: () => number;
  /** A corrected instant as the screens show it. */
  readonly onScreen: (at: Instant) => Instant;
};

/** `demoNow`: the moment at which the demo opens; null outside the demo. */
export function createDeskClock(pc: Clock, demoNow: Instant | null): DeskClock {
  const demoOffset = demoNow === null ? 0 : demoNow - pc.now();
  let offset = 0;
  const corrected = { now: () => pc.now() + offset };
  return {
    corrected,
    screen: { now: () => corrected.now() + demoOffset },
    setOffset: (ms) => {
      offset = ms;
    },
    offsetMs: () => offset,
    screenOffsetMs: () => offset + demoOffset,
    onScreen: (at) => at + demoOffset,
  };
}
