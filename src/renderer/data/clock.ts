import { useEffect, useState } from 'react';
import { uuidV7 } from '../../base/ids.ts';
import type { Instant } from '../../base/time.ts';
import { useSession } from './use-session.ts';

/** The desk's correction in ms, kept beside React so that ids and handlers can use it. */
let offsetMs = 0;

/** The moment that screens take as now: corrected, and moved to a trading hour in the demo. */
export const now = (): Instant => Date.now() + offsetMs;

/** A fresh UUIDv7 for a row that a command makes. */
export const newId = (): string =>
  uuidV7(now(), (into) => crypto.getRandomValues(into as Uint8Array<ArrayBuffer>));

/** Now, told again each `intervalMs`, on whole multiples of it so that all clocks on a screen turn together. */
export function useNow(intervalMs: number): Instant {
  const { clockOffsetMs } = useSession();
  offsetMs = clockOffsetMs;
  const [at, setAt] = useState(now);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      setAt(now());
      timer = setTimeout(tick, intervalMs - (now() % intervalMs));
    };
    tick();
    return () => clearTimeout(timer);
  }, [intervalMs, clockOffsetMs]);
  return at;
}
