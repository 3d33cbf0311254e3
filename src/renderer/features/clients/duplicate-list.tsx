import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClientListItem } from '../../../contracts/queries/clients.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { runCommand } from '../../ui/commands.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './clients-screen.module.css';
import { usePanelTimes } from './use-panel-times.ts';

/** Entries that may be one person, with why; both open side by side. */
export function DuplicateList() {
  const { t } = useTranslation('clients');
  const { data, error } = useDeskQuery('clientDuplicates', {});
  if (error) return <FailureText failure={failureOf(error)} />;
  if (!data) return <ScreenSkeleton />;
  if (data.length === 0) {
    return <EmptyState title={t('duplicates.none')} text={t('duplicates.noneText')} />;
  }
  return (
    <>
      <p className={css.counted}>{t('duplicates.intro')}</p>
      <ul className={css.pairs}>
        {data.map(({ first, second, reasons }) => (
          <li key={`${first.id} ${second.id}`}>
            <Entry client={first} />
            <Entry client={second} />
            <p className={css.reasons}>
              {reasons.map((reason) => t(`duplicates.reason.${reason}`)).join(', ')}
            </p>
            <Button
              variant="default"
              size="xs"
              aria-label={t('duplicates.compareBoth', { first: first.name, second: second.name })}
              onClick={() => runCommand('open-client', { clientId: second.id, besideId: first.id })}
            >
              {t('duplicates.compare')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Entry({ client }: { readonly client: ClientListItem }) {
  const { t } = useTranslation('clients');
  const format = useFormat();
  const { day } = usePanelTimes();
  return (
    <div className={css.entry}>
      <strong>{client.name}</strong>
      <span>{client.phone === null ? '' : format.phone(client.phone)}</span>
      <span className={css.email}>{client.email}</span>
      <span className={css.quiet}>
        {client.lastVisit === null ? t('neverHere') : `${t('column.last')} ${day(client.lastVisit)}`}
      </span>
    </div>
  );
}
