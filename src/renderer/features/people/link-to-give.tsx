import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../data/clock.ts';
import { dayOf, HOME_ZONE } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import type { MadeLink } from './made-link.ts';
import css from './people-screen.module.css';

/** The link, once: nobody can look it up again, only make a new one. */
export function LinkToGive({ made, onDone }: { readonly made: MadeLink; readonly onDone: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const format = useFormat();
  const now = useNow(60_000);
  const field = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => field.current?.select(), []);
  const copy = (): void => {
    field.current?.select();
    // The page may not use the clipboard's own interface: permissions are refused, reading it among them.
    setCopied(document.execCommand('copy'));
  };
  const day = format.day(dayOf(made.expiresAt, HOME_ZONE), dayOf(now, HOME_ZONE));
  return (
    <div className={css.form}>
      <p>{t('invite.give', { name: made.name })}</p>
      <textarea
        ref={field}
        className={css.link}
        aria-label={t('invite.link')}
        readOnly
        rows={7}
        spellCheck={false}
        value={made.link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={css.buttons}>
        <span role="status" className={css.facts}>
          {copied ? t('invite.copied') : null}
        </span>
        <Button variant="default" onClick={copy}>
          {t('invite.copy')}
        </Button>
        <Button onClick={onDone}>{t('invite.done')}</Button>
      </div>
      <p className={css.facts}>{t('invite.rules', { day })}</p>
    </div>
  );
}
