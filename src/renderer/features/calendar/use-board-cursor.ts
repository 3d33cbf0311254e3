import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { HOUR } from '../../../base/time.ts';
import { now as nowAt } from '../../data/clock.ts';
import { type BoardCursor, cursorAt, type LaneCursor } from './board-cursor.ts';
import type { ColumnModel } from './board-model.ts';

/**
 * The keyboard's place. There always is one while there are columns, so that the board has exactly one tab stop; an
 * item that moved to another column is followed, one that vanished leaves its free slot behind.
 */
export function useBoardCursor(
  columns: readonly ColumnModel[],
  field: RefObject<HTMLElement | null>,
): {
  readonly cursor: LaneCursor | null;
  readonly setCursor: (cursor: LaneCursor, focus?: boolean) => void;
  readonly focusCursor: () => void;
  /** Goes to an item that may be still on its way: it has the focus as soon as it is on the board. */
  readonly awaitItem: (cursor: BoardCursor) => void;
} {
  const [wanted, setWanted] = useState<LaneCursor | null>(null);
  const focusNext = useRef(false);
  const awaited = useRef<string | null>(null);
  const cursor = useMemo((): LaneCursor | null => {
    const first = columns[0];
    if (!first) return null;
    if (wanted?.itemId != null) {
      const home = columns.find((column) => holds(column, wanted.itemId ?? ''));
      if (home) return home.lane.id === wanted.laneId ? wanted : { ...wanted, laneId: home.lane.id };
    }
    const column = columns.find(({ lane }) => lane.id === wanted?.laneId);
    if (wanted && column) return cursorAt(column, wanted.at);
    const now = nowAt();
    const today = columns.find(({ lane }) => now >= lane.bounds.from && now < lane.bounds.to);
    const opening = first.lane.hours[0]?.from ?? first.lane.bounds.from + 8 * HOUR;
    return today ? cursorAt(today, now) : cursorAt(first, opening);
  }, [wanted, columns]);

  const focusCursor = useCallback(() => {
    if (!cursor) return;
    const id = cursor.itemId === null ? null : CSS.escape(cursor.itemId);
    const element = field.current?.querySelector<HTMLElement>(
      id === null ? '[data-slot]' : `[data-item="${id}"]`,
    );
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [cursor, field]);

  useEffect(() => {
    const arrived = awaited.current !== null && awaited.current === cursor?.itemId;
    if (arrived) awaited.current = null;
    if (!focusNext.current && !arrived) return;
    focusNext.current = false;
    focusCursor();
  }, [focusCursor, cursor]);

  const setCursor = useCallback((next: LaneCursor, focus = false) => {
    focusNext.current = focus;
    awaited.current = null;
    setWanted(next);
  }, []);
  // Where nothing has the focus, arrows mean the board: it is what the screen is for.
  const latest = useRef(focusCursor);
  useEffect(() => {
    latest.current = focusCursor;
  });
  useEffect(() => {
    const isNowhere = (): boolean => document.activeElement === document.body;
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (!event.key.startsWith('Arrow') || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.defaultPrevented || !isNowhere()) return;
      event.preventDefault();
      latest.current();
    };
    if (isNowhere()) latest.current();
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const awaitItem = useCallback((next: BoardCursor) => {
    awaited.current = next.itemId;
    // The lane follows from the item; until it is on the board, the person's own is the nearest.
    setWanted({ laneId: next.staffId, at: next.at, itemId: next.itemId });
  }, []);
  return { cursor, setCursor, focusCursor, awaitItem };
}

const holds = (column: ColumnModel, id: string): boolean =>
  column.cards.some((card) => card.lineId === id) || column.blocks.some((block) => block.id === id);
