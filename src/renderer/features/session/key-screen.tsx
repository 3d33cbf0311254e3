import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMain } from '../../data/main-context.tsx';
import { DiaryPage } from './diary-page.tsx';
import css from './session.module.css';

const SHORTEST = 12;

/** Where the operating system keeps no secrets: a passphrase locks the key of the diary. */
export function KeyScreen({
  mode,
  onOpen,
}: {
  readonly mode: 'needed' | 'choose';
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('session');
  const { verbs } = useMain();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isChoice = mode === 'choose';

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isChoice && passphrase.length < SHORTEST) {
      setProblem(t('key.short'));
      return;
    }
    if (isChoice && passphrase !== again) {
      setProblem(t('key.mismatch'));
      return;
    }
    setBusy(true);
    setProblem(null);
    const answer = await verbs?.unlockKey(passphrase);
    setBusy(false);
    if (answer?.ok) onOpen();
    else {
      const code = answer?.code ?? null;
      setProblem(isChoice && code !== null ? t('key.failed', { code }) : t('key.wrong'));
      setPassphrase('');
      setAgain('');
    }
  };
  return (
    <DiaryPage>
      <form onSubmit={(event) => void submit(event)}>
        <h2 className={css.title}>{isChoice ? t('key.chooseTitle') : t('key.neededTitle')}</h2>
        <p className={css.text}>{isChoice ? t('key.chooseText') : t('key.neededText')}</p>
        <div className={css.fields}>
          <PasswordInput
            label={t('key.passphrase')}
            {...(isChoice ? { description: t('key.short') } : {})}
            autoComplete="off"
            autoFocus
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
          {isChoice ? (
            <PasswordInput
              label={t('key.again')}
              autoComplete="off"
              value={again}
              onChange={(event) => setAgain(event.currentTarget.value)}
            />
          ) : null}
          <Button type="submit" disabled={busy || passphrase === ''}>
            {busy ? t('key.busy') : isChoice ? t('key.choose') : t('key.open')}
          </Button>
        </div>
        {problem ? (
          <p className={css.text} role="alert">
            {problem}
          </p>
        ) : null}
      </form>
    </DiaryPage>
  );
}
