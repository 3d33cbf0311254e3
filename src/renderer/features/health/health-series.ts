import { type Instant, MINUTE } from '../../../base/time.ts';
import type { HealthReply } from '../../../contracts/wire.ts';

export type Sample = HealthReply['samples'][number];

/** One minute on a chart; null where there is no sample, so that a line breaks instead of lying. */
export type Point = {
  readonly at: Instant;
  readonly latency: number | null;
  readonly traffic: number | null;
  /** Percent of requests that failed. */
  readonly errors: number | null;
  readonly pool: number | null;
};

export type Gap = { readonly from: Instant; readonly to: Instant };

const HOUR_MINUTES = 60;
/** A sample a minute; half a minute more before a gap is called one. */
const LATEST_NEXT_MS = 1.5 * MINUTE;

/** The last hour minute by minute, oldest first, with a null point in each gap. */
export function seriesOf(samples: readonly Sample[], now: Instant): readonly Point[] {
  const sorted = samples.filter(({ at }) => at > now - HOUR_MINUTES * MINUTE).toSorted((a, b) => a.at - b.at);
  return sorted.flatMap((sample, index): readonly Point[] => {
    const point: Point = {
      at: sample.at,
      latency: sample.latency_p95_ms,
      traffic: sample.window_s === 0 ? null : (sample.requests * 60) / sample.window_s,
      errors: sample.requests === 0 ? null : (sample.errors / sample.requests) * 100,
      pool: sample.pool_size === 0 ? null : sample.pool_used,
    };
    const next = sorted[index + 1];
    const isGap = next !== undefined && next.at - sample.at > LATEST_NEXT_MS;
    const nothing = { latency: null, traffic: null, errors: null, pool: null };
    return isGap ? [point, { at: sample.at + 1, ...nothing }] : [point];
  });
}

/** Stretches of the last hour without figures, the one up to now among them: they are hatched. */
export function gapsOf(samples: readonly Sample[], now: Instant): readonly Gap[] {
  const start = now - HOUR_MINUTES * MINUTE;
  const times = [start, ...samples.map(({ at }) => at).filter((at) => at > start && at <= now), now];
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.flatMap((from, index) => {
    const to = sorted[index + 1];
    return to !== undefined && to - from > LATEST_NEXT_MS ? [{ from, to }] : [];
  });
}
