import { memo } from 'react';
import { isHolding } from '../../../domain/scheduling/status.ts';
import { useBoardWords } from './board-context.tsx';
import type { ColumnModel } from './board-model.ts';
import css from './time-board.module.css';

/** Who the column belongs to, and how their day stands. */
export const ColumnHead = memo(function ColumnHead({
  model,
  current,
  newDay,
}: {
  readonly model: ColumnModel;
  readonly current: boolean;
  readonly newDay: boolean;
}) {
  const { t } = useBoardWords();
  const { lane, cards } = model;
  // Nobody trades on this day: that one person is not rostered is no news.
  const closed = lane.hours.length === 0;
  const booked = cards.filter((card) => isHolding(card.status)).length;
  const here = cards.filter((card) => card.status === 'arrived' || card.status === 'in_service').length;
  const away =
    lane.leave !== null
      ? lane.leave === ''
        ? t('board.onLeave')
        : t('board.onLeaveWhy', { reason: lane.leave })
      : lane.room === null && lane.cover === 'complete' && lane.shifts.length === 0 && !closed
        ? t('board.notRostered')
        : null;
  const summary = [
    booked === 0 ? t('board.columnFree') : t('board.columnCount', { count: booked }),
    ...(here > 0 ? [t('board.columnHere', { count: here })] : []),
  ].join(' · ');
  return (
    <div
      className={css.columnHead}
      style={{ '--breadth': lane.breadth } as object}
      data-current={current || undefined}
      data-new-day={newDay || undefined}
      role="group"
      aria-label={t('board.columnLabel', {
        name: lane.name,
        title: lane.title,
        summary: away ?? summary,
      })}
    >
      <span className={css.personName}>{lane.name}</span>
      <span className={css.personFacts} data-away={away !== null || undefined}>
        {away ?? (
          <>
            <span className={css.personTitle}>{lane.title}</span>
            <span className={css.personCount}>
              {here > 0
                ? `${String(booked)} · ${t('board.columnHere', { count: here })}`
                : closed && booked === 0
                  ? null
                  : booked}
            </span>
          </>
        )}
      </span>
    </div>
  );
});
