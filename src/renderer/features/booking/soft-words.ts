import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../base/assert.ts';
import type { SoftConflict } from '../../../domain/scheduling/soft-conflicts.ts';
import { useFormat } from '../../ui/use-format.ts';

/** A soft conflict as a sentence about the person it concerns. */
export function useSoftWords(timeZone: string): (conflict: SoftConflict, personName: string) => string {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  return (conflict, name) => {
    const { kind, reason } = conflict;
    const time = format.timeRange(conflict.from, conflict.to, timeZone);
    switch (kind) {
      case 'closed':
        return reason === null ? t('soft.closed') : t('soft.closedWhy', { reason });
      case 'hours':
        return reason === null ? t('soft.hours', { time }) : t('soft.hoursWhy', { time, reason });
      case 'leave':
        return reason ? t('soft.leaveWhy', { name, reason }) : t('soft.leave', { name });
      case 'shift':
        return t('soft.shift', { name, time });
      case 'break':
        return t('soft.break', { name, time });
      case 'block':
        return t('soft.block', { time, reason: reason ?? '' });
      case 'skill':
        return t('soft.skill', { name });
      case 'do_not_book':
        return t('soft.do_not_book');
      default:
        return assertNever(kind, 'soft conflict');
    }
  };
}
