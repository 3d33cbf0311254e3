import { IconMessageForward } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { TellingList } from './telling-list.tsx';
import { Attempts, Change, HowItWent } from './to-tell-card.tsx';
import css from './to-tell.module.css';

/** In a visit's panel: what the client does not know yet, and what was told so far. */
export function VisitTelling({ appointmentId }: { readonly appointmentId: string }) {
  const { t } = useTranslation('telling');
  const { data } = useDeskQuery('visitTelling', { appointmentId });
  if (!data || (data.toTell === null && data.tellings.length === 0)) return null;
  return (
    <section className={css.visit} aria-label={t('listTitle')}>
      {data.toTell ? (
        <div className={css.open}>
          <h3>
            <IconMessageForward size={16} aria-hidden /> {t('notTold')}
          </h3>
          <Change item={data.toTell} />
          <HowItWent item={data.toTell} />
          <Attempts item={data.toTell} />
        </div>
      ) : null}
      {data.tellings.length > 0 ? (
        <>
          <h3 className={css.sectionTitle}>{t('listTitle')}</h3>
          <TellingList tellings={data.tellings} />
        </>
      ) : null}
    </section>
  );
}
