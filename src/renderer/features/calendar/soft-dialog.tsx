import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SoftConflict } from '../../../domain/scheduling/soft-conflicts.ts';
import { useSoftWords } from '../booking/soft-words.ts';
import css from './dialogs.module.css';

export type SoftQuestion = {
  readonly conflicts: readonly { readonly conflict: SoftConflict; readonly personName: string }[];
  /** The reason, or null when it is left where it was. */
  readonly answer: (reason: string | null) => void;
};

/** Asked after a drop that something speaks against: the card waits where it was let go. */
export function SoftDialog({
  question,
  timeZone,
}: {
  readonly question: SoftQuestion;
  readonly timeZone: string;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const words = useSoftWords(timeZone);
  const [reason, setReason] = useState('');
  return (
    <Modal
      closeButtonProps={{ 'aria-label': common('close') }}
      opened
      onClose={() => question.answer(null)}
      title={t('soft.titleMove')}
      size={420}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') question.answer(reason.trim());
        }}
      >
        <ul className={css.warnings}>
          {question.conflicts.map(({ conflict, personName }) => (
            <li key={`${conflict.kind} ${personName} ${String(conflict.from)}`}>
              {words(conflict, personName)}
            </li>
          ))}
        </ul>
        <TextInput
          data-autofocus
          label={t('soft.reason')}
          description={t('soft.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className={css.buttons}>
          <Button variant="default" onClick={() => question.answer(null)}>
            {t('soft.leaveIt')}
          </Button>
          <Button type="submit" disabled={reason.trim() === ''}>
            {t('soft.move')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
