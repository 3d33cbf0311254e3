import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CLIENT_LANGUAGES,
  type ClientLanguage,
  MESSAGE_KINDS,
  type MessageKind,
} from '../../../domain/clients/message-text.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { MessageEditor } from './message-editor.tsx';
import css from './messages-screen.module.css';

/** Settings, messages: how the business words what clients are written, in each language. */
export function MessagesScreen() {
  const { t } = useTranslation(['messages', 'telling']);
  const { data, error } = useDeskQuery('messageTemplates', {});
  const [kind, setKind] = useState<MessageKind>('moved');
  const [language, setLanguage] = useState<ClientLanguage>('en');
  return (
    <div className={css.page}>
      <header>
        <h1>{t('title')}</h1>
        <p className={css.sentence}>{t('sentence')}</p>
      </header>
      {error ? <FailureText failure={failureOf(error)} /> : null}
      {!data && !error ? <ScreenSkeleton /> : null}
      {data ? (
        <div className={css.columns}>
          <nav className={css.kinds} aria-label={t('kinds')}>
            {MESSAGE_KINDS.map((one) => {
              const own = data.own.filter((template) => template.kind === one);
              return (
                <button
                  key={one}
                  type="button"
                  aria-current={one === kind}
                  className={css.kind}
                  onClick={() => setKind(one)}
                >
                  <span>
                    {t(`kind.${one}`)}
                    {own.some(({ pending }) => pending) ? <PendingMark label={t('waits')} /> : null}
                  </span>
                  <small>
                    {own.length === 0
                      ? t('shipped')
                      : `${own.map((template) => t(`telling:languages.${template.language}`)).join(', ')}: ${t('own')}`}
                  </small>
                </button>
              );
            })}
          </nav>
          <div className={css.editor}>
            <SegmentedControl
              aria-label={t('languages')}
              value={language}
              onChange={(value) => setLanguage(value as ClientLanguage)}
              data={CLIENT_LANGUAGES.map((value) => ({ value, label: t(`telling:languages.${value}`) }))}
            />
            <MessageEditor
              key={`${kind} ${language}`}
              kind={kind}
              language={language}
              own={data.own.find((one) => one.kind === kind && one.language === language) ?? null}
              businessName={data.businessName}
            />
          </div>
        </div>
      ) : null}
    </div>
  );
}
