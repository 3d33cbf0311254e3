import { useMemo, useState } from 'react';
import type { Interval } from '../../../base/time.ts';
import type { DayBoard } from '../../../contracts/queries.ts';
import { type DayScale, dayWindow } from '../../../domain/scheduling/day-layout.ts';
import { type ColumnModel, columnModels } from './board-model.ts';
import { type Density, QUARTER_PX } from './density.ts';

/** Columns of the board, with identities kept from one answer to the next. */
export function useColumns(board: DayBoard): readonly ColumnModel[] {
  const [kept, setKept] = useState<{ readonly board: DayBoard; readonly columns: readonly ColumnModel[] }>(
    () => ({
      board,
      columns: columnModels(board),
    }),
  );
  if (kept.board === board) return kept.columns;
  const columns = columnModels(board, kept.columns);
  setKept({ board, columns });
  return columns;
}

/** The scale, the same object while its numbers are the same: it is handed to every column. */
export function useScale(board: DayBoard, density: Density): DayScale {
  const window = dayWindow(board.bounds, [
    ...board.hours,
    ...board.columns.flatMap((column) => column.shifts),
    ...board.cards.map((card): Interval => ({ from: card.startsAt, to: card.endsAt })),
    ...board.blocks.map((block): Interval => ({ from: block.startsAt, to: block.endsAt })),
  ]);
  const { from, to } = window;
  const quarterPx = QUARTER_PX[density];
  return useMemo(() => ({ from, to, quarterPx }), [from, to, quarterPx]);
}
