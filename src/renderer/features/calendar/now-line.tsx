import type { Interval } from '../../../base/time.ts';
import { type DayScale, yOf } from '../../../domain/scheduling/day-layout.ts';
import { useBoardNow, useBoardWords } from './board-context.tsx';
import css from './time-board.module.css';

/** Dims what is past, behind the cards. Turns by itself, without drawing a column again. */
export function PastShade({ scale, bounds }: { readonly scale: DayScale; readonly bounds: Interval }) {
  const now = useBoardNow();
  if (now <= bounds.from) return null;
  const to = Math.min(now, scale.to);
  return to <= scale.from ? null : (
    <div className={css.past} style={{ height: yOf(scale, to) }} aria-hidden />
  );
}

/** The one vermilion thing: whole between the cards, faint across them. */
export function NowLine({ scale, over }: { readonly scale: DayScale; readonly over: boolean }) {
  const now = useBoardNow();
  return now < scale.from || now > scale.to ? null : (
    <div
      className={over ? css.nowOver : css.now}
      style={{ transform: `translateY(${String(yOf(scale, now))}px)` }}
      aria-hidden
    />
  );
}

/** Its time, beside the hours. */
export function NowPill({ scale }: { readonly scale: DayScale }) {
  const { t, format, timeZone } = useBoardWords();
  const now = useBoardNow();
  if (now < scale.from || now > scale.to) return null;
  const time = format.time(now, timeZone);
  return (
    <div
      className={css.nowPill}
      style={{ transform: `translateY(${String(yOf(scale, now))}px)` }}
      aria-label={t('board.now', { time })}
      role="note"
    >
      {time}
    </div>
  );
}
