import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RosterPerson } from '../../../contracts/queries/people.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import css from './people-screen.module.css';

/** Asked because of what else follows: the visits that are still booked with the person. */
export function LeaveDialog({
  person,
  busy,
  onLeave,
  onClose,
}: {
  readonly person: RosterPerson;
  readonly busy: boolean;
  readonly onLeave: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['people', 'common']);
  const { name } = person;
  const { data } = useDeskQuery('visitsAhead', { staffId: person.id });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('staff.leaveTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className={css.dialog}>
        <p>{t('staff.leaveText', { name })}</p>
        {data && data.count > 0 ? (
          <p className={css.warning}>{t('staff.leaveVisits', { count: data.count, name })}</p>
        ) : null}
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
            {t('common:cancel')}
          </Button>
          <Button color="danger" onClick={onLeave} disabled={busy || data === undefined}>
            {t('staff.leaveSubmit')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
