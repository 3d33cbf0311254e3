import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Instant, MINUTE, type PlainDate } from '../../base/time.ts';
import { addDays, dayParts, formatMoney, formatPhone, formatTime } from './format.ts';

export type Formatter = {
  readonly money: (cents: number) => string;
  readonly time: (at: Instant, zone: string) => string;
  readonly timeRange: (from: Instant, to: Instant, zone: string) => string;
  /** `Today`, otherwise `Thu 26 Nov`, with the year when it is another one. */
  readonly day: (day: PlainDate, today: PlainDate) => string;
  /** `Thursday 26 November`. */
  readonly dayLong: (day: PlainDate) => string;
  /** `November 2026`. */
  readonly month: (day: PlainDate) => string;
  /** `23–29 Nov`, `30 Nov – 6 Dec`. */
  readonly dayRange: (from: PlainDate, to: PlainDate) => string;
  readonly phone: (phone: string) => string;
  /** `45 min`, `1 h 30`. */
  readonly duration: (minutes: number) => string;
  /** How long ago in words: `just now`, `12 min ago`, `3 h ago`, `2 days ago`. */
  readonly ago: (at: Instant, now: Instant) => string;
};

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
const MONTHS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const;

/** Formats with the words of the person's language. */
export function useFormat(): Formatter {
  const { t } = useTranslation('common');
  return useMemo(() => {
    const day = (value: PlainDate, today: PlainDate): string => {
      if (value === today) return t('today');
      if (value === addDays(today, 1)) return t('tomorrow');
      if (value === addDays(today, -1)) return t('yesterday');
      const { weekday, date, month, year } = dayParts(value);
      const short = `${t(`weekdayShort.${WEEKDAYS[weekday - 1] ?? '1'}`)} ${date} ${t(`monthShort.${MONTHS[month - 1] ?? '1'}`)}`;
      return year === dayParts(today).year ? short : `${short} ${year}`;
    };
    return {
      money: formatMoney,
      time: formatTime,
      timeRange: (from, to, zone) => `${formatTime(from, zone)}–${formatTime(to, zone)}`,
      day,
      dayLong: (value) => {
        const { weekday, date, month } = dayParts(value);
        return `${t(`weekdayLong.${WEEKDAYS[weekday - 1] ?? '1'}`)} ${date} ${t(`monthLong.${MONTHS[month - 1] ?? '1'}`)}`;
      },
      month: (value) => {
        const { month, year } = dayParts(value);
        return `${t(`monthLong.${MONTHS[month - 1] ?? '1'}`)} ${year}`;
      },
      dayRange: (from, to) => {
        const first = dayParts(from);
        const last = dayParts(to);
        const end = `${last.date} ${t(`monthShort.${MONTHS[last.month - 1] ?? '1'}`)}`;
        return first.month === last.month
          ? `${first.date}–${end}`
          : `${first.date} ${t(`monthShort.${MONTHS[first.month - 1] ?? '1'}`)} – ${end}`;
      },
      phone: formatPhone,
      duration: (minutes) => {
        if (minutes < 60) return t('minutes', { count: minutes });
        const rest = minutes % 60;
        return rest === 0
          ? t('hours', { count: minutes / 60 })
          : t('hoursMinutes', { hours: Math.floor(minutes / 60), minutes: rest });
      },
      ago: (at, now) => {
        const minutes = Math.floor((now - at) / MINUTE);
        if (minutes < 1) return t('justNow');
        if (minutes < 60) return t('minutesAgo', { count: minutes });
        if (minutes < 48 * 60) return t('hoursAgo', { count: Math.floor(minutes / 60) });
        return t('daysAgo', { count: Math.floor(minutes / (24 * 60)) });
      },
    };
  }, [t]);
}
