import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { MINUTE } from '../../../base/time.ts';
import type { DayBoard } from '../../../contracts/queries.ts';
import { type DayScale, yOf } from '../../../domain/scheduling/day-layout.ts';
import { now as nowAt } from '../../data/clock.ts';

const PANEL_PX = 400;

/** A day opens at its first hour; today opens so that now is in sight, with what led up to it. */
export function useOpeningScroll(
  scroller: RefObject<HTMLElement | null>,
  scale: DayScale,
  board: DayBoard,
): void {
  const key = `${board.locationId} ${board.day} ${String(scale.quarterPx)}`;
  const latest = useRef({ scale, board });
  useLayoutEffect(() => {
    latest.current = { scale, board };
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const {
      scale: { ...drawn },
      board: { bounds, hours },
    } = latest.current;
    const now = nowAt();
    const opening = hours[0]?.from ?? drawn.from + 60 * MINUTE;
    const openingTop = yOf(drawn, opening) - drawn.quarterPx / 2;
    const nowTop = yOf(drawn, now) - element.clientHeight * 0.55;
    const isToday = now >= bounds.from && now < bounds.to;
    element.scrollTo({ top: isToday ? Math.max(openingTop, nowTop) : openingTop });
  }, [key, scroller]);
}

/** Brings the column that a panel works on beside the panel, not under it. */
export function useShowColumn(
  scroller: RefObject<HTMLElement | null>,
  field: RefObject<HTMLElement | null>,
  staffId: string | null,
): void {
  useEffect(() => {
    const box = scroller.current;
    const column =
      staffId === null
        ? null
        : field.current?.querySelector<HTMLElement>(`[data-staff="${CSS.escape(staffId)}"]`);
    if (!box || !field.current || !column) return;
    const left = column.offsetLeft;
    const right = field.current.offsetLeft + left + column.offsetWidth;
    const visible = box.clientWidth - PANEL_PX;
    if (right > box.scrollLeft + visible) box.scrollTo({ left: right - visible + 12 });
    else if (left < box.scrollLeft) box.scrollTo({ left: Math.max(0, left - 12) });
  }, [staffId, scroller, field]);
}
