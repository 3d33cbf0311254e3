export type WindowFigures = {
  readonly requests: number;
  readonly errors: number;
  /** Milliseconds; null when nothing was asked in the window: no data is not a good figure. */
  readonly p50: number | null;
  readonly p95: number | null;
};

type Sample = { readonly at: number; readonly ms: number; readonly failed: boolean };

/** More than this in one window, and the oldest go first: the figures stay those of the latest. */
const MAX_SAMPLES = 50_000;

function percentile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return value === undefined ? null : Math.round(value * 10) / 10;
}

/** Latency and errors of the requests of the last `windowMs`. */
export function createRequestWindow(windowMs: number): {
  add(sample: Sample): void;
  figures(now: number): WindowFigures;
} {
  let samples: Sample[] = [];
  return {
    add: (sample) => {
      samples.push(sample);
      if (samples.length > MAX_SAMPLES * 1.2) samples = samples.slice(-MAX_SAMPLES);
    },
    figures: (now) => {
      samples = samples.filter((sample) => sample.at > now - windowMs);
      const sorted = samples.map((sample) => sample.ms).toSorted((a, b) => a - b);
      return {
        requests: samples.length,
        errors: samples.filter((sample) => sample.failed).length,
        p50: percentile(sorted, 0.5),
        p95: percentile(sorted, 0.95),
      };
    },
  };
}
