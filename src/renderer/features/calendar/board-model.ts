import type { BoardBlock, BoardCard } from '../../../contracts/queries.ts';
import type { Lane, LaneContent } from './lanes.ts';

/** One lane with what stands in it. Equal content keeps its identity from one answer to the next. */
export type ColumnModel = {
  readonly lane: Lane;
  /** In order of start. */
  readonly cards: readonly BoardCard[];
  readonly blocks: readonly BoardBlock[];
};

/**
 * Reuses every card, and every lane, that did not change since the last answer: memoised columns are drawn again only
 * where something happened. Answers arrive as fresh copies over the port, and sharing by position would fail after
 * the first inserted card, so cards are matched by their line.
 */
export function columnModels(
  lanes: readonly LaneContent[],
  previous: readonly ColumnModel[] = [],
): readonly ColumnModel[] {
  const knownCards = new Map(previous.flatMap((column) => column.cards.map((card) => [card.lineId, card])));
  const knownBlocks = new Map(previous.flatMap((column) => column.blocks.map((block) => [block.id, block])));
  const knownColumns = new Map(previous.map((column) => [column.lane.id, column]));

  const columns = lanes.map((content): ColumnModel => {
    const known = knownColumns.get(content.lane.id);
    const cards = content.cards
      .map((card) => reuse(knownCards.get(card.lineId), card))
      .toSorted((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt || (a.lineId < b.lineId ? -1 : 1));
    const blocks = content.blocks.map((block) => reuse(knownBlocks.get(block.id), block));
    const next: ColumnModel = {
      lane: known && sameLane(known.lane, content.lane) ? known.lane : content.lane,
      cards: known && sameItems(known.cards, cards) ? known.cards : cards,
      blocks: known && sameItems(known.blocks, blocks) ? known.blocks : blocks,
    };
    return known && known.lane === next.lane && known.cards === next.cards && known.blocks === next.blocks
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

const sameLane = (a: Lane, b: Lane): boolean => JSON.stringify(a) === JSON.stringify(b);
