import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  dayParts,
  formatMoney,
  formatPhone,
  formatTime,
  minuteOfDay,
  moneyParts,
  parseMoney,
} from './format.ts';

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('money', () => {
  it('is written with non-breaking spaces and a comma, negative with a minus sign', () => {
    expect(formatMoney(123_450)).toBe('R\u00a01\u00a0234,50');
    expect(spaced(formatMoney(0))).toBe('R 0,00');
    expect(spaced(formatMoney(5))).toBe('R 0,05');
    expect(spaced(formatMoney(1_234_567_890))).toBe('R 12 345 678,90');
    expect(spaced(formatMoney(-9_000))).toBe('\u2212R 90,00');
    expect(moneyParts(123_450).map(spaced)).toEqual(['R 1 234', ',50']);
  });

  it('is read with comma or point, with or without rand and spaces', () => {
    expect(['520', '520,5', '520.50', 'R 1 234,50', '1\u00a0234,50', '0,05'].map(parseMoney)).toEqual([
      52_000, 52_050, 52_050, 123_450, 123_450, 5,
    ]);
    expect(['', 'abc', '1,234', '5,', '-5', '1.2.3', '9999999999'].map(parseMoney)).toEqual(
      Array(7).fill(null),
    );
  });

  it('survives being written and read again', () => {
    for (const cents of [1, 99, 100, 52_000, 123_456_789]) expect(parseMoney(formatMoney(cents))).toBe(cents);
  });
});

describe('days and times', () => {
  const ZONE = 'Africa/Johannesburg';
  const lateEvening = Date.UTC(2026, 10, 26, 22, 30);

  it('belong to the location, not to the PC: half past midnight in Johannesburg is the next day', () => {
    expect(dayOf(lateEvening, ZONE)).toBe('2026-11-27');
    expect(formatTime(lateEvening, ZONE)).toBe('00:30');
    expect(minuteOfDay(lateEvening, ZONE)).toBe(30);
  });

  it('count over months and leap years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(dayParts('2026-11-29')).toEqual({ weekday: 7, date: 29, month: 11, year: 2026 });
  });
});

describe('telephone numbers', () => {
  it('are written as they are dialled here; foreign ones keep their country', () => {
    expect(spaced(formatPhone('+27821234567'))).toBe('082 123 4567');
    expect(formatPhone('+442071234567')).toBe('+442071234567');
  });
});
