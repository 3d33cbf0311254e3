import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '../../../contracts/queries/clients.ts';
import { CLIENT_LANGUAGES, type ClientLanguage } from '../../../domain/clients/message-text.ts';
import { normalisePhone } from '../../../domain/clients/phone.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './client-panel.module.css';
import { EditField } from './edit-field.tsx';
import { isEmail } from './is-email.ts';
import { useChangeClient } from './use-change-client.ts';

const AS_BUSINESS = '';

/** Name, number, address and language, each changed where it stands. */
export function ContactFacts({ client }: { readonly client: ClientDetail }) {
  const { t } = useTranslation(['clients', 'telling']);
  const format = useFormat();
  const change = useChangeClient(client);
  const told = (field: 'name' | 'phone' | 'email' | 'language' | 'note'): string =>
    t('panel.saved', { field: t(`panel.field.${field}`) });
  return (
    <dl className={css.facts}>
      <EditField
        label={t('panel.field.phone')}
        value={client.phone ?? ''}
        shown={client.phone === null ? '' : format.phone(client.phone)}
        large
        inputMode="tel"
        onSave={async (text) => {
          const phone = text === '' ? null : normalisePhone(text);
          if (text !== '' && phone === null) return t('newClient.phoneWrong');
          if (phone === client.phone) return null;
          return change({ phone }, { phone: client.phone }, told('phone'));
        }}
      />
      <EditField
        label={t('panel.field.email')}
        value={client.email ?? ''}
        inputMode="email"
        onSave={async (text) => {
          const email = text === '' ? null : text;
          if (email !== null && !isEmail(email)) return t('newClient.emailWrong');
          return change({ email }, { email: client.email }, told('email'));
        }}
      />
      <EditField
        label={t('panel.field.name')}
        value={client.name}
        onSave={async (name) => (name === '' ? null : change({ name }, { name: client.name }, told('name')))}
      />
      <div className={css.fact}>
        <dt>{t('panel.field.language')}</dt>
        <dd>
          <Select
            aria-label={t('panel.field.language')}
            size="xs"
            w={170}
            allowDeselect={false}
            value={CLIENT_LANGUAGES.find((one) => one === client.language) ?? AS_BUSINESS}
            data={[
              { value: AS_BUSINESS, label: t('panel.businessLanguage') },
              ...CLIENT_LANGUAGES.map((value) => ({ value, label: t(`telling:languages.${value}`) })),
            ]}
            onChange={(value) => {
              const language = value === null || value === AS_BUSINESS ? null : (value as ClientLanguage);
              const before = CLIENT_LANGUAGES.find((one) => one === client.language) ?? null;
              void change({ language }, { language: before }, told('language'));
            }}
          />
        </dd>
      </div>
    </dl>
  );
}
