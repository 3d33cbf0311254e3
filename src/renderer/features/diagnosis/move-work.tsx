import { Button, PasswordInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import { SHORTEST_FILE_PASSPHRASE } from '../../../contracts/diagnosis.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useSaveFile } from '../imports/use-save-file.ts';
import css from './diagnosis-dialog.module.css';

/** Saves what waits under a passphrase, and brings such a file back. For owners and managers. */
export function MoveWork({ onBrought }: { readonly onBrought: () => void }) {
  const { t } = useTranslation('diagnosis');
  const link = useDeskLink();
  const tell = useTell();
  const saveFile = useSaveFile();
  const input = useRef<HTMLInputElement>(null);
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);

  const save = async (): Promise<void> => {
    setBusy(true);
    const answer = await link.call('waiting.save', { fileName: 'waiting.work', passphrase });
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok && (await saveFile(answer.value))) setPassphrase('');
  };
  const bringBack = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setBusy(true);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const answer = await link.call('waiting.bringBack', { bytes, passphrase });
    setBusy(false);
    setFailure(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    const { work, known } = answer.value;
    const words = [
      t('move.brought', { count: work }),
      ...(known > 0 ? [t('move.known', { count: known })] : []),
    ];
    tell(words.join('. '));
    setPassphrase('');
    onBrought();
  };
  const isLong = passphrase.length >= SHORTEST_FILE_PASSPHRASE;
  return (
    <section className={css.move}>
      <h3>{t('move.title')}</h3>
      <p>{t('move.text')}</p>
      <div className={css.moveRow}>
        <PasswordInput
          label={t('move.passphrase')}
          description={t('move.hint')}
          autoComplete="new-password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <Button variant="default" disabled={!isLong || busy} onClick={() => void save()}>
          {t('move.save')}
        </Button>
        <Button variant="default" disabled={!isLong || busy} onClick={() => input.current?.click()}>
          {t('move.choose')}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept=".work"
        onChange={(event) => {
          void bringBack(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      {failure ? <FailureText failure={failure} /> : null}
    </section>
  );
}
