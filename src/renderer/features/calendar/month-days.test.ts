import { expect, it } from 'vitest';
import type { MonthDay } from '../../../contracts/queries.ts';
import { fillOf, weeksOf } from './month-days.ts';

const day = (changes: Partial<MonthDay> = {}): MonthDay => ({
  day: '2026-11-26',
  cover: 'complete',
  isOpen: true,
  occasion: null,
  visits: 4,
  requested: 0,
  bookedMinutes: 180,
  workMinutes: 480,
  ...changes,
});

it('says how full a day is, more than full too, and nothing where nobody works', () => {
  expect(fillOf(day())).toBe(38);
  expect(fillOf(day({ bookedMinutes: 600 }))).toBe(125);
  expect(fillOf(day({ workMinutes: 0 }))).toBeNull();
});

it('has seven days a week', () => {
  expect(weeksOf(Array.from({ length: 35 }, () => day())).map((week) => week.length)).toEqual([
    7, 7, 7, 7, 7,
  ]);
});
