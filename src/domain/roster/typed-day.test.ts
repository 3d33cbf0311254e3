import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay, writeTypedDay, type TypedDay } from './typed-day.ts';

const words = {
  leave: 'leave',
  off: 'off',
  locationId: 'gateway',
  locations: [
    { id: 'gateway', name: 'Gateway' },
    { id: 'ballito', name: 'Ballito Junction' },
    { id: 'north', name: 'Durban North' },
    { id: 'south', name: 'Durban South' },
  ],
};
const shift = (startMinute: number, endMinute: number, locationId = 'gateway', breaks: number[][] = []) => ({
  locationId,
  startMinute,
  endMinute,
  breaks,
});
const read = (text: string) => {
  const parsed = parseDay(text, words);
  return parsed.ok ? parsed.value : parsed.error.code;
};
const shifts = (...list: ReturnType<typeof shift>[]) => ({ kind: 'shift', shifts: list });

describe('a day as it is typed', () => {
  it.each([
    ['9-13 14-18', shifts(shift(540, 780), shift(840, 1080))],
    ['09:00–13:00, 14:00–18:00', shifts(shift(540, 780), shift(840, 1080))],
    ['9h30 - 17h15', shifts(shift(570, 1035))],
    ['0830-1700', shifts(shift(510, 1020))],
    ['9-5', shifts(shift(540, 1020))],
    ['8-12 1-5', shifts(shift(60, 300), shift(480, 720))],
    ['9-17 (13-13:30)', shifts(shift(540, 1020, 'gateway', [[780, 810]]))],
    ['9-17 (1-1:30)', shifts(shift(540, 1020, 'gateway', [[780, 810]]))],
    [
      '9-17 (10-10:15 13-13:30)',
      shifts(
        shift(540, 1020, 'gateway', [
          [600, 615],
          [780, 810],
        ]),
      ),
    ],
    ['Ballito 9-17', shifts(shift(540, 1020, 'ballito'))],
    ['junction 9-17', shifts(shift(540, 1020, 'ballito'))],
    ['9-12 durban n 14-18', shifts(shift(540, 720), shift(840, 1080, 'north'))],
    ['18-24', shifts(shift(1080, 1440))],
    ['LEAVE', { kind: 'leave', reason: null }],
    ['leave dentist at ten', { kind: 'leave', reason: 'dentist at ten' }],
    ['off', { kind: 'off' }],
    ['', 'empty'],
    ['durban 9-17', 'unclear'],
    ['umhlanga 9-17', 'unclear'],
    ['nine to five', 'unclear'],
    ['9', 'unclear'],
    ['9-', 'unclear'],
    ['9-17 ballito', 'unclear'],
    ['17-13', 'backwards'],
    ['25-26', 'unclear'],
    ['9:75-10', 'unclear'],
    ['9-13 12-18', 'meets'],
    ['9-17 (18-19)', 'break'],
    ['(13-14)', 'break'],
    ['9-17 ()', 'break'],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('what is written is read back as the same day', () => {
    const slots = fc
      .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
      .map((marks) => marks.toSorted((a, b) => a - b));
    const day = fc
      .tuple(slots, fc.array(fc.constantFrom('gateway', 'ballito', 'north'), { minLength: 3, maxLength: 3 }))
      .map(([marks, places]): TypedDay => ({
        kind: 'shift',
        shifts: Array.from({ length: Math.floor(marks.length / 2) }, (_, index) => {
          const startMinute = (marks[index * 2] ?? 0) * 15;
          const endMinute = (marks[index * 2 + 1] ?? 0) * 15;
          return {
            locationId: places[index] ?? 'gateway',
            startMinute,
            endMinute,
            breaks: endMinute - startMinute >= 60 ? [[startMinute + 15, startMinute + 30] as const] : [],
          };
        }),
      }));
    fc.assert(
      fc.property(day, (one) => {
        expect(read(writeTypedDay(one, words))).toEqual(one);
      }),
    );
    for (const one of [{ kind: 'off' }, { kind: 'leave', reason: 'flu' }] as const) {
      expect(read(writeTypedDay(one, words))).toEqual(one);
    }
  });
});
