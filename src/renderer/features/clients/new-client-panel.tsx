import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CLIENT_LANGUAGES, type ClientLanguage } from '../../../domain/clients/message-text.ts';
import { normalisePhone } from '../../../domain/clients/phone.ts';
import { newId } from '../../data/clock.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import { runCommand } from '../../ui/commands.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useTell } from '../../ui/tell.tsx';
import { newClientFrom } from '../booking/draft.ts';
import css from './client-panel.module.css';
import { isEmail } from './is-email.ts';
import { SimilarClients } from './similar-clients.tsx';

const AS_BUSINESS = '';

/** A new client from what stood in the search; who may already be there is offered first. */
export function NewClientPanel({ typed, onClose }: { readonly typed: string; readonly onClose: () => void }) {
  const { t } = useTranslation(['clients', 'telling', 'common']);
  const execute = useExecute();
  const tell = useTell();
  const [start] = useState(() => newClientFrom(typed));
  const [name, setName] = useState(start.name);
  const [phone, setPhone] = useState(start.phone);
  const [email, setEmail] = useState('');
  const [language, setLanguage] = useState<ClientLanguage | null>(null);
  const [tried, setTried] = useState(false);
  const phoneWrong = phone.trim() !== '' && normalisePhone(phone) === null;
  const emailWrong = email.trim() !== '' && !isEmail(email.trim());
  const save = async (): Promise<void> => {
    setTried(true);
    if (name.trim() === '' || phoneWrong || emailWrong) return;
    const id = newId();
    const commands: Command[] = [
      {
        name: 'client.create',
        args: {
          id,
          name: name.trim(),
          phone: normalisePhone(phone),
          email: email.trim() === '' ? null : email.trim(),
          note: null,
          importId: null,
        },
      },
    ];
    if (language !== null) commands.push({ name: 'client.update', args: { id, changes: { language } } });
    const answer = await execute(commands);
    if (!answer.ok) return;
    tell(t('newClient.added', { name: name.trim() }));
    onClose();
    runCommand('open-client', { clientId: id });
  };
  return (
    <SidePanel title={t('newClient.title')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('newClient.name')}
          value={name}
          maxLength={120}
          required
          withAsterisk={false}
          autoFocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('newClient.phone')}
          value={phone}
          inputMode="tel"
          error={tried && phoneWrong ? t('newClient.phoneWrong') : null}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <TextInput
          label={t('newClient.email')}
          value={email}
          inputMode="email"
          error={tried && emailWrong ? t('newClient.emailWrong') : null}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          label={t('newClient.language')}
          allowDeselect={false}
          value={language ?? AS_BUSINESS}
          data={[
            { value: AS_BUSINESS, label: t('panel.businessLanguage') },
            ...CLIENT_LANGUAGES.map((value) => ({ value, label: t(`telling:languages.${value}`) })),
          ]}
          onChange={(value) =>
            setLanguage(value === null || value === AS_BUSINESS ? null : (value as ClientLanguage))
          }
        />
        <SimilarClients
          name={name}
          phone={phone}
          email={email}
          onTake={(client) => {
            onClose();
            runCommand('open-client', { clientId: client.id });
          }}
        />
        <div className={css.buttons}>
          <Button type="submit">{t('newClient.save')}</Button>
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
