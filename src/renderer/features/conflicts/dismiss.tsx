import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExecute } from '../../data/use-execute.ts';
import css from './conflicts-tray.module.css';

/** Putting it away needs a reason: one of three by a click, or another in words. */
export function Dismiss({
  conflictId,
  onDone,
}: {
  readonly conflictId: string;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('conflicts');
  const execute = useExecute();
  const [reason, setReason] = useState('');
  const dismiss = async (text: string): Promise<void> => {
    if (text.trim() === '') return;
    await execute([{ name: 'conflict.dismiss', args: { id: conflictId, reason: text.trim() } }]);
    onDone();
  };
  return (
    <form
      className={css.dismiss}
      onSubmit={(event) => {
        event.preventDefault();
        void dismiss(reason);
      }}
    >
      <div className={css.slots} role="group" aria-label={t('dismissReason')}>
        <span className={css.label}>{t('dismissReason')}</span>
        {(['told', 'twice', 'other_time'] as const).map((one) => (
          <Button key={one} variant="default" onClick={() => void dismiss(t(`dismissReasons.${one}`))}>
            {t(`dismissReasons.${one}`)}
          </Button>
        ))}
      </div>
      <div className={css.other}>
        <TextInput
          label={t('dismissOther')}
          value={reason}
          autoFocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={reason.trim() === ''}>
          {t('dismissConfirm')}
        </Button>
      </div>
    </form>
  );
}
