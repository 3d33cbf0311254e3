import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppointmentDetail } from '../../../contracts/queries.ts';
import { CANCEL_REASONS } from '../../../domain/scheduling/appointment-args.ts';
import { newId } from '../../data/clock.ts';
import { useExecute } from '../../data/use-execute.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './dialogs.module.css';

type Reason = (typeof CANCEL_REASONS)[number];

/** Why an appointment is cancelled: asked now, because nobody remembers it later. */
export function CancelDialog({
  appointment,
  onClose,
}: {
  readonly appointment: AppointmentDetail;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const execute = useExecute();
  const [reason, setReason] = useState<Reason>('client_request');
  const [note, setNote] = useState('');
  const client = appointment.client?.name ?? common('walkIn');
  const time = format.timeRange(appointment.startsAt, appointment.endsAt, appointment.timeZone);
  const { id, status } = appointment;

  const cancel = async (): Promise<void> => {
    const answer = await execute([
      {
        name: 'appointment.cancel',
        args: { id, eventId: newId(), reasonCode: reason, note: note.trim() === '' ? null : note.trim() },
      },
    ]);
    if (!answer.ok) return;
    onClose();
    offerUndo({
      text: t('cancel.done', { client, time }),
      undo: async () => {
        await execute([
          { name: 'appointment.status', args: { id, eventId: newId(), to: status, reason: null } },
        ]);
      },
    });
  };

  return (
    <Modal
      closeButtonProps={{ 'aria-label': common('close') }}
      opened
      returnFocus={false}
      onClose={onClose}
      title={t('cancel.title')}
      size={420}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void cancel();
        }}
      >
        <p>{t('cancel.what', { client, service: appointment.lines[0]?.serviceName ?? '', time })}</p>
        <Radio.Group
          label={t('cancel.reason')}
          value={reason}
          onChange={(value) => setReason(value as Reason)}
        >
          <div className={css.radios}>
            {CANCEL_REASONS.map((one) => (
              <Radio
                key={one}
                value={one}
                data-autofocus={one === reason || undefined}
                label={t(`cancel.reasons.${one}`)}
              />
            ))}
          </div>
        </Radio.Group>
        {reason === 'bereavement_or_hospital' ? <p className={css.quiet}>{t('cancel.noFee')}</p> : null}
        <Textarea
          label={t('cancel.note')}
          autosize
          minRows={1}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel.keep')}
          </Button>
          <Button color="danger" type="submit">
            {t('cancel.confirm')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
