import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '../../../contracts/queries/clients.ts';
import { hasConsent } from '../../../domain/clients/consent.ts';
import { newId } from '../../data/clock.ts';
import { useExecute } from '../../data/use-execute.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { offerUndo } from '../../ui/undo-notice.tsx';
import css from './client-panel.module.css';
import { ConsentForm } from './consent-form.tsx';
import { usePanelTimes } from './use-panel-times.ts';

type Alert = NonNullable<ClientDetail['alerts']>[number];

/** Allergies and alerts: written down only with consent, shown only on a PC that may hold them. */
export function ClientAlerts({ client }: { readonly client: ClientDetail }) {
  const { t } = useTranslation('clients');
  const execute = useExecute();
  const { moment } = usePanelTimes();
  const [asking, setAsking] = useState<'consent' | 'withdrawal' | 'alert' | null>(null);
  const { alerts } = client;
  const consented = hasConsent(client.consents, 'special_information', null);
  const add = (alert: Pick<Alert, 'kind' | 'text'>) =>
    execute([
      {
        name: 'client.alert_add',
        args: { id: newId(), clientId: client.id, kind: alert.kind, text: alert.text },
      },
    ]);
  const remove = async (alert: Alert): Promise<void> => {
    const answer = await execute([{ name: 'client.alert_remove', args: { id: alert.id } }]);
    if (!answer.ok) return;
    offerUndo({ text: t('alerts.removed', { text: alert.text }), undo: async () => void (await add(alert)) });
  };
  const done = (): void => setAsking(null);
  return (
    <section className={css.section} aria-label={t('alerts.title')}>
      <h3>{t('alerts.title')}</h3>
      {alerts === null ? <p className={css.small}>{t('alerts.withheld')}</p> : null}
      <ul className={css.alerts}>
        {alerts?.map((alert) => (
          <li key={alert.id}>
            <IconAlertTriangle size={16} aria-hidden />
            <span>
              <strong>{alert.text}</strong>
              <small>
                {[t(`alerts.kind.${alert.kind}`), alert.author, moment(alert.at)].filter(Boolean).join(', ')}
                {alert.pending ? <PendingMark label={t('waits')} /> : null}
              </small>
            </span>
            <ActionIcon
              aria-label={t('alerts.remove', { text: alert.text })}
              onClick={() => void remove(alert)}
            >
              <IconX size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {alerts !== null && !consented ? <p className={css.small}>{t('alerts.needsConsent')}</p> : null}
      {consented && alerts?.length === 0 ? <p className={css.small}>{t('alerts.none')}</p> : null}
      {asking === 'consent' || asking === 'withdrawal' ? (
        <ConsentForm
          client={client}
          purpose="special_information"
          channel={null}
          given={asking === 'consent'}
          onDone={done}
        />
      ) : null}
      {asking === 'alert' ? <AlertForm onAdd={add} onDone={done} /> : null}
      {asking !== null ? null : (
        <div className={css.buttons}>
          {consented ? (
            <>
              {alerts === null ? null : (
                <Button size="xs" variant="default" onClick={() => setAsking('alert')}>
                  {t('alerts.addTitle')}
                </Button>
              )}
              <button type="button" className={css.link} onClick={() => setAsking('withdrawal')}>
                {t('alerts.withdraw')}
              </button>
            </>
          ) : (
            <Button size="xs" variant="default" onClick={() => setAsking('consent')}>
              {t('alerts.record')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function AlertForm({
  onAdd,
  onDone,
}: {
  readonly onAdd: (alert: Pick<Alert, 'kind' | 'text'>) => Promise<{ readonly ok: boolean }>;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation(['clients', 'common']);
  const [kind, setKind] = useState<Alert['kind']>('allergy');
  const [text, setText] = useState('');
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        void (async () => {
          const answer = await onAdd({ kind, text: text.trim() });
          if (answer.ok) onDone();
        })();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDone();
      }}
    >
      <SegmentedControl
        size="xs"
        aria-label={t('alerts.kindLabel')}
        value={kind}
        onChange={(value) => setKind(value as Alert['kind'])}
        data={(['allergy', 'alert'] as const).map((value) => ({ value, label: t(`alerts.kind.${value}`) }))}
      />
      <TextInput
        label={t('alerts.text')}
        placeholder={t('alerts.placeholder')}
        description={t('alerts.seen')}
        maxLength={300}
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={css.buttons}>
        <Button type="submit" size="xs" disabled={text.trim() === ''}>
          {t('alerts.add')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
