import { describe, expect, it } from 'vitest';
import type { DayBoard } from '../../../contracts/queries.ts';
import { columnModels as columnsOf, type ColumnModel } from './board-model.ts';
import { personLanes } from './lanes.ts';
import { aCard, aPerson, at, boardOf, ids } from './board-samples.ts';

const columnModels = (board: DayBoard, previous?: readonly ColumnModel[]) =>
  columnsOf(personLanes(board), previous);

describe('columns of a board', () => {
  const ana = aPerson('Ana');
  const thandi = aPerson('Thandi');
  const board = boardOf({
    columns: [ana, thandi],
    cards: [aCard({ lineId: ids('b'), startsAt: at(11) }), aCard({ lineId: ids('a'), startsAt: at(9) })],
  });

  it('orders the cards of a person by their start', () => {
    expect(columnModels(board)[0]?.cards.map((card) => card.lineId)).toEqual([ids('a'), ids('b')]);
  });

  it('keeps every object when the same answer arrives again as a copy', () => {
    const first = columnModels(board);
    expect(columnModels(structuredClone(board), first)).toBe(first);
  });

  it('renews only the column in which a card was inserted, and none of its other cards', () => {
    const first = columnModels(board);
    const inserted = { ...board, cards: [aCard({ lineId: ids('c'), startsAt: at(10) }), ...board.cards] };
    const next = columnModels(structuredClone(inserted), first);
    expect(next[1]).toBe(first[1]);
    expect(next[0]).not.toBe(first[0]);
    expect(next[0]?.cards[0]).toBe(first[0]?.cards[0]);
    expect(next[0]?.cards[2]).toBe(first[0]?.cards[1]);
  });

  it('renews both columns when a card changes hands', () => {
    const first = columnModels(board);
    const cards = board.cards.map((card) =>
      card.lineId === ids('b') ? { ...card, staffId: thandi.staffId } : card,
    );
    const next = columnModels({ ...board, cards }, first);
    expect(next[0]?.cards).toHaveLength(1);
    expect(next[1]?.cards).toHaveLength(1);
  });
});
