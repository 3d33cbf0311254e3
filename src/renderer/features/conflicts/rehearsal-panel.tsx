import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useSyncStatus } from '../../data/use-sync-status.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { useTellFailure } from '../../ui/tell-failure.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { SidePanel } from '../calendar/side-panel.tsx';
import css from './conflicts-tray.module.css';
import { ConflictList } from './conflicts-tray.tsx';

/** After a long absence: what of this desk's work would clash, with both versions, before any of it is sent. */
export function RehearsalPanel({
  today,
  timeZone,
  onClose,
}: {
  readonly today: string;
  readonly timeZone: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('conflicts');
  const format = useFormat();
  const link = useDeskLink();
  const tellFailure = useTellFailure();
  const hold = useSyncStatus()?.hold ?? null;
  const { data, error } = useDeskQuery('rehearsal', {});
  const [sending, setSending] = useState(false);
  const send = async (): Promise<void> => {
    setSending(true);
    const answer = await link.call('sync.release');
    setSending(false);
    if (answer.ok) onClose();
    else tellFailure(answer.error);
  };
  if (hold === null) {
    return (
      <SidePanel label={t('rehearsal.title')} onClose={onClose}>
        <EmptyState title={t('rehearsal.none')} text={t('rehearsal.noneText')} />
      </SidePanel>
    );
  }
  const figures = data
    ? [
        t('rehearsal.goThrough', { count: data.goThrough }),
        t('rehearsal.clashes', { count: data.clashes }),
        ...(data.decided > 0 ? [t('rehearsal.decided', { count: data.decided })] : []),
      ]
    : [];
  return (
    <SidePanel
      label={t('rehearsal.title')}
      onClose={onClose}
      footer={
        <Button disabled={sending} onClick={() => void send()}>
          {t('rehearsal.send')}
        </Button>
      }
    >
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {data ? (
        <>
          <p>
            {t('rehearsal.summary', { count: data.changes })} <strong>{figures.join(', ')}.</strong>
          </p>
          <p className={css.intro}>{t('rehearsal.choices')}</p>
          <p className={css.intro}>{t('rehearsal.byItself', { time: format.time(hold.until, timeZone) })}</p>
          <ConflictList items={data.items} today={today} timeZone={timeZone} />
        </>
      ) : null}
    </SidePanel>
  );
}
