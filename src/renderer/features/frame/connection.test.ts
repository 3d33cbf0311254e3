import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '../../../contracts/desk-api.ts';
import { MINUTE } from '../../../base/time.ts';
import { connectionOf, solidShare } from './connection.ts';

const status = (extra: Partial<SyncStatus>): SyncStatus => ({
  state: 'idle',
  online: true,
  completeTo: 0,
  pending: 0,
  conflicts: 0,
  progress: null,
  lastError: null,
  hold: null,
  cable: true,
  ...extra,
});

describe('what the status bar says', () => {
  it('is connected only when idle and online', () => {
    expect(connectionOf(status({}), 'connected').short).toBe('connected');
    expect(connectionOf(status({ online: false }), 'connected').short).toBe('offline');
    expect(connectionOf(status({ state: 'pulling' }), 'connected').short).toBe('syncing');
    expect(connectionOf(null, 'connected').short).toBe('opening');
  });

  it('says that work is held back until somebody has looked', () => {
    const hold = { until: 1, clashes: 2 };
    expect(connectionOf(status({ hold }), 'connected')).toMatchObject({ diagnosis: 'held', dot: 'busy' });
    // Without a line that is what matters.
    expect(connectionOf(status({ hold, state: 'offline', online: false }), 'connected').diagnosis).toBe(
      'offline',
    );
  });

  it('puts a desk that is gone before anything sync said last', () => {
    expect(connectionOf(status({}), 'gone').short).toBe('reconnecting');
  });

  it('explains each state that needs a person by its own words', () => {
    for (const state of ['auth_required', 'upgrade_required', 'disk_full', 'device_refused'] as const) {
      expect(connectionOf(status({ state }), 'connected')).toMatchObject({
        short: 'attention',
        diagnosis: state,
      });
    }
  });
});

describe('the line under the top bar', () => {
  it('is whole for two minutes, breaks with age, and never quite vanishes', () => {
    expect(solidShare(0, 2 * MINUTE)).toBe(1);
    expect(solidShare(0, 20 * MINUTE)).toBeGreaterThan(0.4);
    expect(solidShare(0, 20 * MINUTE)).toBeLessThan(0.7);
    expect(solidShare(0, 600 * MINUTE)).toBe(0.04);
    expect(solidShare(null, 0)).toBe(0);
  });
});
