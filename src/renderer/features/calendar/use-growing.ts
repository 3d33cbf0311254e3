import { useEffect, useState } from 'react';

/** Rows drawn in one go: a screenful and what one turn of the wheel shows. */
const AT_ONCE = 60;

/** How many of `total` rows to draw: a screenful at once, the others a screenful at a time when nothing else is to do. */
export function useGrowing(total: number, key: string): number {
  const [grown, setGrown] = useState({ key, shown: AT_ONCE });
  const shown = grown.key === key ? grown.shown : AT_ONCE;
  useEffect(() => {
    if (shown >= total) return;
    const idle = requestIdleCallback(() => setGrown({ key, shown: shown + AT_ONCE }));
    return () => cancelIdleCallback(idle);
  }, [shown, total, key]);
  return shown;
}
