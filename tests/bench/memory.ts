import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { PIN_PAD, prepareSalonDesk, unlockAndWait } from './windows/salon-desk.ts';

/** After the first sync of the day has passed and short-lived memory could be given back. */
const SETTLE_MS = 10_000;

/**
 * Resident memory of all processes with the day's calendar on the screen, against an empty window of the same Electron
 * in the same run. `resident` counts shared pages in every process, as task managers do; `proportional` once.
 */
export const bench: Bench = {
  name: 'memory',
  targets: [{ figure: 'resident_against_empty', limit: 1.7 }],
  run: async () => {
    const desk = await prepareSalonDesk();
    try {
      const window = await desk.launchEmptyWindow();
      await window.timeUntil('#there');
      await pause(SETTLE_MS);
      const empty = window.memory();
      await window.close();
      const started = await desk.launchConsole();
      await started.timeUntil(PIN_PAD);
      await unlockAndWait(started);
      await pause(SETTLE_MS);
      const used = started.memory();
      await started.close();
      const ratio = (one: number, other: number): number => Math.round((one / other) * 100) / 100;
      return {
        empty_resident_mb: empty.resident,
        empty_proportional_mb: empty.proportional,
        empty_processes: empty.processes,
        resident_mb: used.resident,
        proportional_mb: used.proportional,
        processes: used.processes,
        resident_against_empty: ratio(used.resident, empty.resident),
        proportional_against_empty: ratio(used.proportional, empty.proportional),
      };
    } finally {
      await desk.close();
    }
  },
};
