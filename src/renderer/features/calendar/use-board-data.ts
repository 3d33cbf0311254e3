import { useMemo, useState } from 'react';
import type { Interval } from '../../../base/time.ts';
import { type DayScale, dayWindow } from '../../../domain/scheduling/day-layout.ts';
import { type ColumnModel, columnModels } from './board-model.ts';
import { type Density, QUARTER_PX } from './density.ts';
import type { Lane, LaneContent } from './lanes.ts';

/** Columns of the board, with identities kept from one answer to the next. */
export function useColumns(lanes: readonly LaneContent[]): readonly ColumnModel[] {
  const [kept, setKept] = useState(() => ({ lanes, columns: columnModels(lanes) }));
  if (kept.lanes === lanes) return kept.columns;
  const columns = columnModels(lanes, kept.columns);
  setKept({ lanes, columns });
  return columns;
}

/** What the board draws of each day, in milliseconds after its midnight; the same object while it is the same. */
export function useWindow(columns: readonly ColumnModel[]): Interval {
  const { from, to } = useMemo(() => windowOf(columns), [columns]);
  return useMemo(() => ({ from, to }), [from, to]);
}

/** One height for all lanes, so that ten o'clock is one line across days. */
export function windowOf(columns: readonly ColumnModel[]): Interval {
  const windows = columns.map(({ lane, cards, blocks }): Interval => {
    const { from, to } = dayWindow(lane.bounds, [
      ...lane.hours,
      ...lane.shifts,
      ...cards.map((card): Interval => ({ from: card.startsAt, to: card.endsAt })),
      ...blocks.map((block): Interval => ({ from: block.startsAt, to: block.endsAt })),
    ]);
    return { from: from - lane.bounds.from, to: to - lane.bounds.from };
  });
  return {
    from: Math.min(...windows.map(({ from }) => from)),
    to: Math.max(...windows.map(({ to }) => to)),
  };
}

/** The scale of a lane's own day. Lanes of one day share one object: it is handed to every column. */
export function useScales(
  columns: readonly ColumnModel[],
  window: Interval,
  density: Density,
): (lane: Lane) => DayScale {
  const quarterPx = QUARTER_PX[density];
  const midnights = columns.map(({ lane }) => lane.bounds.from).join(' ');
  return useMemo(() => {
    const scales = new Map(
      midnights.split(' ').map((text) => {
        const midnight = Number(text);
        return [midnight, { from: midnight + window.from, to: midnight + window.to, quarterPx }];
      }),
    );
    return ({ bounds }) =>
      scales.get(bounds.from) ?? { from: bounds.from + window.from, to: bounds.from + window.to, quarterPx };
  }, [midnights, window, quarterPx]);
}
