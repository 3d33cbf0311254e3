import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../base/time.ts';
import {
  dayWindow,
  floorTo,
  heightOf,
  hourMarks,
  instantAtY,
  placeItems,
  snapTo,
  yOf,
} from './day-layout.ts';

const MIDNIGHT = 1_795_730_400_000;
const at = (hour: number, minute = 0): number => MIDNIGHT + hour * HOUR + minute * MINUTE;
const DAY = { from: MIDNIGHT, to: at(24) };
const item = (id: string, from: number, to: number, released = false) => ({ id, from, to, released });

describe('minutes become pixels', () => {
  const scale = { from: at(8), to: at(18), quarterPx: 16 };

  it('draws nine hours in 576 pixels at the compact density', () => {
    expect(heightOf(scale, { from: at(8), to: at(17) })).toBe(576);
    expect(yOf(scale, at(9, 15))).toBe(80);
  });

  it('finds the instant under the pointer again', () => {
    expect(instantAtY(scale, yOf(scale, at(11, 20)))).toBe(at(11, 20));
  });

  it('snaps to the quarters of the clock, also where the board begins at an odd minute', () => {
    expect(snapTo(at(10, 8), 15, MIDNIGHT)).toBe(at(10, 15));
    expect(snapTo(at(10, 7), 15, MIDNIGHT)).toBe(at(10));
    expect(snapTo(at(10, 8), 5, MIDNIGHT)).toBe(at(10, 10));
    expect(floorTo(at(10, 14), 15, MIDNIGHT)).toBe(at(10));
  });
});

describe('the stretch of the day that is drawn', () => {
  it('covers trading hours and an early booking, whole hours, one more at each end', () => {
    const window = dayWindow(DAY, [
      { from: at(8), to: at(17) },
      { from: at(7, 30), to: at(8) },
    ]);
    expect(window).toEqual({ from: at(6), to: at(18) });
  });

  it('shows office hours on a day of which nothing is known, and never leaves the day', () => {
    expect(dayWindow(DAY, [])).toEqual({ from: at(7), to: at(18) });
    expect(dayWindow(DAY, [DAY])).toEqual(DAY);
  });

  it('marks each full hour', () => {
    expect(hourMarks({ from: at(8, 30), to: at(11) }, MIDNIGHT)).toEqual([at(9), at(10), at(11)]);
  });
});

describe('overlapping items stand apart', () => {
  it('gives an item alone, or one that only touches the next, the whole column', () => {
    const placed = placeItems([item('a', at(9), at(10)), item('b', at(10), at(11))]);
    expect(placed.get('a')).toEqual({ left: 0, width: 1 });
    expect(placed.get('b')).toEqual({ left: 0, width: 1 });
  });

  it('splits the column only as far as items stand at once, and lets one widen into a free lane', () => {
    const placed = placeItems([
      item('long', at(9), at(12)),
      item('second', at(9), at(10)),
      item('third', at(9, 30), at(10)),
      item('late', at(11), at(12)),
    ]);
    expect(placed.get('long')).toEqual({ left: 0, width: 1 / 3 });
    expect(placed.get('third')).toEqual({ left: 2 / 3, width: 1 / 3 });
    expect(placed.get('late')).toEqual({ left: 1 / 3, width: 2 / 3 });
  });

  it('moves a cancelled appointment aside when its time was booked again', () => {
    const placed = placeItems([
      item('cancelled', at(9), at(10), true),
      item('again', at(9), at(10)),
      item('alone', at(14), at(15), true),
    ]);
    expect(placed.get('again')).toEqual({ left: 0, width: 0.78 });
    expect(placed.get('cancelled')?.left).toBe(0.78);
    expect(placed.get('alone')).toEqual({ left: 0, width: 1 });
  });

  it('never lets two items that overlap share a spot, however many there are', () => {
    const items = Array.from({ length: 60 }, (_, index) => {
      const from = at(8) + ((index * 37) % 32) * 15 * MINUTE;
      return item(
        `item-${String(index)}`,
        from,
        from + (1 + ((index * 7) % 6)) * 15 * MINUTE,
        index % 9 === 0,
      );
    });
    const placed = placeItems(items);
    for (const a of items) {
      for (const b of items) {
        const [one, two] = [placed.get(a.id)!, placed.get(b.id)!];
        if (a.id >= b.id || a.from >= b.to || b.from >= a.to) continue;
        const apart = one.left + one.width <= two.left + 1e-9 || two.left + two.width <= one.left + 1e-9;
        expect(apart, `${a.id} and ${b.id}`).toBe(true);
      }
      expect(placed.get(a.id)!.left + placed.get(a.id)!.width).toBeLessThanOrEqual(1 + 1e-9);
    }
  });
});
