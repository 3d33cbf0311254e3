import type { Scheduler } from '../../src/sync/sync-ports.ts';

const LOOK_EVERY_MS = 5_000;
/** A busy PC runs a timer late; one that slept, or whose clock was set, is further off. */
const JUMP_MS = 15_000;

/** Tells when the clock has moved otherwise than time: by how much. Call the answer to stop. */
export function watchForWaking(scheduler: Scheduler, onJump: (ms: number) => void): () => void {
  let cancel: () => void;
  const look = (): void => {
    const expected = scheduler.now() + LOOK_EVERY_MS;
    cancel = scheduler.after(LOOK_EVERY_MS, () => {
      const off = scheduler.now() - expected;
      look();
      if (Math.abs(off) > JUMP_MS) onJump(off);
    });
  };
  look();
  return () => cancel();
}
