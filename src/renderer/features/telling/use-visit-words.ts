import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../base/time.ts';
import type { VisitInWords } from '../../../contracts/queries/telling.ts';
import { now } from '../../data/clock.ts';
import { dayOf } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';

export type VisitWords = {
  /** `Today 14:00`, `Thu 26 Nov 14:00`. */
  readonly when: (at: Instant, zone: string) => string;
  /** The same without the word for today: `14:00`. */
  readonly soon: (at: Instant, zone: string) => string;
  /** The same with the people, or that it is cancelled. */
  readonly visit: (visit: VisitInWords, zone: string, cancelled: string) => string;
};

/** How a visit's time and people are put on the screen. */
export function useVisitWords(): VisitWords {
  const { t } = useTranslation('telling');
  const format = useFormat();
  const when = useCallback(
    (at: Instant, zone: string): string =>
      `${format.day(dayOf(at, zone), dayOf(now(), zone))} ${format.time(at, zone)}`,
    [format],
  );
  const visit = useCallback(
    ({ status, startsAt, staffNames }: VisitInWords, zone: string, cancelled: string): string =>
      status === 'cancelled'
        ? cancelled
        : t('with', { when: when(startsAt, zone), names: staffNames.join(', ') }),
    [t, when],
  );
  const soon = useCallback(
    (at: Instant, zone: string): string =>
      dayOf(at, zone) === dayOf(now(), zone) ? format.time(at, zone) : when(at, zone),
    [format, when],
  );
  return { when, soon, visit };
}
