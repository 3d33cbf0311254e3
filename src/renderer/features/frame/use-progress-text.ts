import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '../../../contracts/desk-api.ts';
import { groupThousands } from '../../ui/format.ts';

const MINUTE_S = 60;

/** What is being fetched, in words: how much of how much, how fast, and for how long still. */
export function useProgressText(): (progress: NonNullable<SyncStatus['progress']>) => string {
  const { t } = useTranslation('status');
  return ({ rows, ofRows, rowsPerSecond, secondsLeft }) => {
    const amount =
      ofRows === null
        ? t('fact.rows', { rows: groupThousands(rows) })
        : t('fact.rowsOf', { rows: groupThousands(rows), ofRows: groupThousands(ofRows) });
    const left =
      secondsLeft === null
        ? null
        : secondsLeft < MINUTE_S
          ? t('fact.secondsLeft', { count: Math.max(1, secondsLeft) })
          : t('fact.minutesLeft', { count: Math.ceil(secondsLeft / MINUTE_S) });
    const speed = rowsPerSecond === null ? null : t('fact.speed', { rows: groupThousands(rowsPerSecond) });
    return [amount, speed, left].filter((part) => part !== null).join(', ');
  };
}
