import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCard, DayBoard, ResourceItem, ServiceItem } from '../../../contracts/queries.ts';
import { newSoftConflicts } from '../../../domain/scheduling/soft-conflicts.ts';
import { isHolding, nextStatus } from '../../../domain/scheduling/status.ts';
import { newId } from '../../data/clock.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import notice from '../../ui/notices.module.css';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { type Clash, softConflictsOn } from '../booking/clashes.ts';
import type { Verdict } from './board-gestures.ts';
import type { SoftQuestion } from './soft-dialog.tsx';
import { useStatusStep } from './use-status-step.ts';
import { type MovedLine, movedVisit, type MoveTarget, settleMove, visitOf } from './visit-move.ts';

export type BoardActions = {
  readonly mayMove: (card: BoardCard) => boolean;
  readonly judge: (card: BoardCard, target: MoveTarget) => Verdict;
  readonly move: (card: BoardCard, target: MoveTarget) => Promise<'done' | 'refused'>;
  readonly next: (card: BoardCard) => void;
  readonly removeBlock: (blockId: string) => void;
  /** Waits for a reason; the dropped card stays where it is meanwhile. */
  readonly question: SoftQuestion | null;
};

const NO_RESOURCES: readonly ResourceItem[] = [];
const NO_SERVICES: readonly ServiceItem[] = [];

/** What can be done to the cards of a day, each with its refusals in words and its undo. */
export function useBoardActions(
  board: DayBoard | undefined,
  resources: readonly ResourceItem[] = NO_RESOURCES,
  services: readonly ServiceItem[] = NO_SERVICES,
): BoardActions {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const { t: booking } = useTranslation('booking');
  const format = useFormat();
  const execute = useExecute();
  const step = useStatusStep();
  const [question, setQuestion] = useState<SoftQuestion | null>(null);
  const zone = board?.timeZone ?? 'UTC';

  const nameOf = useCallback(
    (staffId: string): string => board?.columns.find((column) => column.staffId === staffId)?.name ?? '',
    [board?.columns],
  );
  const clientOf = useCallback(
    (card: BoardCard): string => card.clientName ?? common(card.clientId === null ? 'walkIn' : 'nobody'),
    [common],
  );
  const settle = useCallback(
    (card: BoardCard, target: MoveTarget) => {
      const cards = board?.cards ?? [];
      return settleMove(
        cards,
        resources,
        movedVisit(visitOf(cards, card.appointmentId), card.lineId, target),
      );
    },
    [board?.cards, resources],
  );

  const judge = useCallback(
    (card: BoardCard, target: MoveTarget): Verdict => {
      const { clash } = settle(card, target);
      if (clash === null) {
        const time = format.timeRange(target.startsAt, target.endsAt, zone);
        return { free: true, text: t('move.to', { time, name: nameOf(target.staffId) }) };
      }
      const time = format.timeRange(clash.card.startsAt, clash.card.endsAt, zone);
      const client = clientOf(clash.card);
      return {
        free: false,
        text:
          clash.on === 'staff'
            ? t('move.taken', { client, time })
            : t('move.takenRoom', {
                room: clash.card.resourceName ?? t('move.takenRoomUnknown'),
                client,
                time,
              }),
      };
    },
    [settle, format, zone, t, clientOf, nameOf],
  );

  const tellClash = useCallback(
    (clash: Clash, staffId: string): void => {
      const facts = {
        name: nameOf(staffId),
        room: clash.card.resourceName ?? t('move.takenRoomUnknown'),
        client: clientOf(clash.card),
        time: format.timeRange(clash.card.startsAt, clash.card.endsAt, zone),
      };
      tell(t('move.refusedTitle'), t(clash.on === 'staff' ? 'move.refusedStaff' : 'move.refusedRoom', facts));
    },
    [nameOf, t, clientOf, format, zone],
  );

  const ask = useCallback(
    (lines: readonly MovedLine[]): Promise<string | null> | null => {
      if (!board) return null;
      const conflicts = lines.flatMap((line) => {
        const who = {
          service: services.find(({ id }) => id === line.card.serviceId) ?? null,
          doNotBook: false,
        };
        const { card } = line;
        const before = softConflictsOn(board, card.staffId, { from: card.startsAt, to: card.endsAt }, who);
        const after = softConflictsOn(board, line.staffId, { from: line.startsAt, to: line.endsAt }, who);
        // A new person means new facts; with the same person only what the move itself brings is asked.
        const fresh = line.staffId === card.staffId ? newSoftConflicts(before, after) : after;
        return fresh.map((conflict) => ({ conflict, personName: nameOf(line.staffId) }));
      });
      if (conflicts.length === 0) return null;
      return new Promise((resolve) => {
        setQuestion({
          conflicts,
          answer: (reason) => {
            setQuestion(null);
            resolve(reason);
          },
        });
      });
    },
    [board, services, nameOf],
  );

  const move = useCallback(
    async (card: BoardCard, target: MoveTarget): Promise<'done' | 'refused'> => {
      const { lines, clash } = settle(card, target);
      if (clash) {
        tellClash(clash, target.staffId);
        return 'refused';
      }
      const asked = ask(lines);
      const reason = asked === null ? null : await asked;
      if (asked !== null && reason === null) return 'refused';

      const answer = await execute([moveCommand(card.appointmentId, lines, reason)], {
        onFailure: ({ rejection }) => {
          if (rejection?.code !== 'overlap') return false;
          tell(t('move.refusedTitle'), booking('clashUnknown'));
          return true;
        },
      });
      if (!answer.ok) return 'refused';
      const time = format.timeRange(target.startsAt, target.endsAt, zone);
      const resized = target.endsAt - target.startsAt !== card.endsAt - card.startsAt;
      offerUndo({
        text: resized
          ? t('move.resized', { time })
          : target.staffId === card.staffId
            ? t('move.moved', { time })
            : t('move.movedTo', { time, name: nameOf(target.staffId) }),
        undo: async () => {
          const back = lines.map(({ card: old }): MovedLine => ({ ...old, card: old }));
          await execute([moveCommand(card.appointmentId, back, null)]);
        },
      });
      return 'done';
    },
    [settle, tellClash, ask, execute, t, booking, format, zone, nameOf],
  );

  const next = useCallback(
    (card: BoardCard): void => {
      const to = nextStatus(card.status);
      if (to !== null) void step(card, to as Exclude<typeof to, 'cancelled'>);
    },
    [step],
  );

  const removeBlock = useCallback(
    (blockId: string): void => {
      const block = board?.blocks.find(({ id }) => id === blockId);
      if (!board || !block) return;
      const { locationId } = board;
      void (async () => {
        const answer = await execute([{ name: 'block.remove', args: { id: blockId } }]);
        if (!answer.ok) return;
        const { staffId, startsAt, endsAt, reason } = block;
        offerUndo({
          text: booking('unblocked', {
            name: nameOf(staffId),
            time: format.timeRange(startsAt, endsAt, zone),
          }),
          undo: async () => {
            await execute([
              { name: 'block.create', args: { id: newId(), locationId, staffId, startsAt, endsAt, reason } },
            ]);
          },
        });
      })();
    },
    [board, execute, booking, nameOf, format, zone],
  );

  return {
    mayMove: isMovable,
    judge,
    move,
    next,
    removeBlock,
    question,
  };
}

/** A visit moves while it holds its time; what is done stays where it was. */
const isMovable = (card: BoardCard): boolean => isHolding(card.status) && card.status !== 'done';

const moveCommand = (id: string, lines: readonly MovedLine[], softReason: string | null): Command => ({
  name: 'appointment.move',
  args: {
    id,
    softReason,
    lines: lines.map(({ card, staffId, startsAt, endsAt, resourceId }) => ({
      id: card.lineId,
      staffId,
      startsAt,
      endsAt,
      resourceId,
      resourceHoldId: resourceId === null ? null : newId(),
    })),
  },
});

/** One refusal at a time; a newer one takes the place of the older, which would otherwise stay with its old words. */
let told: string | null = null;

function tell(title: string, text: string): void {
  if (told !== null) notifications.hide(told);
  told = notifications.show({
    title,
    message: text,
    autoClose: 8_000,
    classNames: { root: notice.notice ?? '', description: notice.body ?? '' },
  });
}
