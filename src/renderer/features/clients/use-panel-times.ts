import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../base/time.ts';
import { now } from '../../data/clock.ts';
import { dayOf } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';

const MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const;

/** How moments of a client's history are written: in the zone of the location on the screen. */
export function usePanelTimes() {
  const { t } = useTranslation('common');
  const format = useFormat();
  const { timeZone } = useBoardPlace();
  const day = useCallback(
    (at: Instant, zone = timeZone): string => format.day(dayOf(at, zone), dayOf(now(), zone)),
    [format, timeZone],
  );
  const moment = useCallback(
    (at: Instant, zone = timeZone): string => `${day(at, zone)} ${format.time(at, zone)}`,
    [day, format, timeZone],
  );
  /** `March 2024` of a month yyyymm. */
  const month = useCallback(
    (bucket: number): string =>
      `${t(`monthLong.${MONTHS[(bucket % 100) - 1] ?? '1'}`)} ${Math.floor(bucket / 100)}`,
    [t],
  );
  return { day, moment, month };
}
