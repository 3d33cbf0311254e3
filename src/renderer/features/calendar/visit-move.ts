import type { Instant } from '../../../base/time.ts';
import type { BoardCard, ResourceItem } from '../../../contracts/queries.ts';
import { type Clash, findClash, roomFor } from '../booking/clashes.ts';

/** Where a card was dropped. `room`: the room was chosen, too, or none (`{ id: null }`); undefined: wherever it fits. */
export type MoveTarget = {
  readonly staffId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly room?: { readonly id: string | null };
};

/** A line of the visit after the move; `resourceId` is the room it ends up in. */
export type MovedLine = {
  readonly card: BoardCard;
  readonly staffId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly resourceId: string | null;
  /** The room was chosen by hand: no other one will do. */
  readonly roomChosen?: boolean;
};

/**
 * A whole visit after one of its cards was moved or resized. Moved: the lines keep their distances, and only the
 * card itself changes hands. Resized: lines that follow it give way by as much as its end moved; those before stay.
 * Lines come in order of start.
 */
export function movedVisit(
  visit: readonly BoardCard[],
  lineId: string,
  target: MoveTarget,
): readonly MovedLine[] {
  const moved = visit.find((card) => card.lineId === lineId);
  if (!moved) return [];
  const resized = target.endsAt - target.startsAt !== moved.endsAt - moved.startsAt;
  const shift = target.startsAt - moved.startsAt;
  const push = target.endsAt - moved.endsAt;
  return visit
    .map((card): MovedLine => {
      if (card === moved) {
        const { staffId, startsAt, endsAt, room } = target;
        const resourceId = room ? room.id : card.resourceId;
        return { card, staffId, startsAt, endsAt, resourceId, roomChosen: room !== undefined };
      }
      const by = resized ? (card.startsAt >= moved.endsAt ? push : 0) : shift;
      return {
        card,
        staffId: card.staffId,
        startsAt: card.startsAt + by,
        endsAt: card.endsAt + by,
        resourceId: card.resourceId,
      };
    })
    .toSorted((a, b) => a.startsAt - b.startsAt);
}

/**
 * Finds rooms for the moved lines (the old one where it is free) and says who or what is in the way, if anybody.
 * `cards` are all cards of the day. A line whose room is taken everywhere keeps its old room, so that the clash
 * names it.
 */
export function settleMove(
  cards: readonly BoardCard[],
  resources: readonly ResourceItem[],
  lines: readonly MovedLine[],
): { readonly lines: readonly MovedLine[]; readonly clash: Clash | null } {
  const settled = lines.map((line): MovedLine => {
    const held = resources.find((resource) => resource.id === line.card.resourceId);
    if (!held || line.roomChosen === true) return line;
    const room = roomFor(
      cards,
      resources,
      held.capability,
      { ...line.card, ...line },
      {
        preferredId: held.id,
        ignoreVisit: line.card.appointmentId,
      },
    );
    return typeof room === 'string' ? line : { ...line, resourceId: room.resource?.id ?? null };
  });
  for (const line of settled) {
    const clash = findClash(
      cards,
      {
        staffId: line.staffId,
        resourceId: line.resourceId,
        startsAt: line.startsAt,
        endsAt: line.endsAt,
        bufferBeforeMinutes: line.card.bufferBeforeMinutes,
        bufferAfterMinutes: line.card.bufferAfterMinutes,
      },
      line.card.appointmentId,
    );
    if (clash) return { lines: settled, clash };
  }
  return { lines: settled, clash: null };
}

/** The cards of one visit on this board, in order of start. */
export const visitOf = (cards: readonly BoardCard[], appointmentId: string): readonly BoardCard[] =>
  cards.filter((card) => card.appointmentId === appointmentId).toSorted((a, b) => a.startsAt - b.startsAt);

/** Why a service cannot be in a room, by what each says of itself; null where it can. */
export function roomRefusal(
  requires: string | null,
  room: { readonly id: string | null } | undefined,
  resources: readonly ResourceItem[],
): 'needsRoom' | 'otherKind' | null {
  if (room === undefined || requires === null) return null;
  if (room.id === null) return 'needsRoom';
  return resources.find(({ id }) => id === room.id)?.capability === requires ? null : 'otherKind';
}

/** The two would stand beside each other; only the time that goes with one of them is in the way. */
export const isBufferOnly = (card: BoardCard, target: Pick<MoveTarget, 'startsAt' | 'endsAt'>): boolean =>
  card.endsAt <= target.startsAt || target.endsAt <= card.startsAt;
