import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail, ConsentItem } from '../../../contracts/queries/clients.ts';
import {
  type ConsentChannel,
  CONSENT_CHANNELS,
  type ConsentPurpose,
  hasConsent,
} from '../../../domain/clients/consent.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import css from './client-panel.module.css';
import { ConsentForm } from './consent-form.tsx';
import { usePanelTimes } from './use-panel-times.ts';

type Asked = { readonly purpose: ConsentPurpose; readonly channel: ConsentChannel };
const PER_CHANNEL = ['reminders', 'marketing'] as const;

/** What the client agreed to, per channel, and the whole history with its proof. */
export function ClientConsent({ client }: { readonly client: ClientDetail }) {
  const { t } = useTranslation('clients');
  const { moment } = usePanelTimes();
  const [asked, setAsked] = useState<Asked | null>(null);
  const nameOf = ({ purpose, channel }: Pick<ConsentItem, 'purpose' | 'channel'>): string =>
    [t(`consent.purpose.${purpose}`), channel === null ? null : t(`consent.channel.${channel}`)]
      .filter(Boolean)
      .join(', ');
  return (
    <section className={css.section}>
      <h3>{t('consent.title')}</h3>
      <table className={css.consents}>
        <thead>
          <tr>
            <th scope="col">{t('consent.what')}</th>
            {CONSENT_CHANNELS.map((channel) => (
              <th key={channel} scope="col">
                {t(`consent.channel.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PER_CHANNEL.map((purpose) => (
            <tr key={purpose}>
              <th scope="row">{t(`consent.purpose.${purpose}`)}</th>
              {CONSENT_CHANNELS.map((channel) => {
                const word = client.consents.find(
                  (one) => one.purpose === purpose && one.channel === channel,
                );
                const given = hasConsent(client.consents, purpose, channel);
                const state =
                  word === undefined
                    ? t('consent.notAsked')
                    : t(given ? 'consent.given' : 'consent.withdrawn', {
                        when: moment(word.at),
                        how: t(`consent.how.${word.how}`).toLowerCase(),
                      });
                return (
                  <td key={channel}>
                    <button
                      type="button"
                      className={css.consent}
                      data-given={given}
                      data-said={word !== undefined}
                      title={state}
                      aria-label={`${t('consent.change', { what: nameOf({ purpose, channel }) })}: ${state}`}
                      onClick={() => setAsked({ purpose, channel })}
                    >
                      <span aria-hidden>{given ? '✓' : word === undefined ? '–' : '✕'}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {asked ? (
        <>
          <p className={css.asked}>{nameOf(asked)}</p>
          <ConsentForm
            key={`${asked.purpose} ${asked.channel}`}
            client={client}
            purpose={asked.purpose}
            channel={asked.channel}
            given={!hasConsent(client.consents, asked.purpose, asked.channel)}
            onDone={() => setAsked(null)}
          />
        </>
      ) : null}
      {client.consents.length > 0 ? (
        <details className={css.details}>
          <summary>{t('consent.history')}</summary>
          <ul className={css.entries}>
            {client.consents.map((one) => (
              <li key={one.id}>
                {t('consent.historyItem', {
                  what: nameOf(one),
                  word: t(one.given ? 'consent.word.given' : 'consent.word.withdrawn'),
                  when: moment(one.at),
                  how: t(`consent.how.${one.how}`).toLowerCase(),
                  version: one.textVersion,
                })}
                <small>
                  {one.actor === null ? '' : t('consent.by', { name: one.actor })}
                  {one.pending ? <PendingMark label={t('waits')} /> : null}
                </small>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
