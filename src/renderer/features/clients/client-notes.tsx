import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '../../../contracts/queries/clients.ts';
import { newId } from '../../data/clock.ts';
import { useExecute } from '../../data/use-execute.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import css from './client-panel.module.css';
import { usePanelTimes } from './use-panel-times.ts';

/** Notes with their authors, newest first; they are only added. */
export function ClientNotes({ client }: { readonly client: ClientDetail }) {
  const { t } = useTranslation('clients');
  const execute = useExecute();
  const { moment } = usePanelTimes();
  const [text, setText] = useState('');
  const add = async (): Promise<void> => {
    const body = text.trim();
    if (body === '') return;
    const answer = await execute([
      { name: 'client.note_add', args: { id: newId(), clientId: client.id, body } },
    ]);
    if (answer.ok) setText('');
  };
  return (
    <section className={css.section}>
      <h3>{t('notes.title')}</h3>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Textarea
          aria-label={t('notes.add')}
          placeholder={t('notes.placeholder')}
          description={text === '' ? null : t('notes.health')}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={2_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && event.ctrlKey) {
              event.preventDefault();
              void add();
            }
          }}
        />
        {text.trim() === '' ? null : (
          <div className={css.buttons}>
            <Button type="submit" size="xs">
              {t('notes.save')}
            </Button>
          </div>
        )}
      </form>
      <ul className={css.entries}>
        {client.note === null ? null : <li className="selectable">{client.note}</li>}
        {client.notes.map(({ id, body, author, at, pending }) => (
          <li key={id}>
            <span className="selectable">{body}</span>
            <small>
              {[author, moment(at)].filter(Boolean).join(', ')}
              {pending ? <PendingMark label={t('waits')} /> : null}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
