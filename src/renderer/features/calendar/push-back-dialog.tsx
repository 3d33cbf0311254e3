import { ActionIcon, Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCard, DayBoard, ResourceItem, ServiceItem } from '../../../contracts/queries.ts';
import type { PlannedLine, PushBackPlan, Stuck } from '../../../domain/scheduling/push-back.ts';
import { newSoftConflicts } from '../../../domain/scheduling/soft-conflicts.ts';
import { newId, now } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { type CommandPayloads, useCommand } from '../../ui/commands.ts';
import { dayOf } from '../../ui/format.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WithKeys } from '../../ui/with-keys.tsx';
import { softConflictsOn } from '../booking/clashes.ts';
import { useSoftWords } from '../booking/soft-words.ts';
import dialogs from './dialogs.module.css';
import css from './push-back-dialog.module.css';
import { delayOf, moveCommands, planFor } from './push-back-lines.ts';

type Target = CommandPayloads['push-back'];

/** Answers the command: the dialog opens once the day of the line is read. */
export function PushBackHost() {
  const [target, setTarget] = useState<Target | null>(null);
  useCommand('push-back', (wanted) => setTarget(wanted ?? null));
  const { data: board } = useDeskQuery(
    'dayBoard',
    {
      locationId: target?.locationId ?? '',
      day: target === null ? '' : dayOf(target.at, target.timeZone),
    },
    { enabled: target !== null },
  );
  const { data: resources } = useDeskQuery(
    'resources',
    { locationId: target?.locationId ?? '' },
    { enabled: target !== null },
  );
  const { data: services } = useDeskQuery('services', {}, { enabled: target !== null });
  const card = board?.cards.find(({ lineId }) => lineId === target?.lineId);
  if (target === null || !board || !resources || !services || !card) return null;
  return (
    <PushBackDialog
      key={card.lineId}
      card={card}
      board={board}
      resources={resources}
      services={services}
      onClose={() => setTarget(null)}
    />
  );
}

type Day = {
  readonly board: DayBoard;
  readonly resources: readonly ResourceItem[];
  readonly services: readonly ServiceItem[];
};

/** By how much, what has to move for it, what speaks against that; one group of moves, one undo. */
function PushBackDialog({
  card,
  onClose,
  ...day
}: Day & { readonly card: BoardCard; readonly onClose: () => void }) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const execute = useExecute();
  const [minutes, setMinutes] = useState(() => delayOf(card, now()));
  const [keepBreaks, setKeepBreaks] = useState(true);
  const [reason, setReason] = useState<string>(t('pushBack.late_'));
  const [sending, setSending] = useState(false);
  const { board, resources } = day;
  const zone = board.timeZone;
  const plan = planFor(board, resources, card, minutes, keepBreaks);
  const warnings = useWarnings(plan, day);
  const isOver = card.status === 'in_service';
  const step = (by: number): void => setMinutes((now) => Math.max(5, Math.min(240, now + by)));
  const isReady = plan.stuck.length === 0 && (warnings.size === 0 || reason.trim() !== '');

  const send = async (): Promise<void> => {
    if (!isReady || sending) return;
    const { there, back } = moveCommands(plan, warnings.size === 0 ? null : reason.trim(), newId);
    setSending(true);
    const answer = await execute(there);
    setSending(false);
    if (!answer.ok) return;
    onClose();
    offerUndo({
      text: t('pushBack.done', { count: there.length, minutes }),
      undo: async () => void (await execute(back)),
    });
  };
  const onArrows = (event: KeyboardEvent): void => {
    const sign = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (sign === 0) return;
    event.preventDefault();
    step(sign * 5);
  };

  return (
    <Modal
      closeButtonProps={{ 'aria-label': common('close') }}
      opened
      onClose={onClose}
      title={t('pushBack.title')}
      size={520}
    >
      <form
        className={dialogs.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className={css.much}>
          <span>
            {t(isOver ? 'pushBack.over' : 'pushBack.late', {
              client: clientOf(card, common),
              time: format.time(isOver ? card.endsAt : card.startsAt, zone),
              name: board.columns.find(({ staffId }) => staffId === card.staffId)?.name ?? '',
            })}
          </span>
          <span className={css.steps}>
            <ActionIcon size={36} variant="default" aria-label={t('pushBack.less')} onClick={() => step(-5)}>
              <IconMinus size={16} />
            </ActionIcon>
            <TextInput
              data-autofocus
              className={css.minutes ?? ''}
              aria-label={t('pushBack.minutes')}
              inputMode="numeric"
              value={String(minutes)}
              onChange={(event) => {
                const value = Number(event.currentTarget.value);
                if (Number.isInteger(value) && value >= 0 && value <= 240) setMinutes(value);
              }}
              onFocus={(event) => event.currentTarget.select()}
              onKeyDown={onArrows}
            />
            <ActionIcon size={36} variant="default" aria-label={t('pushBack.more')} onClick={() => step(5)}>
              <IconPlus size={16} />
            </ActionIcon>
          </span>
        </div>
        <Checkbox
          label={t('pushBack.keepBreaks')}
          checked={keepBreaks}
          onChange={(event) => setKeepBreaks(event.currentTarget.checked)}
        />
        <Moves plan={plan} day={day} warnings={warnings} />
        {plan.stuck.length === 0 ? null : <StuckList stuck={plan.stuck} day={day} />}
        {warnings.size === 0 || plan.stuck.length > 0 ? null : (
          <TextInput
            label={t('pushBack.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <div className={dialogs.buttons}>
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" disabled={!isReady} loading={sending}>
            <WithKeys text={t('pushBack.confirm', { count: plan.visits.length })} keys="Enter" />
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Moves({
  plan,
  day,
  warnings,
}: {
  readonly plan: PushBackPlan;
  readonly day: Day;
  readonly warnings: ReadonlyMap<string, readonly string[]>;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const { board, resources } = day;
  const lines = plan.visits
    .flatMap((visit) => visit.lines)
    .filter((line) => line.startsAt !== line.from.startsAt || line.endsAt !== line.from.endsAt)
    .toSorted((a, b) => a.startsAt - b.startsAt);
  const stuck = new Set(plan.stuck.map(({ line }) => line.lineId));
  return (
    <section>
      <h3 className={css.heading}>{t('pushBack.moves')}</h3>
      <ul className={css.moves} aria-label={t('pushBack.moves')}>
        {lines.map((line) => {
          const card = board.cards.find(({ lineId }) => lineId === line.lineId);
          const room =
            line.resourceId === line.from.resourceId
              ? undefined
              : resources.find(({ id }) => id === line.resourceId);
          return (
            <li key={line.lineId} data-stuck={stuck.has(line.lineId) || undefined}>
              <span className={css.client}>{card ? clientOf(card, common) : ''}</span>
              <span className={css.service}>
                {card?.serviceName}
                {room === undefined ? '' : ` ${t('pushBack.room', { room: room.name })}`}
              </span>
              <span className={css.times}>
                {t('pushBack.from', {
                  from: format.time(line.from.startsAt, board.timeZone),
                  to: format.timeRange(line.startsAt, line.endsAt, board.timeZone),
                })}
              </span>
              {(warnings.get(line.lineId) ?? []).map((warning) => (
                <span key={warning} className={css.warning}>
                  {warning}
                </span>
              ))}
            </li>
          );
        })}
      </ul>
      {lines.length <= 1 ? <p className={css.quiet}>{t('pushBack.nothing')}</p> : null}
    </section>
  );
}

function StuckList({ stuck, day }: { readonly stuck: readonly Stuck[]; readonly day: Day }) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const { board, resources } = day;
  const cardOf = (lineId: string): BoardCard | undefined =>
    board.cards.find((card) => card.lineId === lineId);
  const words = ({ line, on, by }: Stuck): string => {
    const card = cardOf(line.lineId);
    const other = cardOf(by.lineId);
    const facts = {
      client: card ? clientOf(card, common) : '',
      service: card?.serviceName ?? '',
      time: format.time(line.startsAt, board.timeZone),
      name: board.columns.find(({ staffId }) => staffId === line.staffId)?.name ?? '',
      room: resources.find(({ id }) => id === line.resourceId)?.name ?? '',
      other: other ? clientOf(other, common) : '',
      otherTime: format.time(by.startsAt, board.timeZone),
    };
    if (on === 'order') return t('pushBack.stuckOrder', facts);
    return t(on === 'staff' ? 'pushBack.stuckStaff' : 'pushBack.stuckRoom', facts);
  };
  return (
    <div className={css.stuck} role="alert">
      <strong>{t('pushBack.stuck')}</strong>
      {stuck.map((one) => (
        <p key={`${one.line.lineId} ${one.by.lineId}`}>{words(one)}</p>
      ))}
      <p>{t('pushBack.stuckHelp')}</p>
    </div>
  );
}

/** What the new places bring with them that the old ones had not: past the shift, past closing, into a break. */
function useWarnings(plan: PushBackPlan, { board, services }: Day): ReadonlyMap<string, readonly string[]> {
  const words = useSoftWords(board.timeZone);
  const warnings = new Map<string, readonly string[]>();
  const conflictsAt = (line: PlannedLine, place: { readonly startsAt: number; readonly endsAt: number }) => {
    const card = board.cards.find(({ lineId }) => lineId === line.lineId);
    const service = services.find(({ id }) => id === card?.serviceId) ?? null;
    const stretch = { from: place.startsAt, to: place.endsAt };
    return softConflictsOn(board, line.staffId, stretch, { service, doNotBook: false });
  };
  for (const line of plan.visits.flatMap((visit) => visit.lines)) {
    const fresh = newSoftConflicts(conflictsAt(line, line.from), conflictsAt(line, line));
    const name = board.columns.find(({ staffId }) => staffId === line.staffId)?.name ?? '';
    if (fresh.length > 0)
      warnings.set(
        line.lineId,
        fresh.map((conflict) => words(conflict, name)),
      );
  }
  return warnings;
}

const clientOf = (card: BoardCard, common: (key: 'walkIn' | 'nobody') => string): string =>
  card.clientName ?? common(card.clientId === null ? 'walkIn' : 'nobody');
