import type { ReactNode } from 'react';
import css from './row-button.module.css';

/** What can be taken back in a row of a table: quiet until it is pointed at. */
export function RowButton({
  onClick,
  children,
}: {
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" className={css.rowButton} onClick={onClick}>
      {children}
    </button>
  );
}
