import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { MonthBoard, MonthDay } from '../../../contracts/queries.ts';
import { useFetchMonths } from '../../data/use-fetch-months.ts';
import { addDays, dayParts } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import { stepDay } from './board-view.ts';
import { fillOf, weeksOf } from './month-days.ts';
import css from './month-view.module.css';

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** A month in figures: how many come, how full each day is, when the doors are closed. A day opens by Enter or click. */
export function MonthView({
  board,
  day,
  keyedDay,
  today,
  onDay,
  onOpen,
}: {
  readonly board: MonthBoard;
  readonly day: PlainDate;
  readonly today: PlainDate;
  /** Where the keys have led; the month shown may still be on its way there. */
  readonly keyedDay: PlainDate;
  /** Another day has the keyboard; it may lie in another month. */
  readonly onDay: (day: PlainDate) => void;
  readonly onOpen: (day: PlainDate) => void;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  useFetchMonths(board.days.filter(({ cover }) => cover === 'not_loaded').map((one) => one.day));
  const grid = useRef<HTMLTableElement>(null);
  const [keyed, setKeyed] = useState(false);
  useEffect(() => {
    const isNowhere = document.activeElement === document.body;
    if (keyed || isNowhere) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [day, keyed, board]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' && keyed) {
      event.preventDefault();
      onOpen(keyedDay);
      return;
    }
    const to = monthKey(event.key, keyedDay);
    if (to === null) return;
    event.preventDefault();
    setKeyed(true);
    onDay(to);
  };
  const month = day.slice(0, 7);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- every day inside is a button
    <div className={css.page} onKeyDown={onKeyDown}>
      <table ref={grid} className={css.grid} aria-label={t('month.label', { month: format.month(day) })}>
        <thead>
          <tr>
            {WEEKDAYS.map((weekday) => (
              <th key={weekday} scope="col" abbr={common(`weekdayLong.${weekday}`)}>
                {common(`weekdayShort.${weekday}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(board.days).map((week) => (
            <tr key={week[0]?.day}>
              {week.map((one) => (
                <td key={one.day}>
                  <DayButton
                    figures={one}
                    outside={one.day.slice(0, 7) !== month}
                    isToday={one.day === today}
                    current={one.day === day}
                    onOpen={onOpen}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where a key leads from a day; null for keys that mean nothing here. */
function monthKey(key: string, day: PlainDate): PlainDate | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1);
    case 'ArrowRight':
      return addDays(day, 1);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'PageUp':
      return stepDay('month', day, -1);
    case 'PageDown':
      return stepDay('month', day, 1);
    case 'Home':
      return addDays(day, 1 - dayParts(day).weekday);
    case 'End':
      return addDays(day, 7 - dayParts(day).weekday);
    default:
      return null;
  }
}

const DayButton = memo(function DayButton({
  figures,
  outside,
  isToday,
  current,
  onOpen,
}: {
  readonly figures: MonthDay;
  readonly outside: boolean;
  readonly isToday: boolean;
  readonly current: boolean;
  readonly onOpen: (day: PlainDate) => void;
}) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const { day, cover, occasion, isOpen, visits, requested } = figures;
  const isLoaded = cover === 'complete';
  const fill = fillOf(figures);
  const words = !isLoaded
    ? [t(cover === 'not_here' ? 'notHere.lane' : 'notLoaded.lane')]
    : [
        ...(occasion === null ? [] : [occasion]),
        ...(isOpen || visits > 0 ? [t('month.visits', { count: visits })] : [t('board.closed')]),
        ...(fill === null ? [] : [t('month.full', { percent: fill })]),
        ...(requested > 0 ? [t('month.requested', { count: requested })] : []),
      ];
  return (
    <button
      type="button"
      className={`${css.day ?? ''} ${isLoaded ? '' : 'hatch'}`}
      data-outside={outside || undefined}
      data-closed={!isOpen || undefined}
      data-today={isToday || undefined}
      tabIndex={current ? 0 : -1}
      aria-current={isToday ? 'date' : undefined}
      onClick={() => onOpen(day)}
    >
      <span className="visually-hidden">{[format.dayLong(day), ...words].join(', ')}</span>
      <span className={css.figures} aria-hidden>
        <span className={css.date}>
          <span className={css.number}>{dayParts(day).date}</span>
          {occasion === null ? null : <span className={css.occasion}>{occasion}</span>}
        </span>
        {!isLoaded ? (
          <span className={css.quiet}>{t(cover === 'not_here' ? 'notHere.short' : 'notLoaded.short')}</span>
        ) : isOpen || visits > 0 ? (
          <>
            <span className={css.visits}>
              <strong>{visits}</strong> {t('month.booked', { count: visits })}
            </span>
            {requested > 0 ? (
              <span className={css.quiet}>{t('month.requested', { count: requested })}</span>
            ) : null}
            {fill === null ? null : (
              <span className={css.fill} title={t('month.full', { percent: fill })}>
                <span className={css.bar}>
                  <span
                    style={{ width: `${String(Math.min(100, fill))}%` }}
                    data-full={fill >= 90 || undefined}
                  />
                </span>
                <span className={css.percent}>{t('month.percent', { percent: fill })}</span>
              </span>
            )}
          </>
        ) : (
          <span className={css.quiet}>{occasion === null ? t('board.closed') : null}</span>
        )}
      </span>
    </button>
  );
});
