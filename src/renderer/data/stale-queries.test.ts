import { describe, expect, it } from 'vitest';
import { isStale } from './stale-queries.ts';

const BOOKED_TODAY = {
  tables: ['appointment', 'appointment_line', 'hold', 'outbox'],
  days: ['2026-11-26'],
} as const;

describe('which answers a commit makes stale', () => {
  it('refreshes the board of the day that was booked and leaves other days alone', () => {
    expect(isStale('dayBoard', { day: '2026-11-26' }, BOOKED_TODAY)).toBe(true);
    expect(isStale('dayBoard', { day: '2026-11-27' }, BOOKED_TODAY)).toBe(false);
  });

  it('refreshes every board when a client was renamed, or when the days are not known', () => {
    const renamed = { tables: ['client', 'outbox'], days: ['2026-11-26'] } as const;
    expect(isStale('dayBoard', { day: '2026-12-01' }, renamed)).toBe(true);
    expect(isStale('dayBoard', { day: '2026-12-01' }, { ...BOOKED_TODAY, days: [] })).toBe(true);
  });

  it('refreshes a week or a month in which it lies, and leaves others alone', () => {
    expect(isStale('rangeBoard', { from: '2026-11-23', days: 7 }, BOOKED_TODAY)).toBe(true);
    expect(isStale('rangeBoard', { from: '2026-11-27', days: 3 }, BOOKED_TODAY)).toBe(false);
    expect(isStale('monthBoard', { from: '2026-10-26', days: 42 }, BOOKED_TODAY)).toBe(true);
    expect(isStale('monthBoard', { from: '2026-11-30', days: 35 }, BOOKED_TODAY)).toBe(false);
  });

  it('refreshes takings of today when a visit of yesterday is paid today', () => {
    const paid = { tables: ['ledger_entry', 'outbox'], days: ['2026-11-25'] } as const;
    expect(isStale('takings', { day: '2026-11-26' }, paid)).toBe(true);
  });

  it('leaves answers alone that read none of the tables', () => {
    expect(isStale('services', {}, BOOKED_TODAY)).toBe(false);
    expect(isStale('flagValues', {}, BOOKED_TODAY)).toBe(false);
    expect(isStale('flagValues', {}, { tables: ['flag_override'], days: [] })).toBe(true);
  });
});
