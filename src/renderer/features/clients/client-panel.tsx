import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '../../../contracts/queries/clients.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { runCommand } from '../../ui/commands.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { TellingList } from '../telling/telling-list.tsx';
import { ClientAlerts } from './client-alerts.tsx';
import { ClientConsent } from './client-consent.tsx';
import { ClientNotes } from './client-notes.tsx';
import css from './client-panel.module.css';
import { ClientVisits } from './client-visits.tsx';
import { ContactFacts } from './contact-facts.tsx';
import { DoNotBook } from './do-not-book.tsx';
import { usePanelTimes } from './use-panel-times.ts';

/** One client: who it is, what to mind, what is booked and was, what was said and agreed. */
export function ClientPanel({
  clientId,
  besideAnother = false,
  onClose,
}: {
  readonly clientId: string;
  /** Stands left of another client's panel, to compare the two. */
  readonly besideAnother?: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('clients');
  const { data: client, error } = useDeskQuery('client', { id: clientId });
  return (
    <SidePanel title={client?.name ?? t('panel.label')} besideAnother={besideAnother} onClose={onClose}>
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {client === null ? <p>{t('panel.gone')}</p> : null}
      {client ? <Client client={client} hasKeys={!besideAnother} /> : null}
    </SidePanel>
  );
}

function Client({ client, hasKeys }: { readonly client: ClientDetail; readonly hasKeys: boolean }) {
  const { t } = useTranslation('clients');
  const { day } = usePanelTimes();
  const bookAgain = (): void => {
    runCommand('close-trays');
    runCommand('new-booking', {
      clientId: client.id,
      clientName: client.name,
      doNotBook: client.doNotBook,
    });
  };
  useShortcuts(hasKeys ? [{ keys: 'B', label: t('panel.bookAgain'), group: 'clients', run: bookAgain }] : []);
  return (
    <>
      {client.doNotBook ? <DoNotBook client={client} /> : null}
      <ContactFacts client={client} />
      <Button variant="default" onClick={bookAgain}>
        {hasKeys ? <WithKeys text={t('panel.bookAgain')} keys="B" /> : t('panel.bookAgain')}
      </Button>
      <Sums client={client} />
      <ClientAlerts client={client} />
      <ClientNotes client={client} />
      <ClientVisits client={client} />
      <ClientConsent client={client} />
      {client.tellings.length > 0 ? (
        <section className={css.section}>
          <h3>{t('told.title')}</h3>
          <TellingList tellings={client.tellings} />
        </section>
      ) : null}
      <footer className={css.section}>
        <p className={css.small}>{t('panel.since', { day: day(client.createdAt) })}</p>
        {client.doNotBook ? null : <DoNotBook client={client} />}
      </footer>
    </>
  );
}

/** The next visit, what was paid and is open, and how often nobody came. */
function Sums({ client }: { readonly client: ClientDetail }) {
  const { t } = useTranslation('clients');
  const format = useFormat();
  const { moment } = usePanelTimes();
  const { next } = client;
  return (
    <dl className={css.sums}>
      <div>
        <dt>{t('panel.next')}</dt>
        <dd>{next === null ? t('panel.noNext') : moment(next.startsAt, next.timeZone)}</dd>
      </div>
      <div>
        <dt>{t('panel.paid')}</dt>
        <dd className="number">{format.money(client.paidCents)}</dd>
      </div>
      {client.openCents > 0 ? (
        <div>
          <dt>{t('panel.open')}</dt>
          <dd className={`number ${css.warn ?? ''}`}>{format.money(client.openCents)}</dd>
        </div>
      ) : null}
      {client.noShows > 0 ? (
        <div>
          <dt>{t('column.noShows')}</dt>
          <dd className={css.warn}>{client.noShows}</dd>
        </div>
      ) : null}
    </dl>
  );
}
