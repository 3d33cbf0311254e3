import { Button, SegmentedControl } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ToTellItem } from '../../../contracts/queries/telling.ts';
import {
  CLIENT_LANGUAGES,
  type ClientLanguage,
  clientLanguageOr,
} from '../../../domain/clients/message-text.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useTell } from '../../ui/tell.tsx';
import { WithKeys } from '../../ui/with-keys.tsx';
import { bodyOf, factsOf, messageText } from './message-words.ts';
import css from './to-tell.module.css';

const COPIED_MS = 2_000;

/** The ready text in the client's language, to be copied into whatever message the business writes. */
export function MessageBox({ item }: { readonly item: ToTellItem }) {
  const { t } = useTranslation('telling');
  const tell = useTell();
  const { data } = useDeskQuery('messageTemplates', {});
  const [chosen, setChosen] = useState<ClientLanguage | null>(null);
  const [copied, setCopied] = useState(false);
  const text = useRef<HTMLParagraphElement>(null);
  const language = chosen ?? clientLanguageOr(item.client.language, data?.language ?? 'en');
  const words = data
    ? messageText(
        item.kind,
        language,
        bodyOf(data.own, item.kind, language),
        data.businessName,
        factsOf(item),
      )
    : '';

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(words);
      setCopied(true);
    } catch {
      // Another program holds the clipboard: the text is selected, so that the keyboard's own copy works.
      if (text.current) window.getSelection()?.selectAllChildren(text.current);
      tell(t('copyFailed'));
    }
  };
  useShortcuts([{ keys: 'C', label: t('copy'), group: 'telling', run: () => void copy() }]);

  return (
    <div className={css.message}>
      <SegmentedControl
        size="xs"
        aria-label={t('language')}
        value={language}
        onChange={(value) => setChosen(value as ClientLanguage)}
        data={CLIENT_LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) }))}
      />
      <p ref={text} className={`${css.text ?? ''} selectable`} lang={language}>
        {words}
      </p>
      <Button
        variant="default"
        leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        onClick={() => void copy()}
        disabled={words === ''}
      >
        {copied ? t('copied') : <WithKeys text={t('copy')} keys="C" />}
      </Button>
      <span className="visually-hidden" role="status">
        {copied ? t('copied') : ''}
      </span>
    </div>
  );
}
