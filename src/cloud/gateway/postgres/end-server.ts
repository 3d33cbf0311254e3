import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './postmaster-pid.ts';

const STOP_DEADLINE_MS = 15_000;

/** Fast shutdown: connections are ended, a checkpoint is written. Immediate only when that hangs. */
export async function endServer(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', STOP_DEADLINE_MS],
    ['SIGQUIT', 5_000],
  ] as const) {
    const deadline = Date.now() + patience;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    while (Date.now() < deadline) {
      if (!isAlive(pid)) return;
      await delay(15);
    }
  }
}
