import { describe, expect, it } from 'vitest';
import { type BoardCursor, cursorAt, type Direction, moveCursor } from './board-cursor.ts';
import { columnModels } from './board-model.ts';
import { aCard, at, boardOf, ids } from './board-samples.ts';

const columns = columnModels(
  boardOf({
    cards: [
      aCard({ lineId: ids('nine'), startsAt: at(9), endsAt: at(9, 45) }),
      aCard({ lineId: ids('ten'), startsAt: at(10), endsAt: at(11) }),
      aCard({ lineId: ids('also'), startsAt: at(10, 30), endsAt: at(11, 30) }),
      aCard({ lineId: ids('other'), staffId: ids('Thandi'), startsAt: at(9, 30), endsAt: at(11) }),
    ],
  }),
);
const window = { from: at(8), to: at(18) };
const go = (from: BoardCursor, ...keys: readonly Direction[]): BoardCursor =>
  keys.reduce((cursor, key) => moveCursor(columns, cursor, key, window, at(0)), from);
const slot = (hour: number, minute = 0): BoardCursor => ({
  staffId: ids('Ana'),
  at: at(hour, minute),
  itemId: null,
});

describe('arrow keys on the board', () => {
  it('walk over free quarters into a card and out of its end', () => {
    expect(go(slot(8, 30), 'down')).toEqual(slot(8, 45));
    expect(go(slot(8, 30), 'down', 'down').itemId).toBe(ids('nine'));
    expect(go(slot(8, 30), 'down', 'down', 'down')).toEqual(slot(9, 45));
    expect(go(slot(8, 30), 'down', 'down', 'down', 'down').itemId).toBe(ids('ten'));
  });

  it('reach a card that stands beside another', () => {
    expect(go(slot(9, 45), 'down', 'down').itemId).toBe(ids('also'));
    expect(go(slot(9, 45), 'down', 'down', 'down')).toEqual(slot(11, 30));
  });

  it('walk up the same way', () => {
    const back = go(slot(11, 30), 'up');
    expect(back.itemId).toBe(ids('also'));
    expect(go(back, 'up').itemId).toBe(ids('ten'));
    expect(go(back, 'up', 'up')).toEqual(slot(9, 45));
    expect(go(back, 'up', 'up', 'up').itemId).toBe(ids('nine'));
    expect(go(back, 'up', 'up', 'up', 'up')).toEqual(slot(8, 45));
  });

  it('stay on the same time when they change the person, and come back to where they were', () => {
    const over = go(slot(9, 45), 'right');
    expect(over).toEqual({ staffId: ids('Thandi'), at: at(9, 45), itemId: ids('other') });
    expect(go(over, 'left')).toEqual(slot(9, 45));
  });

  it('stop at the edges of the board', () => {
    expect(go(slot(8), 'up')).toEqual(slot(8));
    expect(go(slot(17, 45), 'down')).toEqual(slot(17, 45));
    expect(go(slot(8), 'left')).toEqual(slot(8));
  });

  it('jump to the first and last item of a person', () => {
    expect(go(slot(12), 'first').itemId).toBe(ids('nine'));
    expect(go(slot(8), 'last').itemId).toBe(ids('also'));
  });
});

describe('a click on the board', () => {
  it('lands on the quarter of an hour under the pointer', () => {
    expect(cursorAt(columns[0]!, at(12, 14), at(0))).toEqual(slot(12));
  });
});
