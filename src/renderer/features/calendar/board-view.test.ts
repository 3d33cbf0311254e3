import { describe, expect, it } from 'vitest';
import { isShown, periodOf, stepDay } from './board-view.ts';

describe('what a view shows', () => {
  it('a week from Monday, whatever its day', () => {
    expect(periodOf('week', '2026-11-26')).toEqual({ from: '2026-11-23', days: 7 });
    expect(periodOf('week', '2026-11-29')).toEqual({ from: '2026-11-23', days: 7 });
  });

  it('a month in whole weeks', () => {
    expect(periodOf('month', '2026-11-26')).toEqual({ from: '2026-10-26', days: 42 });
    expect(periodOf('month', '2027-02-10')).toEqual({ from: '2027-02-01', days: 28 });
  });

  it('knows which other days are in sight', () => {
    expect(isShown('day', '2026-11-26', '2026-11-27')).toBe(false);
    expect(isShown('three', '2026-11-26', '2026-11-28')).toBe(true);
    expect(isShown('week', '2026-11-26', '2026-11-22')).toBe(false);
  });
});

describe('one page further', () => {
  it('is as long as the view', () => {
    expect(stepDay('rooms', '2026-11-30', 1)).toBe('2026-12-01');
    expect(stepDay('three', '2026-11-26', -1)).toBe('2026-11-23');
    expect(stepDay('week', '2026-11-26', 1)).toBe('2026-12-03');
  });

  it('keeps the date of the month where there is one', () => {
    expect(stepDay('month', '2026-12-15', 1)).toBe('2027-01-15');
    expect(stepDay('month', '2027-01-15', -1)).toBe('2026-12-15');
    expect(stepDay('month', '2027-01-31', 1)).toBe('2027-02-28');
    expect(stepDay('month', '2027-03-31', 1)).toBe('2027-04-30');
  });
});
