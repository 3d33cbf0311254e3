import { Button, Modal, TextInput } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { RosterPerson } from '../../../contracts/queries/roster.ts';
import { daysFrom } from '../../../domain/roster/stretch-of-days.ts';
import css from './roster-screen.module.css';

/** Leave from a day to a day, with a reason or without. */
export function LeaveDialog({
  person,
  first,
  onTake,
  onClose,
}: {
  readonly person: RosterPerson;
  readonly first: PlainDate;
  readonly onTake: (from: PlainDate, to: PlainDate, reason: string | null) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('roster');
  const { t: common } = useTranslation('common');
  const [from, setFrom] = useState<PlainDate>(first);
  const [to, setTo] = useState<PlainDate>(first);
  const [reason, setReason] = useState('');
  const count = daysFrom(from, to).length;
  const problem = to < from ? t('leaveDialog.backwards') : count === 0 ? t('leaveDialog.tooLong') : null;

  return (
    <Modal
      closeButtonProps={{ 'aria-label': common('close') }}
      opened
      returnFocus={false}
      onClose={onClose}
      title={t('leaveDialog.title', { name: person.name })}
      size={420}
    >
      <form
        className={css.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null) onTake(from, to, reason.trim() === '' ? null : reason.trim());
        }}
      >
        <div className={css.dates}>
          <DatePickerInput
            label={t('leaveDialog.from')}
            value={from}
            valueFormat="ddd D MMM YYYY"
            firstDayOfWeek={1}
            onChange={(value) => {
              if (!value) return;
              setFrom(value);
              if (to < value) setTo(value);
            }}
          />
          <DatePickerInput
            data-autofocus
            label={t('leaveDialog.to')}
            value={to}
            valueFormat="ddd D MMM YYYY"
            firstDayOfWeek={1}
            minDate={from}
            error={problem}
            onChange={(value) => {
              if (value) setTo(value);
            }}
          />
        </div>
        <TextInput
          label={t('leaveDialog.reason')}
          description={t('leaveDialog.reasonHint')}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <p className={css.hint}>
          {count > 0 ? t('leaveDialog.days', { count }) : null} {t('leaveDialog.what')}
        </p>
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" disabled={problem !== null}>
            {t('leaveDialog.submit')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
