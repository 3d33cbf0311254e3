import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import { newId } from '../../data/clock.ts';
import { useExecute } from '../../data/use-execute.ts';
import { useTell } from '../../ui/tell.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './take-payment.module.css';
import type { LedgerRow } from './takings.ts';

/** Takes a payment back by an equal entry; asked first, because it is money. */
export function ReversePayment({
  entry,
  tradingDay,
  onClose,
}: {
  readonly entry: LedgerRow;
  readonly tradingDay: PlainDate;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['payments', 'common']);
  const format = useFormat();
  const execute = useExecute();
  const tell = useTell();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const amount = format.money(entry.amountCents);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await execute([
      {
        name: 'payment.reverse',
        args: { id: newId(), entryId: entry.id, tradingDay, reason: reason.trim() },
      },
    ]);
    setBusy(false);
    if (!answer.ok) return;
    tell(t('reverse.done', { amount }));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('reverse.title', { amount })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={(event) => void submit(event)} className={css.form}>
        <p>{t('reverse.text')}</p>
        <Textarea
          label={t('reverse.reason')}
          data-autofocus
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" color="danger" disabled={busy || reason.trim() === ''}>
          {t('reverse.submit', { amount })}
        </Button>
      </form>
    </Modal>
  );
}
