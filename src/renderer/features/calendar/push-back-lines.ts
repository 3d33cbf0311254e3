import { type Instant, MINUTE } from '../../../base/time.ts';
import type { BoardCard, DayBoard, ResourceItem } from '../../../contracts/queries.ts';
import { latenessOf } from '../../../domain/scheduling/lateness.ts';
import { type DiaryLine, planPushBack, type PushBackPlan } from '../../../domain/scheduling/push-back.ts';
import { type AppointmentStatus, isHolding } from '../../../domain/scheduling/status.ts';
import type { Command } from '../../data/use-execute.ts';

/** What has not begun begins later; what is under way goes on for longer. What is done delays nobody. */
export const mayPushBack = (status: AppointmentStatus): boolean => isHolding(status) && status !== 'done';

const STEP = 5;
const DEFAULT_MINUTES = 15;

/** As late as it is by now, in whole five minutes; a quarter of an hour where it is not late yet. */
export function delayOf(card: BoardCard, now: Instant): number {
  const late = latenessOf(card, now);
  return late === null ? DEFAULT_MINUTES : Math.ceil(late.minutes / STEP) * STEP;
}

/** The plan for one card of a day that begins, or ends, so many minutes later. */
export function planFor(
  board: DayBoard,
  resources: readonly ResourceItem[],
  card: BoardCard,
  minutes: number,
  keepBreaks: boolean,
): PushBackPlan {
  const person = board.columns.find(({ staffId }) => staffId === card.staffId);
  const blocks = board.blocks.filter(({ staffId }) => staffId === card.staffId);
  const by = minutes * MINUTE;
  return planPushBack(
    {
      lines: board.cards.filter(({ status }) => isHolding(status)).map(toLine),
      resources,
      keepFree: keepBreaks
        ? [
            ...(person?.breaks ?? []),
            ...blocks.map(({ startsAt, endsAt }) => ({ from: startsAt, to: endsAt })),
          ]
        : [],
    },
    {
      lineId: card.lineId,
      startsAt: card.startsAt + (card.status === 'in_service' ? 0 : by),
      endsAt: card.endsAt + by,
    },
  );
}

const toLine = (card: BoardCard): DiaryLine => ({
  lineId: card.lineId,
  visitId: card.appointmentId,
  staffId: card.staffId,
  resourceId: card.resourceId,
  startsAt: card.startsAt,
  endsAt: card.endsAt,
  bufferBeforeMinutes: card.bufferBeforeMinutes,
  bufferAfterMinutes: card.bufferAfterMinutes,
  movable: card.status !== 'in_service' && card.status !== 'done',
});

/** The moves of a plan, one group; `back` takes them back in the order in which every old place is free again. */
export function moveCommands(
  { visits }: PushBackPlan,
  softReason: string | null,
  newId: () => string,
): { readonly there: readonly Command[]; readonly back: readonly Command[] } {
  const move = (id: string, lines: readonly DiaryLine[], reason: string | null): Command => ({
    name: 'appointment.move',
    args: {
      id,
      softReason: reason,
      lines: lines.map(({ lineId, staffId, startsAt, endsAt, resourceId }) => ({
        id: lineId,
        staffId,
        startsAt,
        endsAt,
        resourceId,
        resourceHoldId: resourceId === null ? null : newId(),
      })),
    },
  });
  return {
    there: visits.map(({ visitId, lines }) => move(visitId, lines, softReason)),
    back: visits.toReversed().map(({ visitId, lines }) => {
      const old = lines.map(({ from }) => from);
      return move(visitId, old, null);
    }),
  };
}
