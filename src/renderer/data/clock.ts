import { useEffect, useState } from 'react';
import { uuidV7 } from '../../base/ids.ts';
import type { Instant } from '../../base/time.ts';
import { now } from './clock-offset.ts';
import { useSession } from './use-session.ts';

export { now };

/** A fresh UUIDv7 for a row that a command makes. */
export const newId = (): string =>
  uuidV7(now(), (into) => crypto.getRandomValues(into as Uint8Array<ArrayBuffer>));

/** Now, told again each `intervalMs`, on whole multiples of it so that all clocks on a screen turn together. */
export function useNow(intervalMs: number): Instant {
  const { clockOffsetMs } = useSession();
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
