import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../base/time.ts';
import {
  type HealthSample,
  errorLevel,
  isDeskSilent,
  judgeHealth,
  latencyLevel,
  poolLevel,
  worstLevel,
} from './severity.ts';

const NOW = 1_000 * MINUTE;
const minute = (ago: number, figures: Partial<HealthSample> = {}): HealthSample => ({
  at: NOW - ago * MINUTE,
  latencyP95Ms: 200,
  requests: 1_000,
  errors: 0,
  ...figures,
});

describe('severity by the handover', () => {
  it('holds the thresholds: reached is still good, above is not', () => {
    expect([500, 501, 2_000, 2_001].map(latencyLevel)).toEqual([null, 'P3', 'P3', 'P2']);
    expect(errorLevel(1_000, 1)).toBeNull();
    expect(errorLevel(1_000, 2)).toBe('P3');
    expect(errorLevel(1_000, 10)).toBe('P3');
    expect(errorLevel(1_000, 11)).toBe('P2');
    expect(poolLevel(19, 20, 0)).toBeNull();
    expect(poolLevel(20, 20, 0)).toBe('P3');
    expect(poolLevel(7, 20, 1)).toBe('P3');
  });

  it('never takes missing figures for health', () => {
    expect(latencyLevel(null)).toBe('no_data');
    expect(errorLevel(0, 0)).toBe('no_data');
    expect(poolLevel(0, 0, 0)).toBe('no_data');
    expect(judgeHealth([], NOW).level).toBe('no_data');
    expect(worstLevel(['no_data', 'no_data'])).toBe('no_data');
  });

  it('a gateway that fell silent three minutes ago is unknown, although its last figures were good', () => {
    expect(judgeHealth([minute(3)], NOW).level).toBeNull();
    const silent = judgeHealth([minute(4), minute(5)], NOW);
    expect(silent.level).toBe('no_data');
    expect(silent.ageMs).toBe(4 * MINUTE);
  });

  it('one slow minute of the last five is a P2; an older one is history', () => {
    expect(judgeHealth([minute(0), minute(3, { latencyP95Ms: 2_400 })], NOW).level).toBe('P2');
    expect(judgeHealth([minute(0), minute(9, { latencyP95Ms: 2_400 })], NOW).level).toBeNull();
  });

  it('counts errors over the window: one failure in a quiet minute is no catastrophe', () => {
    const verdict = judgeHealth([minute(0, { requests: 20, errors: 1 }), minute(1), minute(2)], NOW);
    expect(verdict.errors).toBeNull();
    expect(verdict.errorShare).toBeCloseTo(1 / 2_020, 6);
  });

  it('when every request fails the service is down', () => {
    expect(judgeHealth([minute(0, { requests: 40, errors: 40 })], NOW).level).toBe('P1');
  });

  it('calls a desk silent after a day, and one that was never heard of', () => {
    expect(isDeskSilent(NOW - 23 * 60 * MINUTE, NOW)).toBe(false);
    expect(isDeskSilent(NOW - 25 * 60 * MINUTE, NOW)).toBe(true);
    expect(isDeskSilent(null, NOW)).toBe(true);
  });
});
