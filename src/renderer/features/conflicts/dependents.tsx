import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConflictItem } from '../../../contracts/queries.ts';
import { useExecute } from '../../data/use-execute.ts';
import css from './conflicts-tray.module.css';
import { Dismiss } from './dismiss.tsx';
import { commandAgain } from './resolve-conflict.ts';
import { useDeedWords } from './use-deed-words.ts';

/**
 * What was done on the refused work and could not stand without it, in the order in which it was done. Once that work is
 * settled, all of it is done again by one press, or each is put away.
 */
export function Dependents({
  conflict,
  timeZone,
  today,
}: {
  readonly conflict: ConflictItem;
  readonly timeZone: string;
  readonly today: string;
}) {
  const { t } = useTranslation('conflicts');
  const words = useDeedWords(timeZone, today);
  const execute = useExecute();
  const [dismissing, setDismissing] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const { dependents, state } = conflict;
  const waiting = dependents.filter((dependent) => dependent.state === 'open');
  if (dependents.length === 0) return null;
  const doAgain = async (): Promise<void> => {
    setSending(true);
    await execute(waiting.map(commandAgain));
    setSending(false);
  };
  return (
    <div className={css.dependents} role="group" aria-label={t('dependents', { count: dependents.length })}>
      <p className={css.label}>{t('dependents', { count: dependents.length })}</p>
      <ol className={css.deeds}>
        {dependents.map((dependent) => (
          <li key={dependent.id}>
            <span>{words(dependent)}</span>
            {dependent.state === 'resolving' ? (
              <span className={css.quiet}>{t('settled.resolving')}</span>
            ) : dismissing === dependent.id ? (
              <Dismiss conflictId={dependent.id} onDone={() => setDismissing(null)} />
            ) : (
              <button
                type="button"
                className={css.link}
                aria-label={t('dismissDeed', { deed: words(dependent) })}
                onClick={() => setDismissing(dependent.id)}
              >
                {t('dismiss')}
              </button>
            )}
          </li>
        ))}
      </ol>
      {waiting.length === 0 ? null : state === 'open' ? (
        <p className={css.quiet}>{t('dependentsLater')}</p>
      ) : (
        <Button
          variant={state === 'dismissed' ? 'default' : 'filled'}
          disabled={sending}
          onClick={() => void doAgain()}
        >
          {t('doAgain', { count: waiting.length })}
        </Button>
      )}
    </div>
  );
}
