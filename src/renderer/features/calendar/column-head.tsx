import { memo } from 'react';
import { isHolding } from '../../../domain/scheduling/status.ts';
import { useBoardWords } from './board-context.tsx';
import type { ColumnModel } from './board-model.ts';
import css from './day-board.module.css';

/** Who the column belongs to, and how their day stands. */
export const ColumnHead = memo(function ColumnHead({
  model,
  closed,
  current,
}: {
  readonly model: ColumnModel;
  /** Nobody trades on this day: that one person is not rostered is no news. */
  readonly closed: boolean;
  readonly current: boolean;
}) {
  const { t } = useBoardWords();
  const { person, cards } = model;
  const booked = cards.filter((card) => isHolding(card.status)).length;
  const here = cards.filter((card) => card.status === 'arrived' || card.status === 'in_service').length;
  const away =
    person.leave !== null
      ? person.leave === ''
        ? t('board.onLeave')
        : t('board.onLeaveWhy', { reason: person.leave })
      : person.shifts.length === 0 && !closed
        ? t('board.notRostered')
        : null;
  const summary = [
    booked === 0 ? t('board.columnFree') : t('board.columnCount', { count: booked }),
    ...(here > 0 ? [t('board.columnHere', { count: here })] : []),
  ].join(' · ');
  return (
    <div
      className={css.columnHead}
      data-current={current || undefined}
      role="group"
      aria-label={t('board.columnLabel', {
        name: person.name,
        title: person.title,
        summary: away ?? summary,
      })}
    >
      <span className={css.personName}>{person.name}</span>
      <span className={css.personFacts} data-away={away !== null || undefined}>
        {away ?? (
          <>
            <span className={css.personTitle}>{person.title}</span>
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
