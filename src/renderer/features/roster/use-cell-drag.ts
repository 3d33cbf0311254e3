import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Place } from './grid-place.ts';

/** So far a press is a click. */
const THRESHOLD_PX = 6;

type Drag = { readonly from: Place; readonly over: Place | null };

/** A day dragged onto another person's: only within one day, because that is what people swap. */
export function useCellDrag(onDrop: (drag: { readonly from: Place; readonly over: Place }) => void) {
  const [state, setState] = useState<Drag | null>(null);
  const press = useRef<{ readonly from: Place; readonly x: number; readonly y: number } | null>(null);
  const moved = useRef(false);
  const latest = useRef({ onDrop, state });
  useEffect(() => {
    latest.current = { onDrop, state };
  });

  useEffect(() => {
    const onMove = (event: globalThis.PointerEvent): void => {
      const start = press.current;
      if (!start) return;
      if (!moved.current && Math.hypot(event.clientX - start.x, event.clientY - start.y) < THRESHOLD_PX)
        return;
      moved.current = true;
      setState({ from: start.from, over: placeUnder(event) });
    };
    const stop = (event: globalThis.PointerEvent | KeyboardEvent): void => {
      if (!press.current || (event instanceof KeyboardEvent && event.key !== 'Escape')) return;
      press.current = null;
      const drag = latest.current.state;
      setState(null);
      if (event.type === 'pointerup' && moved.current && drag?.over && mayDrop(drag.from, drag.over)) {
        latest.current.onDrop({ from: drag.from, over: drag.over });
      }
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', stop);
    window.addEventListener('pointercancel', stop);
    window.addEventListener('keydown', stop);
    return () => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', stop);
      window.removeEventListener('pointercancel', stop);
      window.removeEventListener('keydown', stop);
    };
  }, []);

  return {
    state,
    begin: useCallback((from: Place, event: PointerEvent) => {
      if (event.button !== 0) return;
      moved.current = false;
      press.current = { from, x: event.clientX, y: event.clientY };
    }, []),
    /** True for the click that ends a drag. */
    hasMoved: useCallback(() => {
      const was = moved.current;
      moved.current = false;
      return was;
    }, []),
    isFrom: (place: Place): boolean => state !== null && isSame(state.from, place),
    /** Whether the day under the pointer takes the drop; undefined elsewhere. */
    dropOn: (place: Place): boolean | undefined =>
      state?.over && isSame(state.over, place) && !isSame(state.from, place)
        ? mayDrop(state.from, place)
        : undefined,
  };
}

const isSame = (a: Place, b: Place): boolean => a.row === b.row && a.column === b.column;
const mayDrop = (from: Place, over: Place): boolean => from.column === over.column && from.row !== over.row;

function placeUnder({ clientX, clientY }: globalThis.PointerEvent): Place | null {
  const cell = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-cell]');
  const [row, column] = cell?.dataset['cell']?.split(' ').map(Number) ?? [];
  return row === undefined || column === undefined ? null : { row, column };
}
