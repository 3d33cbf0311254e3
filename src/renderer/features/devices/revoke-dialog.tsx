import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure, DeviceContact } from '../../../contracts/desk-api.ts';
import type { DeviceItem } from '../../../contracts/queries/devices.ts';
import { useNow } from '../../data/clock.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useSyncStatus } from '../../data/use-sync-status.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './devices.module.css';

/** Takes a PC off the business for good: what is lost by it is said first, and its name is typed. */
export function RevokeDialog({
  device,
  contact,
  onClose,
}: {
  readonly device: DeviceItem;
  readonly contact: DeviceContact | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['devices', 'common']);
  const format = useFormat();
  const now = useNow(60_000);
  const link = useDeskLink();
  const tell = useTell();
  const ownPending = useSyncStatus()?.pending ?? 0;
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const isNamed = typed.trim().toLowerCase() === device.name.trim().toLowerCase();

  const revoke = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isNamed || busy) return;
    setBusy(true);
    setFailure(null);
    const answer = await link.call('devices.revoke', { deviceId: device.id });
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer.error);
      return;
    }
    tell(t('revoke.done', { name: device.name }));
    onClose();
  };
  const when = contact ? format.ago(contact.lastContact, now) : '';
  const waiting = device.isThisPc ? ownPending : (contact?.waiting ?? null);
  const loss = device.isThisPc
    ? t('revoke.lossHere', { count: ownPending })
    : contact === null || waiting === null
      ? t('revoke.lossUnknown')
      : t('revoke.loss', { count: waiting, when });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('revoke.title', { name: device.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form className={css.form} onSubmit={(event) => void revoke(event)}>
        <p>{device.isThisPc ? t('revoke.textHere') : t('revoke.text')}</p>
        <p className={waiting === 0 ? css.hint : css.loss}>{loss}</p>
        <TextInput
          label={t('revoke.typeName', { name: device.name })}
          autoComplete="off"
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {failure ? <FailureText failure={failure} /> : null}
        <div className={css.actions}>
          <Button variant="default" onClick={onClose} disabled={busy}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" color="danger" disabled={!isNamed || busy}>
            {busy ? t('revoke.busy') : t('revoke.submit')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
