import type { BoardBlock, BoardCard, BoardColumn, DayBoard } from '../../../contracts/queries.ts';

/** One column with what stands in it. Equal content keeps its identity from one answer to the next. */
export type ColumnModel = {
  readonly person: BoardColumn;
  /** In order of start. */
  readonly cards: readonly BoardCard[];
  readonly blocks: readonly BoardBlock[];
};

/**
 * Splits a board into columns and reuses every card, and every column, that did not change since the last answer:
 * memoised columns are drawn again only where something happened. Answers arrive as fresh copies over the port, and
 * sharing by position would fail after the first inserted card, so cards are matched by their line.
 */
export function columnModels(board: DayBoard, previous: readonly ColumnModel[] = []): readonly ColumnModel[] {
  const knownCards = new Map(previous.flatMap((column) => column.cards.map((card) => [card.lineId, card])));
  const knownBlocks = new Map(previous.flatMap((column) => column.blocks.map((block) => [block.id, block])));
  const knownColumns = new Map(previous.map((column) => [column.person.staffId, column]));

  const cardsOf = Map.groupBy(board.cards, (card) => card.staffId);
  const blocksOf = Map.groupBy(board.blocks, (block) => block.staffId);

  const columns = board.columns.map((person): ColumnModel => {
    const known = knownColumns.get(person.staffId);
    const cards = (cardsOf.get(person.staffId) ?? [])
      .map((card) => reuse(knownCards.get(card.lineId), card))
      .toSorted((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt || (a.lineId < b.lineId ? -1 : 1));
    const blocks = (blocksOf.get(person.staffId) ?? []).map((block) =>
      reuse(knownBlocks.get(block.id), block),
    );
    const next: ColumnModel = {
      person: known && sameColumn(known.person, person) ? known.person : person,
      cards: known && sameItems(known.cards, cards) ? known.cards : cards,
      blocks: known && sameItems(known.blocks, blocks) ? known.blocks : blocks,
    };
    return known && known.person === next.person && known.cards === next.cards && known.blocks === next.blocks
      ? known
      : next;
  });
  return sameItems(previous, columns) ? previous : columns;
}

/** Cards and blocks are flat: comparing their fields one by one is enough. */
function reuse<T extends object>(known: T | undefined, next: T): T {
  if (!known) return next;
  const keys = Object.keys(next) as (keyof T)[];
  return keys.every((key) => Object.is(known[key], next[key])) ? known : next;
}

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

const sameColumn = (a: BoardColumn, b: BoardColumn): boolean =>
  a.name === b.name &&
  a.title === b.title &&
  a.hue === b.hue &&
  a.leave === b.leave &&
  JSON.stringify([a.shifts, a.breaks]) === JSON.stringify([b.shifts, b.breaks]);
