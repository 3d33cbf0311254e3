import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../base/time.ts';
import { type Sample, gapsOf, seriesOf } from './health-series.ts';

const NOW = 10_000 * MINUTE;
const sample = (ago: number): Sample => ({
  at: NOW - ago * MINUTE,
  window_s: 60,
  latency_p50_ms: 20,
  latency_p95_ms: 90,
  requests: 200,
  errors: 1,
  pool_used: 4,
  pool_size: 20,
  pool_waiting: 0,
});
const minutes = (gap: { from: number; to: number }) => [(NOW - gap.from) / MINUTE, (NOW - gap.to) / MINUTE];

describe('an hour of figures', () => {
  it('breaks the line where minutes are missing, and hatches just those', () => {
    const samples = [59, 58, 57, 40, 39, 1, 0].map(sample);
    expect(gapsOf(samples, NOW).map(minutes)).toEqual([
      [57, 40],
      [39, 1],
    ]);
    expect(seriesOf(samples, NOW).filter(({ latency }) => latency === null)).toHaveLength(2);
  });

  it('hatches the whole hour when nothing arrived, and the end when figures stopped', () => {
    expect(gapsOf([], NOW).map(minutes)).toEqual([[60, 0]]);
    expect(
      gapsOf(
        Array.from({ length: 50 }, (_, index) => sample(59 - index)),
        NOW,
      ).map(minutes),
    ).toEqual([[10, 0]]);
  });

  it('counts requests by the minute and errors in percent', () => {
    expect(seriesOf([sample(0)], NOW)[0]).toMatchObject({ traffic: 200, errors: 0.5, pool: 4 });
    expect(seriesOf([{ ...sample(0), requests: 0 }], NOW)[0]?.errors).toBeNull();
  });
});
