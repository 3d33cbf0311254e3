import { type Instant, type Interval, MINUTE } from '../../../base/time.ts';
import { floorTo } from '../../../domain/scheduling/day-layout.ts';
import type { ColumnModel } from './board-model.ts';

/**
 * Where the keyboard stands on the board: on a card or block, or on a free quarter of an hour. Arrow keys go from
 * item to item and over the free slots between, so that every place can be reached and nothing is skipped.
 */
export type LaneCursor = {
  readonly laneId: string;
  readonly at: Instant;
  /** Line id of a card or id of a block; null: a free slot. */
  readonly itemId: string | null;
};

export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

const STEP_MINUTES = 15;
const STEP = STEP_MINUTES * MINUTE;

/** A place in the words of the business, for whoever made something and wants the keyboard to stand on it. */
export type BoardCursor = {
  readonly staffId: string;
  readonly at: Instant;
  readonly itemId: string | null;
};

type Item = Interval & { readonly id: string };

const itemsOf = (column: ColumnModel): readonly Item[] =>
  [
    ...column.cards.map((card) => ({ id: card.lineId, from: card.startsAt, to: card.endsAt })),
    ...column.blocks.map((block) => ({ id: block.id, from: block.startsAt, to: block.endsAt })),
  ].toSorted((a, b) => a.from - b.from || a.to - b.to || (a.id < b.id ? -1 : 1));

const onItem = (laneId: string, item: Item): LaneCursor => ({ laneId, at: item.from, itemId: item.id });

/**
 * Where a key leads. `window` is what the board draws of each day, in milliseconds after its midnight. Stays put at
 * the edges.
 */
export function moveCursor(
  columns: readonly ColumnModel[],
  cursor: LaneCursor,
  direction: Direction,
  window: Interval,
): LaneCursor {
  const index = columns.findIndex((column) => column.lane.id === cursor.laneId);
  const column = columns[index];
  if (!column) return cursor;
  const laneId = cursor.laneId;
  const origin = column.lane.bounds.from;
  const drawn = { from: origin + window.from, to: origin + window.to };
  const items = itemsOf(column);
  const current = items.find((item) => item.id === cursor.itemId);

  switch (direction) {
    case 'left':
    case 'right': {
      const beside = columns[index + (direction === 'left' ? -1 : 1)];
      return beside ? cursorAt(beside, cursor.at - origin + beside.lane.bounds.from) : cursor;
    }
    case 'first':
    case 'last': {
      const item = direction === 'first' ? items[0] : items.at(-1);
      return item ? onItem(laneId, item) : cursor;
    }
    case 'down': {
      if (current) {
        const next = items[items.indexOf(current) + 1];
        if (next && next.from <= current.to) return onItem(laneId, next);
        return slot(cursor, laneId, current.to, drawn);
      }
      const to = floorTo(cursor.at, STEP_MINUTES, origin) + STEP;
      const met = items.find((item) => item.from > cursor.at && item.from <= to);
      return met ? onItem(laneId, met) : slot(cursor, laneId, to, drawn);
    }
    case 'up': {
      const start = current?.from ?? cursor.at;
      const before = current ? items.slice(0, items.indexOf(current)) : items;
      const to = floorTo(start - 1, STEP_MINUTES, origin);
      const met = before.findLast(
        (item) => item.from <= start && item.to > to && (current || item.from < start),
      );
      return met ? onItem(laneId, met) : slot(cursor, laneId, to, drawn);
    }
  }
}

/** The item that covers an instant, or the slot there. */
export function cursorAt(column: ColumnModel, at: Instant): LaneCursor {
  const slotFrom = floorTo(at, STEP_MINUTES, column.lane.bounds.from);
  const items = itemsOf(column);
  const met =
    items.find((item) => item.from <= at && at < item.to) ??
    items.find((item) => item.from >= slotFrom && item.from < slotFrom + STEP);
  // The cursor keeps its own line: going right and left again ends where it began.
  return {
    laneId: column.lane.id,
    at: met ? Math.max(at, met.from) : slotFrom,
    itemId: met?.id ?? null,
  };
}

const slot = (stay: LaneCursor, laneId: string, at: Instant, window: Interval): LaneCursor =>
  at < window.from || at >= window.to ? stay : { laneId, at, itemId: null };
