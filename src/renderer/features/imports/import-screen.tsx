import { useTranslation } from 'react-i18next';
import { BringIn } from './bring-in.tsx';
import css from './import-screen.module.css';
import { PastImports } from './past-imports.tsx';

/** What a business brings with it, what it brought so far, and what it takes along. */
export function ImportScreen() {
  const { t } = useTranslation('imports');
  return (
    <div className={css.page}>
      <header>
        <h1>{t('title')}</h1>
        <p className={css.sentence}>{t('sentence')}</p>
      </header>
      <BringIn />
      <PastImports />
    </div>
  );
}
