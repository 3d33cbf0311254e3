const BASE_MS = 1_000;
export const BACK_OFF_CAP_MS = 60_000;

/** Full jitter: anything between nothing and the cap of this attempt; `attempt` counts from 1. */
export const backOffMs = (attempt: number, random: number): number =>
  Math.round(random * Math.min(BACK_OFF_CAP_MS, BASE_MS * 2 ** Math.min(attempt - 1, 10)));

const POLL_MS = 60_000;

/** 60 s ± 50 %: polling desks spread instead of marching in step. */
export const pollMs = (random: number): number => Math.round(POLL_MS * (0.5 + random));

/** Desks of one business do not all pull in the same instant after a nudge. */
export const nudgeJitterMs = (desks: number, random: number): number =>
  Math.round(random * Math.min(500, 10 * Math.max(0, desks - 1)));

/** Below this the replay of what waits is not felt. */
const FEW_WAITING = 200;
const PAUSE_CAP_MS = 10_000;

/**
 * A pull replays everything that waits behind the rows it brings. While a long queue is on its way, pulls come at a
 * distance that grows with it instead of after every batch: 2,000 changes are settled in a handful of them.
 */
export const settlePauseMs = (waiting: number): number =>
  waiting <= FEW_WAITING ? 0 : Math.min(PAUSE_CAP_MS, 2 * waiting);
