import { Button, TextInput } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '../../../contracts/queries/clients.ts';
import css from './client-panel.module.css';
import { useChangeClient } from './use-change-client.ts';

/** A client who is not to be booked, and why; or the way to say so. */
export function DoNotBook({ client }: { readonly client: ClientDetail }) {
  const { t } = useTranslation(['clients', 'common']);
  const change = useChangeClient(client);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { name } = client;
  const before = { do_not_book: client.doNotBook, do_not_book_reason: client.doNotBookReason };

  if (client.doNotBook) {
    return (
      <div className={css.banned} role="note">
        <p>
          <IconBan size={16} aria-hidden /> <strong>{t('block.title')}</strong>
        </p>
        <p>{client.doNotBookReason ?? t('block.noReason')}</p>
        <button
          type="button"
          className={css.link}
          onClick={() =>
            void change({ do_not_book: false, do_not_book_reason: null }, before, t('block.lifted', { name }))
          }
        >
          {t('block.lift')}
        </button>
      </div>
    );
  }
  if (!asking) {
    return (
      <button type="button" className={css.link} onClick={() => setAsking(true)}>
        {t('block.set')}
      </button>
    );
  }
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        const why = reason.trim();
        if (why === '') return;
        void (async () => {
          const wrong = await change(
            { do_not_book: true, do_not_book_reason: why },
            before,
            t('block.done', { name }),
          );
          setProblem(wrong);
          if (wrong !== null) return;
          setAsking(false);
          setReason('');
        })();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        setAsking(false);
      }}
    >
      <TextInput
        label={t('block.reason')}
        value={reason}
        maxLength={300}
        autoFocus
        error={problem}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={css.buttons}>
        <Button type="submit" size="xs" color="danger" disabled={reason.trim() === ''}>
          {t('block.confirm')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsking(false)}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
