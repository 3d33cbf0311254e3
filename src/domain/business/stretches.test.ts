import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStretches, type Stretch, writeStretches } from './stretches.ts';

const read = (text: string) => {
  const result = readStretches(text);
  return result.ok ? writeStretches(result.value) : result.error.kind;
};

describe('hours as people type them', () => {
  it.each([
    ['8-12 13-17:30', '08:00–12:00, 13:00–17:30'],
    ['08:00 – 17:00', '08:00–17:00'],
    ['8 - 12, 13 - 17', '08:00–12:00, 13:00–17:00'],
    ['8h30-17h', '08:30–17:00'],
    ['8.30-17.15', '08:30–17:15'],
    ['0830-1700', '08:30–17:00'],
    ['9am-1pm, 2pm-6pm', '09:00–13:00, 14:00–18:00'],
    ['9 am to 5 pm', '09:00–17:00'],
    ['12am-12pm', '00:00–12:00'],
    ['13-17 and 8-12', '08:00–12:00, 13:00–17:00'],
    ['8-12;13-17', '08:00–12:00, 13:00–17:00'],
    ['0-24', '00:00–24:00'],
    ['8-12 12-17', '08:00–12:00, 12:00–17:00'],
    ['', ''],
    [' closed ', ''],
    ['-', ''],
  ])('%s', (text, hours) => {
    expect(read(text)).toBe(hours);
  });

  it.each([
    ['9-5', 'reversed'],
    ['8-8', 'reversed'],
    ['8-12 11-17', 'overlap'],
    ['13-17 8-14', 'overlap'],
    ['8', 'unreadable'],
    ['8-', 'unreadable'],
    ['8-25', 'unreadable'],
    ['8-12:75', 'unreadable'],
    ['14pm-15pm', 'unreadable'],
    ['soon', 'unreadable'],
    ['8-12 soon', 'unreadable'],
    ['1-2 3-4 5-6 7-8 9-10 11-12 13-14', 'too_many'],
  ])('%s: %s', (text, kind) => {
    expect(read(text)).toBe(kind);
  });

  it('names the part that is meant', () => {
    expect(readStretches('8-12 11-17')).toEqual({
      ok: false,
      error: { kind: 'overlap', part: '08:00–12:00', other: '11:00–17:00' },
    });
  });

  it('reads back whatever it writes', () => {
    const day = fc
      .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 12 })
      .map((minutes) => minutes.toSorted((a, b) => a - b))
      .map((minutes) =>
        Array.from({ length: Math.floor(minutes.length / 2) }, (_, index): Stretch => [
          minutes[index * 2] ?? 0,
          minutes[index * 2 + 1] ?? 0,
        ]),
      );
    fc.assert(
      fc.property(day, (stretches) => {
        expect(readStretches(writeStretches(stretches))).toEqual({ ok: true, value: stretches });
      }),
    );
  });

  it('never throws, and what it accepts is in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 :-–.,hampto;') }), (text) => {
        const result = readStretches(text);
        if (!result.ok) return;
        let free = 0;
        for (const [from, to] of result.value) {
          expect(from).toBeGreaterThanOrEqual(free);
          expect(to).toBeGreaterThan(from);
          free = to;
        }
        expect(free).toBeLessThanOrEqual(1440);
      }),
    );
  });
});
