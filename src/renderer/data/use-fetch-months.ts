import { useEffect } from 'react';
import { bucketOf, DAY, HOUR, type PlainDate } from '../../base/time.ts';
import { useDeskLink } from './link-context.tsx';
import { useSyncStatus } from './use-sync-status.ts';

/** UTC months that a day touches in any time zone. */
export function monthsOfDay(day: PlainDate): readonly number[] {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return [...new Set([bucketOf(midnight - 14 * HOUR), bucketOf(midnight + DAY + 12 * HOUR)])];
}

/** Asks for the months of days that this PC does not hold; once the line is back, again. */
export function useFetchMonths(days: readonly PlainDate[]): void {
  const link = useDeskLink();
  const online = useSyncStatus()?.online === true;
  const wanted = [...new Set(days.flatMap(monthsOfDay))].toSorted((a, b) => a - b).join();
  useEffect(() => {
    if (!online || wanted === '') return;
    // What comes is told by the desk, as every other change; what fails stands in the status bar.
    void link.call('sync.fetchMonths', wanted.split(',').map(Number));
  }, [link, online, wanted]);
}
