import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../contracts/queries/business.ts';
import css from './setup-guide.module.css';
import { PeopleStep } from './people-step.tsx';
import { PlaceStep } from './place-step.tsx';
import { ServicesStep } from './services-step.tsx';

const STEPS = ['place', 'people', 'services', 'book'] as const;

/**
 * Leads a new business from nothing to where a booking can be taken. What the steps are is read from the rows, so it
 * goes on by itself, on every desk, and is gone when nothing is missing.
 */
export function SetupGuide({ setup }: { readonly setup: SetupState }) {
  const { t } = useTranslation('setup');
  const current = setup.step === 'hours' ? 'place' : setup.step;
  const at = STEPS.findIndex((step) => step === current);
  return (
    <div className={css.guide}>
      <nav className={css.steps} aria-label={t('label')}>
        <h1>{t('title')}</h1>
        <p>{t('intro')}</p>
        <ol>
          {STEPS.map((step, index) => (
            <li key={step} aria-current={index === at ? 'step' : undefined} data-done={index < at}>
              <span className={css.mark} aria-hidden>
                {index < at ? <IconCheck size={14} stroke={2.6} /> : index + 1}
              </span>
              {t(`step.${step}`)}
              {index < at ? <span className="visually-hidden">{t('done')}</span> : null}
            </li>
          ))}
        </ol>
        <p className={css.aside}>{t('import')}</p>
      </nav>
      <div className={css.work}>
        {current === 'place' ? <PlaceStep key={setup.step} setup={setup} /> : null}
        {current === 'people' && setup.place ? <PeopleStep setup={setup} place={setup.place} /> : null}
        {current === 'services' ? <ServicesStep setup={setup} /> : null}
      </div>
    </div>
  );
}
