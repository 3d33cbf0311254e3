import { setTimeout as pause } from 'node:timers/promises';

const DEADLINE_MS = 15_000;
const LOOK_EVERY_MS = 25;

/**
 * Waits until a look from outside finds what the story needs: for states of main and of the system, which raise no
 * event that a test could await. What shows on the page is awaited by its locators. Throws with `what` after 15 s.
 */
export async function until(
  what: string,
  look: () => Promise<boolean> | boolean,
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await look())) {
    if (performance.now() > deadline) throw new Error(`Waited ${String(deadlineMs)} ms in vain: ${what}.`);
    await pause(LOOK_EVERY_MS);
  }
}
