import css from './pending-mark.module.css';

/** The small hollow dot of a change that waits for the server. */
export function PendingMark({ label }: { readonly label: string }) {
  return <span className={css.mark} role="img" aria-label={label} title={label} />;
}
