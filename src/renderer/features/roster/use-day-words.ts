import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LocationItem } from '../../../contracts/queries.ts';
import type { DayWords, TypedDay } from '../../../domain/roster/typed-day.ts';
import type { WorkedShift } from '../../../domain/scheduling/roster.ts';
import { stretchText } from './week-totals.ts';

/** The words in which days are typed and read at a location. */
export function useDayWords(
  locations: readonly LocationItem[],
  locationId: string,
): {
  readonly typed: DayWords;
  /** A day in words: "09:00–13:00, Ballito 14:00–18:00", "Leave: flu", "Off". */
  readonly inWords: (day: TypedDay) => string;
  readonly shiftInWords: (shift: WorkedShift) => string;
} {
  const { t } = useTranslation('roster');
  const typed = useMemo(
    () => ({ leave: t('word.leave'), off: t('word.off'), locations, locationId }),
    [t, locations, locationId],
  );
  const shiftInWords = useCallback(
    (shift: WorkedShift): string => {
      const times = stretchText(shift.startMinute, shift.endMinute);
      if (shift.locationId === locationId) return times;
      const place = locations.find(({ id }) => id === shift.locationId)?.name ?? '';
      return t('cell.at', { place, times });
    },
    [t, locations, locationId],
  );
  const inWords = useCallback(
    (day: TypedDay): string => {
      if (day.kind === 'off') return t('cell.off');
      if (day.kind === 'leave') {
        return day.reason ? t('cell.leaveWhy', { reason: day.reason }) : t('cell.leave');
      }
      return day.shifts.map(shiftInWords).join(', ');
    },
    [t, shiftInWords],
  );
  return { typed, inWords, shiftInWords };
}
