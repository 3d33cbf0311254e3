import { useCallback, useMemo } from 'react';
import type { DayBoard } from '../../../contracts/queries.ts';

/** The hue of whoever does it. The function stays the same while the hues do: it is handed to every column. */
export function useHues(days: readonly DayBoard[]): (staffId: string) => number {
  const text = JSON.stringify([
    ...new Map(days.flatMap(({ columns }) => columns.map(({ staffId, hue }) => [staffId, hue]))),
  ]);
  const hues = useMemo(() => new Map(JSON.parse(text) as readonly (readonly [string, number])[]), [text]);
  return useCallback((staffId: string) => hues.get(staffId) ?? 0, [hues]);
}
