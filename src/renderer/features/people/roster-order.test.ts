import { describe, expect, it } from 'vitest';
import { lastPlace, movedBy } from './roster-order.ts';

const at = (id: string, sortOrder: number) => ({ id, sortOrder });

describe('the order of the board', () => {
  it('exchanges two neighbours and leaves the rest alone', () => {
    const people = [at('ana', 10), at('ben', 15), at('cleo', 30)];
    expect(movedBy(people, 'ben', 1)).toEqual([at('ben', 30), at('cleo', 15)]);
    expect(movedBy(people, 'ben', -1)).toEqual([at('ben', 10), at('ana', 15)]);
  });

  it('gives everybody a place of their own where places were shared', () => {
    expect(movedBy([at('ana', 0), at('ben', 0), at('cleo', 30)], 'ben', -1)).toEqual([
      at('ben', 10),
      at('ana', 20),
    ]);
  });

  it('moves nobody over the edge', () => {
    expect(movedBy([at('ana', 0), at('ben', 1)], 'ana', -1)).toEqual([]);
    expect(movedBy([at('ana', 0)], 'nobody', 1)).toEqual([]);
  });

  it('puts a new person last', () => {
    expect(lastPlace([])).toBe(10);
    expect(lastPlace([at('ana', 7)])).toBe(17);
  });
});
