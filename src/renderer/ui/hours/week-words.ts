import { useTranslation } from 'react-i18next';
import { type Week, weekParts } from './week-draft.ts';

/** A week in one line: "Mon–Fri 08:00–17:30, Sat 08:00–13:00". */
export function useWeekWords(): (week: Week) => string {
  const { t } = useTranslation(['hours', 'common']);
  return (week) => {
    const parts = weekParts(week);
    if (parts.length === 0) return t('neverOpen');
    return parts
      .map(({ from, to, hours }) => {
        const first = t(`common:weekdayShort.${from}`);
        const days = from === to ? first : t('range', { from: first, to: t(`common:weekdayShort.${to}`) });
        return t('weekPart', { days, hours });
      })
      .join(', ');
  };
}
