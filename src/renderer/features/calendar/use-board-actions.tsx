import { notifications } from '@mantine/notifications';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCard, DayBoard, ResourceItem, ServiceItem } from '../../../contracts/queries.ts';
import { newSoftConflicts } from '../../../domain/scheduling/soft-conflicts.ts';
import { isHolding } from '../../../domain/scheduling/status.ts';
import { newId } from '../../data/clock.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import notice from '../../ui/notices.module.css';
import { offerUndo } from '../../ui/undo-notice.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { type Clash, softConflictsOn } from '../booking/clashes.ts';
import type { Verdict } from './gesture-world.ts';
import { boardAt, cardsOfDays, nameOnBoard } from './lanes.ts';
import type { SoftQuestion } from './soft-dialog.tsx';
import {
  isBufferOnly,
  type MovedLine,
  movedVisit,
  type MoveTarget,
  roomRefusal,
  settleMove,
  visitOf,
} from './visit-move.ts';

export type BoardActions = {
  readonly mayMove: (card: BoardCard) => boolean;
  readonly judge: (card: BoardCard, target: MoveTarget) => Verdict;
  readonly move: (card: BoardCard, target: MoveTarget) => Promise<'done' | 'refused'>;
  /** Waits for a reason; the dropped card stays where it is meanwhile. */
  readonly question: SoftQuestion | null;
};

const NO_RESOURCES: readonly ResourceItem[] = [];
const NO_SERVICES: readonly ServiceItem[] = [];

/** What can be done to the cards of the days shown, each with its refusals in words and its undo. */
export function useBoardActions(
  days: readonly DayBoard[],
  resources: readonly ResourceItem[] = NO_RESOURCES,
  services: readonly ServiceItem[] = NO_SERVICES,
): BoardActions {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const { t: booking } = useTranslation('booking');
  const format = useFormat();
  const execute = useExecute();
  const [question, setQuestion] = useState<SoftQuestion | null>(null);
  const zone = days[0]?.timeZone ?? 'UTC';
  const cards = useMemo(() => cardsOfDays(days), [days]);

  const nameOf = useCallback((staffId: string): string => nameOnBoard(days, staffId), [days]);
  const clientOf = useCallback(
    (card: BoardCard): string => card.clientName ?? common(card.clientId === null ? 'walkIn' : 'nobody'),
    [common],
  );
  const settle = useCallback(
    (card: BoardCard, target: MoveTarget) =>
      settleMove(cards, resources, movedVisit(visitOf(cards, card.appointmentId), card.lineId, target)),
    [cards, resources],
  );
  const roomWords = useCallback(
    (card: BoardCard, target: MoveTarget): string | null => {
      const requires = services.find(({ id }) => id === card.serviceId)?.requires ?? null;
      const refusal = roomRefusal(requires, target.room, resources);
      if (refusal === null) return null;
      const room = resources.find(({ id }) => id === target.room?.id)?.name ?? '';
      return refusal === 'needsRoom'
        ? t('move.needsRoom', { service: card.serviceName })
        : t('move.otherRoom', { service: card.serviceName, room });
    },
    [services, resources, t],
  );

  const judge = useCallback(
    (card: BoardCard, target: MoveTarget): Verdict => {
      const unfit = roomWords(card, target);
      if (unfit !== null) return { free: false, text: unfit };
      const { clash } = settle(card, target);
      if (clash === null) {
        const time = format.timeRange(target.startsAt, target.endsAt, zone);
        return { free: true, text: t('move.to', { time, name: nameOf(target.staffId) }) };
      }
      const time = format.timeRange(clash.card.startsAt, clash.card.endsAt, zone);
      const client = clientOf(clash.card);
      // Free to the eye, but the time around a booking belongs to it.
      if (isBufferOnly(clash.card, target)) return { free: false, text: t('move.buffer', { client, time }) };
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
    [settle, roomWords, format, zone, t, clientOf, nameOf],
  );

  const tellClash = useCallback(
    (clash: Clash, target: MoveTarget): void => {
      const facts = {
        name: nameOf(target.staffId),
        room: clash.card.resourceName ?? t('move.takenRoomUnknown'),
        client: clientOf(clash.card),
        time: format.timeRange(clash.card.startsAt, clash.card.endsAt, zone),
      };
      const why = isBufferOnly(clash.card, target)
        ? 'move.refusedBuffer'
        : clash.on === 'staff'
          ? 'move.refusedStaff'
          : 'move.refusedRoom';
      tell(t('move.refusedTitle'), t(why, facts));
    },
    [nameOf, t, clientOf, format, zone],
  );

  const ask = useCallback(
    (lines: readonly MovedLine[]): Promise<string | null> | null => {
      const conflicts = lines.flatMap((line) => {
        const who = {
          service: services.find(({ id }) => id === line.card.serviceId) ?? null,
          doNotBook: false,
        };
        const { card } = line;
        const from = boardAt(days, card.startsAt);
        const to = boardAt(days, line.startsAt);
        if (!from || !to) return [];
        const before = softConflictsOn(from, card.staffId, { from: card.startsAt, to: card.endsAt }, who);
        const after = softConflictsOn(to, line.staffId, { from: line.startsAt, to: line.endsAt }, who);
        // A new person or day means new facts; otherwise only what the move itself brings is asked.
        const fresh = line.staffId === card.staffId && from === to ? newSoftConflicts(before, after) : after;
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
    [days, services, nameOf],
  );

  const move = useCallback(
    async (card: BoardCard, target: MoveTarget): Promise<'done' | 'refused'> => {
      const unfit = roomWords(card, target);
      if (unfit !== null) {
        tell(t('move.refusedTitle'), unfit);
        return 'refused';
      }
      const { lines, clash } = settle(card, target);
      if (clash) {
        tellClash(clash, target);
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
      const movedWords = (): string => {
        const room = resources.find(({ id }) => id === target.room?.id)?.name;
        if (target.room !== undefined && target.room.id !== card.resourceId)
          return room === undefined ? t('move.outOfRoom', { time }) : t('move.movedTo', { time, name: room });
        const day = boardAt(days, target.startsAt)?.day;
        return day === undefined || day === boardAt(days, card.startsAt)?.day
          ? t('move.moved', { time })
          : t('move.movedDay', { time, day: format.dayLong(day) });
      };
      offerUndo({
        text: resized
          ? t('move.resized', { time })
          : target.staffId === card.staffId
            ? movedWords()
            : t('move.movedTo', { time, name: nameOf(target.staffId) }),
        undo: async () => {
          const back = lines.map(({ card: old }): MovedLine => ({ ...old, card: old }));
          await execute([moveCommand(card.appointmentId, back, null)]);
        },
      });
      return 'done';
    },
    [settle, roomWords, tellClash, ask, execute, t, booking, format, zone, nameOf, resources, days],
  );

  return {
    mayMove: isMovable,
    judge,
    move,
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
