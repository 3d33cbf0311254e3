import { describe, expect, it } from 'vitest';
import { type ColumnModel, columnModels } from './board-model.ts';
import { aCard, aPerson, at, boardOf, ids } from './board-samples.ts';
import { nextLanes } from './drawn-lanes.ts';
import { personLanes } from './lanes.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const columns: readonly ColumnModel[] = columnModels(
  personLanes(
    boardOf({
      columns: names.map((name) => aPerson(name)),
      cards: names.flatMap((name) =>
        Array.from({ length: 9 }, (_, hour) =>
          aCard({ lineId: ids(`${name}${String(hour)}`), staffId: ids(name), startsAt: at(8 + hour) }),
        ),
      ),
    }),
  ),
);
const lanes = (...some: readonly string[]): readonly string[] => some.map(ids);

describe('a large board is drawn in turns', () => {
  it('as many of the lanes in sight at once as the limit allows, from the left', () => {
    expect(nextLanes(columns, new Set(), { from: 2, to: 5 }, 20)).toEqual(lanes('c', 'd'));
    expect(nextLanes(columns, new Set(lanes('c', 'd')), { from: 2, to: 5 }, 20)).toEqual(lanes('e', 'f'));
  });

  it('one at least, however many cards it has', () => {
    expect(nextLanes(columns, new Set(), { from: 0, to: 3 }, 1)).toEqual(lanes('a'));
  });

  it('then the lane that is nearest to what is in sight, until all are there', () => {
    const drawn = new Set(lanes('c', 'd', 'e', 'f'));
    const order: string[] = [];
    for (let next = nextLanes(columns, drawn, { from: 2, to: 5 }, 20); next.length > 0;) {
      order.push(...next);
      for (const id of next) drawn.add(id);
      next = nextLanes(columns, drawn, { from: 2, to: 5 }, 20);
    }
    expect(order).toEqual(lanes('b', 'g', 'a', 'h'));
  });
});
