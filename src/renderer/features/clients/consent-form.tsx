import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '../../../contracts/queries/clients.ts';
import { type ConsentChannel, CONSENT_WAYS, type ConsentPurpose } from '../../../domain/clients/consent.ts';
import { clientLanguageOr } from '../../../domain/clients/message-text.ts';
import { CONSENT_TEXT_VERSION, CONSENT_TEXTS } from '../../../texts/consent-texts.ts';
import { newId } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { useTell } from '../../ui/tell.tsx';
import css from './client-panel.module.css';

type Way = (typeof CONSENT_WAYS)[number];

/** Writes down that the client agrees or withdraws: with the text that is read, and how it was said. */
export function ConsentForm({
  client,
  purpose,
  channel,
  given,
  onDone,
}: {
  readonly client: ClientDetail;
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel | null;
  /** What is being said: true agrees, false withdraws. */
  readonly given: boolean;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation(['clients', 'common']);
  const execute = useExecute();
  const tell = useTell();
  const { data } = useDeskQuery('messageTemplates', {});
  const [how, setHow] = useState<Way>('in_person');
  const language = clientLanguageOr(client.language, data?.language ?? 'en');
  const alerts = client.alerts?.length ?? 0;
  const what = [t(`consent.purpose.${purpose}`), channel === null ? null : t(`consent.channel.${channel}`)]
    .filter(Boolean)
    .join(', ');
  const save = async (): Promise<void> => {
    const answer = await execute([
      {
        name: 'consent.record',
        args: {
          id: newId(),
          clientId: client.id,
          purpose,
          channel,
          given,
          how,
          textVersion: CONSENT_TEXT_VERSION,
        },
      },
    ]);
    if (!answer.ok) return;
    // No undo: proof is only added to. A slip is put right by the client's next word.
    tell(t(given ? 'consent.agrees' : 'consent.agreesNot', { what }));
    onDone();
  };
  return (
    <form
      className={css.consentForm}
      aria-label={what}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDone();
      }}
    >
      {given ? (
        <>
          <p className={css.small}>{t('consent.read')}</p>
          <blockquote lang={language}>{CONSENT_TEXTS[language][purpose]}</blockquote>
        </>
      ) : purpose === 'special_information' ? (
        <p className={css.warning}>
          {alerts > 0 ? t('consent.withdrawAlerts', { count: alerts }) : t('consent.withdrawNone')}
        </p>
      ) : null}
      <Radio.Group label={t('consent.howLabel')} value={how} onChange={(value) => setHow(value as Way)}>
        <div className={css.ways}>
          {CONSENT_WAYS.map((one) => (
            <Radio key={one} value={one} label={t(`consent.how.${one}`)} autoFocus={one === how} />
          ))}
        </div>
      </Radio.Group>
      <div className={css.buttons}>
        <Button type="submit" size="xs" {...(given ? {} : { color: 'danger' })}>
          {t(given ? 'consent.give' : 'consent.withdraw')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
