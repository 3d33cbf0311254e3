import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BootInfo } from '../../../contracts/main-api.ts';
import { useMain } from '../../data/main-context.tsx';
import { DiaryPage } from './diary-page.tsx';
import { SHORTEST_PASSPHRASE } from './passphrase.ts';
import { RecoverKey, StartOver } from './recover-key.tsx';
import css from './session.module.css';

/**
 * Where the operating system keeps no secrets, or not any more, a person opens the key of the diary: by passphrase, or
 * by the recovery code.
 */
export function KeyScreen({
  mode,
  onOpen,
}: {
  readonly mode: Exclude<BootInfo['passphrase'], 'not_needed'>;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('session');
  const { boot } = useMain();
  const [byCode, setByCode] = useState(mode === 'recovery');
  const hasCode = boot.recovery.madeAt !== null;
  if (byCode) {
    const text = boot.recovery.storeIsSilent
      ? 'recover.silentText'
      : mode === 'recovery'
        ? 'recover.lostText'
        : 'recover.text';
    return (
      <DiaryPage>
        <h2 className={css.title}>{t('recover.title')}</h2>
        <p className={css.text}>{t(text)}</p>
        <RecoverKey onOpen={onOpen} />
        {mode === 'recovery' ? null : (
          <button type="button" className={css.quiet} onClick={() => setByCode(false)}>
            {t('recover.back')}
          </button>
        )}
        <StartOver />
      </DiaryPage>
    );
  }
  return (
    <DiaryPage>
      <ByPassphrase isChoice={mode === 'choose'} onOpen={onOpen} />
      {mode === 'choose' ? null : hasCode ? (
        <button type="button" className={css.quiet} onClick={() => setByCode(true)}>
          {t('recover.forgotten')}
        </button>
      ) : (
        <StartOver />
      )}
    </DiaryPage>
  );
}

function ByPassphrase({ isChoice, onOpen }: { readonly isChoice: boolean; readonly onOpen: () => void }) {
  const { t } = useTranslation('session');
  const { verbs } = useMain();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isChoice && passphrase.length < SHORTEST_PASSPHRASE) {
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
        <p className={css.problem} role="alert">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
