import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayBoard, ResourceItem } from '../../../contracts/queries.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import type { BoardView } from './board-view.ts';
import { dayLanes, type LaneContent, personLanes, roomLanes } from './lanes.ts';

const NO_ROOMS: readonly ResourceItem[] = [];

/** The lanes of a view; the same list while nothing that it is made of changed. */
export function useLanes(
  view: BoardView,
  days: readonly DayBoard[],
  rooms: readonly ResourceItem[] | undefined,
  people: readonly { readonly id: string; readonly name: string }[] | null,
): readonly LaneContent[] {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const { today } = useBoardPlace();
  return useMemo(() => {
    const first = days[0];
    if (!first) return [];
    if (view === 'rooms') {
      return roomLanes(first, rooms ?? NO_ROOMS, { name: t('view.noRoom'), title: t('view.noRoomTitle') });
    }
    return people === null ? personLanes(first) : dayLanes(days, people, (day) => format.day(day, today));
  }, [view, days, rooms, people, t, format, today]);
}
