import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { HOUR } from '../../../base/time.ts';
import { type DayScale, yOf } from '../../../domain/scheduling/day-layout.ts';
import { now as nowAt } from '../../data/clock.ts';
import type { Lane } from './lanes.ts';

const PANEL_PX = 400;

/** A day opens at its first hour; today opens so that now is in sight, with what led up to it. */
export function useOpeningScroll(
  scroller: RefObject<HTMLElement | null>,
  boardKey: string,
  lanes: readonly Lane[],
  scaleOf: (lane: Lane) => DayScale,
): void {
  const quarterPx = lanes[0] ? scaleOf(lanes[0]).quarterPx : 0;
  const key = `${boardKey} ${String(quarterPx)}`;
  const latest = useRef({ lanes, scaleOf });
  useLayoutEffect(() => {
    latest.current = { lanes, scaleOf };
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    const now = nowAt();
    const { lanes: all, scaleOf: scale } = latest.current;
    const today = all.find(({ bounds }) => now >= bounds.from && now < bounds.to);
    const shown = today ?? all[0];
    if (!element || !shown) return;
    const drawn = scale(shown);
    const opening = Math.min(
      ...all.map(({ hours, bounds }) =>
        hours[0] ? hours[0].from - bounds.from : drawn.from + HOUR - shown.bounds.from,
      ),
    );
    const openingTop = yOf(drawn, shown.bounds.from + opening) - drawn.quarterPx / 2;
    const nowTop = yOf(drawn, now) - element.clientHeight * 0.55;
    element.scrollTo({ top: today ? Math.max(openingTop, nowTop) : openingTop });
  }, [key, scroller]);
}

/** Brings the column that a panel works on beside the panel, not under it. */
export function useShowColumn(
  scroller: RefObject<HTMLElement | null>,
  field: RefObject<HTMLElement | null>,
  laneId: string | null,
): void {
  useEffect(() => {
    const box = scroller.current;
    const column =
      laneId === null
        ? null
        : field.current?.querySelector<HTMLElement>(`[data-lane="${CSS.escape(laneId)}"]`);
    if (!box || !field.current || !column) return;
    const left = column.offsetLeft;
    const right = field.current.offsetLeft + left + column.offsetWidth;
    const visible = box.clientWidth - PANEL_PX;
    if (right > box.scrollLeft + visible) box.scrollTo({ left: right - visible + 12 });
    else if (left < box.scrollLeft) box.scrollTo({ left: Math.max(0, left - 12) });
  }, [laneId, scroller, field]);
}
