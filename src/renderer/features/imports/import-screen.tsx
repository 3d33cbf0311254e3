import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BringIn } from './bring-in.tsx';
import css from './import-screen.module.css';
import { PastImports } from './past-imports.tsx';
import { TakeOut } from './take-out.tsx';

/** What a business brings with it, what it brought so far, and what it takes along. */
export function ImportScreen() {
  const { t } = useTranslation('imports');
  /** What this screen has written: what can be taken along is counted anew. */
  const [writes, setWrites] = useState(0);
  const written = (): void => setWrites((count) => count + 1);
  return (
    <div className={css.page}>
      <header>
        <h1>{t('title')}</h1>
        <p className={css.sentence}>{t('sentence')}</p>
      </header>
      <BringIn onWritten={written} />
      <PastImports onWritten={written} />
      <TakeOut writes={writes} />
    </div>
  );
}
