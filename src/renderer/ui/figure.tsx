import css from './figure.module.css';
import { moneyParts } from './format.ts';

/** The one large amount of a page, with small cents. */
export function Figure({ cents }: { readonly cents: number }) {
  const [whole, rest] = moneyParts(cents);
  return (
    <p className={css.figure}>
      {whole}
      <span>{rest}</span>
    </p>
  );
}
