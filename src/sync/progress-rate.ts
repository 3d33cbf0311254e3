import type { Instant } from '../base/time.ts';

export type FetchProgress = {
  readonly rows: number;
  readonly ofRows: number | null;
  /** Of the last seconds; null until there are some. */
  readonly rowsPerSecond: number | null;
  readonly secondsLeft: number | null;
};

/** Speed over so long: long enough to be calm, short enough to notice another line. */
const WINDOW_MS = 8_000;
const LEAST_MS = 1_000;

/** Turns counts into counts with a speed; one for each fetch. `now` is any clock that only goes forward. */
export function progressRate(now: () => Instant): (rows: number, ofRows: number | null) => FetchProgress {
  const seen: { readonly at: Instant; readonly rows: number }[] = [];
  return (rows, ofRows) => {
    const at = now();
    seen.push({ at, rows });
    while (seen.length > 2 && at - (seen[0]?.at ?? at) > WINDOW_MS) seen.shift();
    const first = seen[0] ?? { at, rows };
    const isKnown = at - first.at >= LEAST_MS && rows > first.rows;
    const rowsPerSecond = isKnown ? Math.round(((rows - first.rows) * 1_000) / (at - first.at)) : null;
    const secondsLeft =
      rowsPerSecond === null || ofRows === null || rowsPerSecond === 0
        ? null
        : Math.ceil((ofRows - rows) / rowsPerSecond);
    return { rows, ofRows, rowsPerSecond, secondsLeft };
  };
}
