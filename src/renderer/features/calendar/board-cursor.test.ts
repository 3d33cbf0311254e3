import { describe, expect, it } from 'vitest';
import { cursorAt, type Direction, type LaneCursor, moveCursor } from './board-cursor.ts';
import { columnModels } from './board-model.ts';
import { dayLanes, personLanes, roomLanes } from './lanes.ts';
import { aCard, aRoom, at, boardOf, ids } from './board-samples.ts';

const columns = columnModels(
  personLanes(
    boardOf({
      cards: [
        aCard({ lineId: ids('nine'), startsAt: at(9), endsAt: at(9, 45) }),
        aCard({ lineId: ids('ten'), startsAt: at(10), endsAt: at(11) }),
        aCard({ lineId: ids('also'), startsAt: at(10, 30), endsAt: at(11, 30) }),
        aCard({ lineId: ids('other'), staffId: ids('Thandi'), startsAt: at(9, 30), endsAt: at(11) }),
      ],
    }),
  ),
);
const window = { from: at(8) - at(0), to: at(18) - at(0) };
const go = (from: LaneCursor, ...keys: readonly Direction[]): LaneCursor =>
  keys.reduce((cursor, key) => moveCursor(columns, cursor, key, window), from);
const slot = (hour: number, minute = 0): LaneCursor => ({
  laneId: ids('Ana'),
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
    expect(over).toEqual({ laneId: ids('Thandi'), at: at(9, 45), itemId: ids('other') });
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
    expect(cursorAt(columns[0]!, at(12, 14))).toEqual(slot(12));
  });
});

describe('arrow keys between days', () => {
  const today = boardOf({ cards: [aCard({ lineId: ids('nine'), startsAt: at(9), endsAt: at(10) })] });
  const tomorrow = boardOf({
    day: '2026-11-27',
    bounds: { from: at(24), to: at(48) },
    hours: [{ from: at(32), to: at(42) }],
    cards: [aCard({ lineId: ids('next'), startsAt: at(33), endsAt: at(34) })],
  });
  const week = columnModels(dayLanes([today, tomorrow], [{ id: ids('Ana'), name: 'Ana' }], (day) => day));
  const lane = (day: string): string => `${ids('Ana')} ${day}`;

  it('keep the time of day', () => {
    const from = { laneId: lane('2026-11-26'), at: at(9, 15), itemId: ids('nine') };
    const over = moveCursor(week, from, 'right', window);
    expect(over).toEqual({ laneId: lane('2026-11-27'), at: at(33, 15), itemId: ids('next') });
    expect(moveCursor(week, over, 'left', window)).toEqual(from);
  });

  it('stop at the end of each day that is drawn', () => {
    const last = { laneId: lane('2026-11-27'), at: at(41, 45), itemId: null };
    expect(moveCursor(week, last, 'down', window)).toEqual(last);
  });
});

describe('arrow keys between rooms', () => {
  const rooms = columnModels(
    roomLanes(
      boardOf({
        cards: [
          aCard({ lineId: ids('in'), resourceId: ids('Basin 1'), startsAt: at(9) }),
          aCard({ lineId: ids('out'), startsAt: at(9) }),
        ],
      }),
      [aRoom('Basin 1'), aRoom('Basin 2')],
      { name: 'No room', title: '' },
    ),
  );

  it('reach every room and, last, what stands in none', () => {
    const first = cursorAt(rooms[0]!, at(9));
    expect(first.itemId).toBe(ids('in'));
    const second = moveCursor(rooms, first, 'right', window);
    expect(second).toEqual({ laneId: ids('Basin 2'), at: at(9), itemId: null });
    expect(moveCursor(rooms, second, 'right', window).itemId).toBe(ids('out'));
  });
});
