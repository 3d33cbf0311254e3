import { expect, it } from 'vitest';
import { shiftsOf } from './first-week.ts';

it('a working week follows the opening hours, with a break where the doors are shut between', () => {
  const week = {
    '1': [
      [480, 720],
      [780, 1050],
    ],
    '2': [
      [480, 720],
      [720, 900],
    ],
    '3': [],
    '7': [[540, 660]],
  } as const;
  expect(shiftsOf(week, () => 'id')).toEqual([
    { id: 'id', weekday: 1, startMinute: 480, endMinute: 1050, breaks: [[720, 780]] },
    { id: 'id', weekday: 2, startMinute: 480, endMinute: 900, breaks: [] },
    { id: 'id', weekday: 7, startMinute: 540, endMinute: 660, breaks: [] },
  ]);
});
