import type { ReactNode } from 'react';
import css from './empty-state.module.css';

/** An empty place: what belongs here, and the one thing to do. */
export function EmptyState({
  title,
  text,
  action,
}: {
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}) {
  return (
    <div className={css.empty}>
      <h2 className={css.title}>{title}</h2>
      <p className={css.text}>{text}</p>
      {action === undefined ? null : <div className={css.action}>{action}</div>}
    </div>
  );
}
