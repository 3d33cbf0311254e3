import { type RefObject, useLayoutEffect } from 'react';
import type { AppointmentStatus } from '../../../domain/scheduling/status.ts';
import type { ColumnModel } from './board-model.ts';

/** How the cards look that stand there: which status alone, and whose hue they wear. */
export type BoardLook = {
  readonly filter: AppointmentStatus | null;
  readonly colourBy: 'service' | 'person';
};

/** Lanes that get their look in one idle moment; the style of some dozens of cards is worked out again. */
const AT_ONCE = 3;

/**
 * Gives the lanes their look as attributes that the style sheet reads. Eight hundred cards styled in one breath would
 * keep a key waiting: the lanes in sight come at once, the others when nothing else is to do.
 */
export function useBoardLook(
  scroller: RefObject<HTMLElement | null>,
  { filter, colourBy }: BoardLook,
  columns: readonly ColumnModel[],
): void {
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const lanes = [...box.querySelectorAll<HTMLElement>('[data-lane]')].filter(
      ({ dataset }) => dataset['filter'] !== (filter ?? undefined) || dataset['colour'] !== colourBy,
    );
    const give = ({ dataset }: HTMLElement): void => {
      if (filter === null) delete dataset['filter'];
      else dataset['filter'] = filter;
      dataset['colour'] = colourBy;
    };
    const right = box.scrollLeft + box.clientWidth;
    const isInSight = ({ offsetLeft, offsetWidth }: HTMLElement): boolean =>
      offsetLeft < right && offsetLeft + offsetWidth > box.scrollLeft;
    const seen = lanes.filter(isInSight);
    const later = lanes.filter((lane) => !seen.includes(lane));
    for (const lane of seen) give(lane);

    let idle = 0;
    const goOn = (): void => {
      if (later.length === 0) return;
      idle = requestIdleCallback(() => {
        for (const lane of later.splice(0, AT_ONCE)) give(lane);
        goOn();
      });
    };
    goOn();
    return () => cancelIdleCallback(idle);
  }, [scroller, filter, colourBy, columns]);
}
