import type { ColumnModel } from './board-model.ts';

/** Indexes of the first and last lane in sight. */
export type Sight = { readonly from: number; readonly to: number };

const weightOf = ({ cards, blocks }: ColumnModel): number => cards.length + blocks.length + 1;

/**
 * The lanes to add next: those in sight, from the left, as many as weigh `limit` together (one at least); when all of
 * these are drawn, the one that is nearest to them.
 */
export function nextLanes(
  columns: readonly ColumnModel[],
  drawn: ReadonlySet<string>,
  sight: Sight,
  limit: number,
): readonly string[] {
  const missing = columns.flatMap(({ lane }, index) => (drawn.has(lane.id) ? [] : [index]));
  const inSight = missing.filter((index) => index >= sight.from && index <= sight.to);
  if (inSight.length === 0) {
    const distance = (index: number): number => Math.max(sight.from - index, index - sight.to);
    const nearest = missing.toSorted((a, b) => distance(a) - distance(b))[0];
    return nearest === undefined ? [] : [columns[nearest]?.lane.id ?? ''];
  }
  const next: string[] = [];
  let weight = 0;
  for (const index of inSight) {
    const column = columns[index];
    if (!column) continue;
    weight += weightOf(column);
    if (next.length > 0 && weight > limit) break;
    next.push(column.lane.id);
  }
  return next;
}

export const isSmall = (columns: readonly ColumnModel[], limit: number): boolean =>
  columns.reduce((sum, column) => sum + weightOf(column), 0) <= limit;
