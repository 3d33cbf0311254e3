import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { MINUTE } from '../../../base/time.ts';
import type { DayBoard } from '../../../contracts/queries.ts';
import { now as nowAt } from '../../data/clock.ts';
import { type BoardCursor, cursorAt } from './board-cursor.ts';
import type { ColumnModel } from './board-model.ts';

/**
 * The keyboard's place. There always is one while there are columns, so that the board has exactly one tab stop; an
 * item that moved to another column is followed, one that vanished leaves its free slot behind.
 */
export function useBoardCursor(
  columns: readonly ColumnModel[],
  board: DayBoard,
  field: RefObject<HTMLElement | null>,
): {
  readonly cursor: BoardCursor | null;
  readonly setCursor: (cursor: BoardCursor, focus?: boolean) => void;
  readonly focusCursor: () => void;
  /** Goes to an item that may be still on its way: it has the focus as soon as it is on the board. */
  readonly awaitItem: (cursor: BoardCursor) => void;
} {
  const [wanted, setWanted] = useState<BoardCursor | null>(null);
  const focusNext = useRef(false);
  const awaited = useRef<string | null>(null);
  const cursor = useMemo((): BoardCursor | null => {
    const first = columns[0];
    if (!first) return null;
    const has = (column: ColumnModel, id: string): boolean =>
      column.cards.some((card) => card.lineId === id) || column.blocks.some((block) => block.id === id);
    if (wanted?.itemId != null) {
      const id = wanted.itemId;
      const home = columns.find((column) => has(column, id));
      if (home)
        return home.person.staffId === wanted.staffId ? wanted : { ...wanted, staffId: home.person.staffId };
    }
    const column = columns.find(({ person }) => person.staffId === wanted?.staffId);
    if (wanted && column) return cursorAt(column, wanted.at, board.bounds.from);
    const opening = board.hours[0]?.from ?? board.bounds.from + 8 * 60 * MINUTE;
    const now = nowAt();
    const isToday = now >= board.bounds.from && now < board.bounds.to;
    return cursorAt(first, isToday ? now : opening, board.bounds.from);
  }, [wanted, columns, board.bounds, board.hours]);

  const focusCursor = useCallback(() => {
    if (!cursor) return;
    const id = cursor.itemId === null ? null : CSS.escape(cursor.itemId);
    const element = field.current?.querySelector<HTMLElement>(
      id === null ? '[data-slot]' : `[data-line="${id}"], [data-block="${id}"]`,
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

  const setCursor = useCallback((next: BoardCursor, focus = false) => {
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
    setWanted(next);
  }, []);
  return { cursor, setCursor, focusCursor, awaitItem };
}
