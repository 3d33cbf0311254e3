import { Button, Modal, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readRecoveryCode } from '../../../contracts/recovery-code.ts';
import { useMain } from '../../data/main-context.tsx';
import { SHORTEST_PASSPHRASE } from './passphrase.ts';
import css from './session.module.css';

const KNOWN = [
  'RECOVERY_CODE_INCOMPLETE',
  'RECOVERY_CODE_MISTYPED',
  'RECOVERY_CODE_WRONG',
  'PASSPHRASE_TOO_SHORT',
] as const;

/** Opens the key by the code that was written down when this PC was added, and keeps it anew. */
export function RecoverKey({ onOpen }: { readonly onOpen: () => void }) {
  const { t } = useTranslation('session');
  const { boot, verbs } = useMain();
  const { needsPassphrase } = boot.recovery;
  const [code, setCode] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // A slip of the pen is told at once; only a code that could be right is tried, because wrong ones cost time.
    const read = readRecoveryCode(code);
    if (!read.ok) {
      setProblem(t(`recover.${read.code}`));
      return;
    }
    if (needsPassphrase && passphrase.length < SHORTEST_PASSPHRASE) {
      setProblem(t('key.short'));
      return;
    }
    if (needsPassphrase && passphrase !== again) {
      setProblem(t('key.mismatch'));
      return;
    }
    setBusy(true);
    setProblem(null);
    const answer = await verbs?.recoverKey({ code, passphrase });
    setBusy(false);
    if (answer?.ok) {
      onOpen();
      return;
    }
    const known = KNOWN.find((one) => one === answer?.code);
    setProblem(known ? t(`recover.${known}`) : t('key.failed', { code: answer?.code ?? 'UNKNOWN' }));
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className={css.fields}>
        <TextInput
          label={t('recover.code')}
          description={t('recover.codeHint')}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          maxLength={80}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {needsPassphrase ? (
          <>
            <PasswordInput
              label={t('recover.newPassphrase')}
              description={t('key.short')}
              autoComplete="off"
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('key.again')}
              autoComplete="off"
              value={again}
              onChange={(event) => setAgain(event.currentTarget.value)}
            />
          </>
        ) : null}
        <Button type="submit" disabled={busy || code.trim() === ''}>
          {busy ? t('recover.busy') : t('recover.open')}
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

/** For a key that nobody can open: the diary is set aside, undeleted, and this PC begins anew. */
export function StartOver() {
  const { t } = useTranslation(['session', 'common']);
  const { verbs } = useMain();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const startOver = async (): Promise<void> => {
    setBusy(true);
    if (await verbs?.startOver()) window.location.reload();
    else setBusy(false);
  };
  return (
    <>
      <button type="button" className={css.quiet} onClick={() => setAsked(true)}>
        {t('startOver.open')}
      </button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('startOver.title')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <p>{t('startOver.text')}</p>
        <p className={css.note}>{t('startOver.kept')}</p>
        <div className={css.modalActions}>
          <Button variant="default" onClick={() => setAsked(false)} disabled={busy} data-autofocus>
            {t('common:cancel')}
          </Button>
          <Button color="danger" onClick={() => void startOver()} disabled={busy}>
            {t('startOver.submit')}
          </Button>
        </div>
      </Modal>
    </>
  );
}
