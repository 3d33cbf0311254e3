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
