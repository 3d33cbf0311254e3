import { type RefObject, useEffect, useState } from 'react';
import type { ColumnModel } from './board-model.ts';
import { isSmall, nextLanes, type Sight } from './drawn-lanes.ts';

/**
 * Which lanes have their cards drawn. A board of forty people and eight hundred bookings is not drawn in one breath:
 * the lanes in sight come first, some at a time so that no frame waits long, the others one by one when nothing else
 * is to do. Once drawn a lane stays, so that keyboard, screen reader and scrolling meet a whole board.
 */

/** Cards drawn in one go. */
const AT_ONCE = 70;
/** Smaller boards are drawn whole. */
const WHOLE = 120;

/** `boardKey` names the board: another one is drawn from the beginning. */
export function useDrawnLanes(
  boardKey: string,
  columns: readonly ColumnModel[],
  scroller: RefObject<HTMLElement | null>,
): ReadonlySet<string> {
  const [sight, setSight] = useState<Sight>({ from: 0, to: 10 });
  const begin = (): ReadonlySet<string> =>
    new Set(isSmall(columns, WHOLE) ? columns.map(({ lane }) => lane.id) : []);
  const [kept, setKept] = useState(() => ({ boardKey, drawn: begin() }));
  let { drawn } = kept;
  if (kept.boardKey !== boardKey) {
    drawn = begin();
    setKept({ boardKey, drawn });
  }

  const next = nextLanes(columns, drawn, sight, AT_ONCE);
  const isWhole = next.length === 0;
  // A board that is whole does not ask what is in sight: scrolling draws nothing again.
  useEffect(() => {
    const box = scroller.current;
    if (!box || isWhole) return;
    const look = (): void => {
      const width = box.querySelector<HTMLElement>('[data-lane]')?.offsetWidth ?? 0;
      if (width === 0) return;
      const from = Math.floor(box.scrollLeft / width);
      const to = Math.ceil((box.scrollLeft + box.clientWidth) / width);
      setSight((old) => (old.from === from && old.to === to ? old : { from, to }));
    };
    look();
    box.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(box);
    return () => {
      box.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [scroller, boardKey, isWhole]);

  const isUrgent = columns.some(
    ({ lane }, index) => index >= sight.from && index <= sight.to && next.includes(lane.id),
  );
  const order = next.join('|');
  useEffect(() => {
    if (order === '') return;
    const draw = (): void =>
      setKept((now) => ({ ...now, drawn: new Set([...now.drawn, ...order.split('|')]) }));
    if (isUrgent) {
      const frame = requestAnimationFrame(() => draw());
      return () => cancelAnimationFrame(frame);
    }
    const idle = requestIdleCallback(draw);
    return () => cancelIdleCallback(idle);
  }, [order, isUrgent]);
  return drawn;
}
