import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { DeviceItem } from '../../../contracts/queries/devices.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { FailureText } from '../../ui/failure-text.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useTell } from '../../ui/tell.tsx';
import css from './devices.module.css';
import { type DeviceLimits, holdsNothing, ScopeFields } from './scope-fields.tsx';

const isSame = (a: DeviceLimits, b: DeviceLimits): boolean => {
  const text = ({ locationIds, classes }: DeviceLimits): string =>
    JSON.stringify([locationIds?.toSorted() ?? null, classes.toSorted()]);
  return text(a) === text(b);
};

/** Names a PC and says what it may hold. */
export function DevicePanel({
  device,
  onClose,
}: {
  readonly device: DeviceItem;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('devices');
  const link = useDeskLink();
  const tell = useTell();
  const locations = useDeskQuery('locations', {}).data ?? [];
  const [name, setName] = useState(device.name);
  const [limits, setLimits] = useState<DeviceLimits>(device);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const isRenamed = name.trim() !== device.name;
  const isRescoped = !isSame(limits, device);
  const isValid = (isRenamed || isRescoped) && name.trim() !== '' && !holdsNothing(limits);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isValid || busy) return;
    setBusy(true);
    setFailure(null);
    const deviceId = device.id;
    const steps = [
      ...(isRenamed ? [() => link.call('devices.rename', { deviceId, name: name.trim() })] : []),
      ...(isRescoped
        ? [
            () =>
              link.call('devices.setScope', {
                deviceId,
                locationIds: limits.locationIds === null ? null : [...limits.locationIds],
                classes: [...limits.classes],
              }),
          ]
        : []),
    ];
    for (const step of steps) {
      const answer = await step();
      if (!answer.ok) {
        setBusy(false);
        setFailure(answer.error);
        return;
      }
    }
    tell(isRescoped ? t('panel.rescoped', { name: name.trim() }) : t('panel.renamed', { name: name.trim() }));
    onClose();
  };
  return (
    <SidePanel title={device.name} onClose={onClose}>
      <form className={css.form} onSubmit={(event) => void save(event)}>
        <TextInput
          label={t('panel.name')}
          description={t('panel.nameHint')}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ScopeFields locations={locations} value={limits} onChange={setLimits} />
        <p className={css.hint}>{t('panel.effect')}</p>
        <Button type="submit" disabled={!isValid || busy}>
          {busy ? t('panel.busy') : t('panel.save')}
        </Button>
        {failure ? <FailureText failure={failure} /> : null}
      </form>
    </SidePanel>
  );
}
