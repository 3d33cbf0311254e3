import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { ToTellCard } from './to-tell-card.tsx';
import css from './to-tell.module.css';

/** Every client who does not know yet what changed, the most urgent first and open. */
export function ToTellTray({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('telling');
  const { data, error } = useDeskQuery('toTell', {});
  const [chosen, setChosen] = useState<string | null>(null);
  // Who was told leaves the list, and the next one opens.
  const open = data?.find(({ appointmentId }) => appointmentId === chosen) ?? data?.[0];
  return (
    <SidePanel title={t('title')} onClose={onClose}>
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {data?.length === 0 ? <EmptyState title={t('empty')} text={t('emptyText')} /> : null}
      {data && data.length > 0 ? <p className={css.intro}>{t('intro')}</p> : null}
      <ul className={css.list}>
        {data?.map((item) => (
          <ToTellCard
            key={item.appointmentId}
            item={item}
            open={item === open}
            onOpen={() => setChosen(item.appointmentId)}
          />
        ))}
      </ul>
    </SidePanel>
  );
}
