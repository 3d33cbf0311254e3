import { Skeleton } from '@mantine/core';
import { AfterMoment } from './waiting.tsx';
import css from './screen-skeleton.module.css';

const WIDTHS = ['32%', '54%', '48%', '61%', '40%', '57%'] as const;

/** Lines where a screen's text and tables will be. */
export function ScreenSkeleton() {
  return (
    <AfterMoment>
      <div className={css.skeleton} aria-hidden>
        {WIDTHS.map((width) => (
          <Skeleton key={width} height={14} width={width} radius={3} />
        ))}
      </div>
    </AfterMoment>
  );
}
