import { Button, Select, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../base/time.ts';
import type { BoardBlock, BoardColumn } from '../../../contracts/queries.ts';
import { dayOf } from '../../ui/format.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { BlockReasons } from '../booking/block-reasons.tsx';
import { endText, instantOf } from './block-times.ts';
import css from './block-panel.module.css';
import { SidePanel } from './side-panel.tsx';
import type { BlockPlace } from './use-block-actions.ts';

/** Blocked time: why, whose, when, and who blocked it. */
export function BlockPanel({
  block,
  personName,
  people,
  timeZone,
  onSave,
  onRemove,
  onClose,
}: {
  readonly block: BoardBlock;
  readonly personName: string;
  readonly people: readonly BoardColumn[];
  readonly timeZone: string;
  readonly onSave: (place: BlockPlace) => Promise<'done' | 'refused'>;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('booking');
  const format = useFormat();
  const [reason, setReason] = useState(block.reason);
  const [staffId, setStaffId] = useState(block.staffId);
  const [from, setFrom] = useState(() => format.time(block.startsAt, timeZone));
  const [to, setTo] = useState(() => endText(format.time(block.endsAt, timeZone)));
  const [tried, setTried] = useState(false);
  const saving = useRef(false);

  const day = dayOf(block.startsAt, timeZone);
  const startsAt = instantOf(day, from, timeZone);
  const endsAt = instantOf(dayOf(block.endsAt - 1, timeZone), to, timeZone);
  const isOrdered = startsAt !== null && endsAt !== null && endsAt > startsAt;

  const save = async (): Promise<void> => {
    setTried(true);
    if (saving.current || reason.trim() === '' || !isOrdered) return;
    saving.current = true;
    const place = {
      staffId,
      startsAt: startsAt as Instant,
      endsAt: endsAt as Instant,
      reason: reason.trim(),
    };
    const outcome = await onSave(place);
    saving.current = false;
    if (outcome === 'done') onClose();
  };
  useShortcuts([{ keys: 'Ctrl+Enter', label: t('blockSave'), group: 'board', run: () => void save() }]);
  const options = people.map(({ staffId: value, name }) => ({ value, label: name }));
  return (
    <SidePanel
      label={t('titleBlocked')}
      onClose={onClose}
      footer={
        <div className={css.buttons}>
          <Button onClick={() => void save()}>
            <WithKeys text={t('blockSave')} keys="Ctrl+Enter" />
          </Button>
          <Button
            variant="default"
            onClick={() => {
              onRemove();
              onClose();
            }}
          >
            {t('blockRemove')}
          </Button>
        </div>
      }
    >
      <TextInput
        label={t('blockReason')}
        value={reason}
        autoFocus
        onChange={(event) => setReason(event.currentTarget.value)}
        error={tried && reason.trim() === '' ? t('blockReasonMissing') : null}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) void save();
        }}
      />
      <BlockReasons reason={reason} onPick={setReason} />
      <Select
        label={t('personBlock')}
        value={staffId}
        allowDeselect={false}
        data={
          options.some(({ value }) => value === block.staffId)
            ? options
            : [{ value: block.staffId, label: personName }, ...options]
        }
        onChange={(value) => {
          if (value !== null) setStaffId(value);
        }}
      />
      <div className={css.times}>
        <TextInput
          label={t('blockFrom')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          error={tried && startsAt === null ? t('startWrong') : null}
        />
        <TextInput
          label={t('blockTo')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={!tried || isOrdered ? null : endsAt === null ? t('startWrong') : t('blockEndsFirst')}
        />
      </div>
      <p className={css.quiet}>
        {block.author === null ? t('blockedByNobody') : t('blockedBy', { name: block.author })}
        {block.pending ? ` · ${t('blockWaits')}` : null}
      </p>
    </SidePanel>
  );
}
