import type { ReactNode } from 'react';
import css from './section.module.css';

/** A section of the settings: what it is called, a sentence on what it is for and what it changes, and its content. */
export function SectionPage({
  title,
  sentence,
  action,
  children,
}: {
  readonly title: string;
  readonly sentence: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div>
          <h1>{title}</h1>
          <p className={css.sentence}>{sentence}</p>
        </div>
        {action}
      </header>
      {children}
    </div>
  );
}

/** One setting: its name and what it changes on the left, the control on the right. */
export function SettingRow({
  label,
  hint,
  labelFor,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  /** Id of the control, where it is a single one. */
  readonly labelFor?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={css.row}>
      <div>
        {labelFor === undefined ? (
          <span className={css.label}>{label}</span>
        ) : (
          <label className={css.label} htmlFor={labelFor}>
            {label}
          </label>
        )}
        {hint === undefined ? null : (
          <p className={css.hint} id={labelFor === undefined ? undefined : `${labelFor}-hint`}>
            {hint}
          </p>
        )}
      </div>
      <div className={css.control}>{children}</div>
    </div>
  );
}
