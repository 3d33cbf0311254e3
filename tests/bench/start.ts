import { type Bench, percentile } from './bench.ts';
import { PIN_PAD, prepareSalonDesk, unlockAndWait } from './windows/salon-desk.ts';

/** A warm start counts; the first two fill the caches of disk and code. */
const WARM_UP = 2;
const RUNS = 7;

/**
 * From the launch to a calendar that can be used, on a PC that has its diary, against an empty window of the same
 * Electron in the same run, in turn. A start ends at the lock screen; the time in which a person types the PIN (four
 * keys of 150 ms) is theirs, so usable = launch to PIN pad + Unlock to the first card of the day.
 */
export const bench: Bench = {
  name: 'start',
  targets: [{ figure: 'usable_against_empty', limit: 2 }],
  run: async () => {
    const desk = await prepareSalonDesk();
    const empty: number[] = [];
    const ready: number[] = [];
    const unlocked: number[] = [];
    try {
      for (let run = 0; run < WARM_UP + RUNS; run += 1) {
        const window = await desk.launchEmptyWindow();
        const emptyMs = await window.timeUntil('#there');
        await window.close();
        const started = await desk.launchConsole();
        const readyMs = await started.timeUntil(PIN_PAD);
        const unlockedMs = await unlockAndWait(started);
        await started.close();
        if (run < WARM_UP) continue;
        empty.push(emptyMs);
        ready.push(readyMs);
        unlocked.push(unlockedMs);
      }
    } finally {
      await desk.close();
    }
    const usable = ready.map((value, index) => value + (unlocked[index] ?? 0));
    const ratio = percentile(usable, 0.5) / percentile(empty, 0.5);
    return {
      empty_p50_ms: percentile(empty, 0.5),
      pin_pad_p50_ms: percentile(ready, 0.5),
      unlock_to_day_p50_ms: percentile(unlocked, 0.5),
      usable_p50_ms: percentile(usable, 0.5),
      usable_max_ms: percentile(usable, 1),
      usable_against_empty: Math.round(ratio * 100) / 100,
    };
  },
};
