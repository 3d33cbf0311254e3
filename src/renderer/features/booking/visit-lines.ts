import { type Instant, type Interval, overlaps } from '../../../base/time.ts';
import type { BoardColumn, DayBoard, ResourceItem, ServiceItem } from '../../../contracts/queries.ts';
import type { SoftConflict } from '../../../domain/scheduling/soft-conflicts.ts';
import { heldTime, layOut, type PlacedService } from '../../../domain/scheduling/visit-layout.ts';
import { parseMoney } from '../../ui/format.ts';
import { type Clash, findClash, roomFor, softConflictsOn } from './clashes.ts';
import type { DraftLine } from './draft.ts';

/** What follows from one service of a draft and the day it falls on. */
export type LineFacts = {
  readonly line: DraftLine;
  readonly service: ServiceItem | null;
  /** Who does it: chosen, or found free; null: nobody. */
  readonly staffId: string | null;
  readonly person: BoardColumn | null;
  /** null while the visit has no time. */
  readonly span: Interval | null;
  /** Room held with it; `taken` and `missing` are refusals. */
  readonly room: { readonly resource: ResourceItem | null } | 'taken' | 'missing';
  readonly clash: Clash | null;
  /** Another service of this visit needs the same person at the same time. */
  readonly twice: boolean;
  readonly soft: readonly SoftConflict[];
  /** In cents; null while what was typed is no amount. */
  readonly priceCents: number | null;
};

export type VisitDay = {
  /** The day that the visit falls on; undefined while it is read. */
  readonly board: DayBoard | undefined;
  readonly services: readonly ServiceItem[];
  readonly resources: readonly ResourceItem[];
  readonly startsAt: Instant | null;
  readonly doNotBook: boolean;
  /** A visit that is being changed: what it holds is no obstacle. */
  readonly ignoreVisit: string | null;
  /** The room that was pointed at, if it fits. */
  readonly roomId: string | null;
};

const DEFAULT_MINUTES = 30;
const NO_ROOM = { resource: null } as const;

type Hand = { readonly staffId: string | null; readonly room: LineFacts['room'] };

/** Lays the services of a draft out on the day: times follow each other, rooms and free people are found. */
export function visitLines(lines: readonly DraftLine[], day: VisitDay): readonly LineFacts[] {
  const { board, startsAt, services } = day;
  const wanted = lines.map((line) => {
    const service = services.find(({ id }) => id === line.serviceId) ?? null;
    return { line, service };
  });
  const placedWith = (hands: readonly Hand[]): readonly PlacedService[] =>
    hands.map(({ staffId, room }, index) => {
      const { line, service } = wanted[index] ?? { line: undefined, service: null };
      return {
        durationMinutes: line?.minutes ?? service?.durationMinutes ?? DEFAULT_MINUTES,
        bufferBeforeMinutes: service?.bufferBeforeMinutes ?? 0,
        bufferAfterMinutes: service?.bufferAfterMinutes ?? 0,
        timing: line?.timing ?? 'after',
        staffId,
        resourceId: typeof room === 'string' ? null : (room.resource?.id ?? null),
      };
    });

  const judged = (hands: readonly Hand[]): readonly Omit<LineFacts, 'priceCents'>[] => {
    const placed = placedWith(hands);
    const times = startsAt === null ? [] : layOut(placed, startsAt);
    return hands.map((hand, index) => {
      const { line, service } = wanted[index] as (typeof wanted)[number];
      const need = placed[index];
      const time = times[index];
      const person = board?.columns.find(({ staffId }) => staffId === hand.staffId) ?? null;
      const bare = { line, service, staffId: hand.staffId, person, room: hand.room };
      if (time === undefined || need === undefined || board === undefined) {
        const span = time === undefined ? null : { from: time.startsAt, to: time.endsAt };
        return { ...bare, span, clash: null, twice: false, soft: [] };
      }
      const span = { from: time.startsAt, to: time.endsAt };
      const held = heldTime(need, span.from);
      const clash =
        hand.staffId === null
          ? null
          : findClash(
              board.cards,
              { ...need, ...time, staffId: hand.staffId, resourceId: need.resourceId },
              day.ignoreVisit,
            );
      const twice = placed.some(
        (other, position) =>
          position < index &&
          other.staffId !== null &&
          other.staffId === hand.staffId &&
          overlaps(heldTime(other, times[position]?.startsAt ?? 0), held),
      );
      const soft =
        hand.staffId === null
          ? []
          : softConflictsOn(board, hand.staffId, span, { service, doNotBook: index === 0 && day.doNotBook });
      return { ...bare, span, clash, twice, soft };
    });
  };

  /** The room for the last of the hands: of those that fit one that neither the day nor the visit uses then. */
  const roomOf = (hands: readonly Hand[]): LineFacts['room'] => {
    const index = hands.length - 1;
    const service = wanted[index]?.service ?? null;
    if (startsAt === null || board === undefined || service === null || service.requires === null)
      return NO_ROOM;
    const placed = placedWith(hands);
    const times = layOut(placed, startsAt);
    const need = placed[index];
    const time = times[index];
    if (need === undefined || time === undefined) return NO_ROOM;
    const used = placed.flatMap(({ resourceId, ...other }, position) =>
      position < index &&
      overlaps(
        heldTime(other as PlacedService, times[position]?.startsAt ?? 0),
        heldTime(need, time.startsAt),
      )
        ? [resourceId]
        : [],
    );
    const free = day.resources.filter(({ id }) => !used.includes(id));
    const room = roomFor(
      board.cards,
      free,
      service.requires,
      { ...need, ...time },
      {
        preferredId: day.roomId,
        ignoreVisit: day.ignoreVisit,
      },
    );
    return room === 'missing' && used.length > 0 ? 'taken' : room;
  };

  const hands: Hand[] = [];
  for (const { line, service } of wanted) {
    const tryWith = (staffId: string | null): Hand => ({
      staffId,
      room: roomOf([...hands, { staffId, room: NO_ROOM }]),
    });
    hands.push(
      line.staffId !== null || service === null || board === undefined || startsAt === null
        ? tryWith(line.staffId)
        : (freeHand(service, board, hands, tryWith, judged) ?? tryWith(null)),
    );
  }
  return judged(hands).map((facts) => ({
    ...facts,
    priceCents:
      facts.line.priceText === null ? (facts.service?.priceCents ?? 0) : parseMoney(facts.line.priceText),
  }));
}

/** Somebody free and without a warning, rather the person who serves the visit already. */
function freeHand(
  service: ServiceItem,
  board: DayBoard,
  hands: readonly Hand[],
  tryWith: (staffId: string) => Hand,
  judged: (hands: readonly Hand[]) => readonly Omit<LineFacts, 'priceCents'>[],
): Hand | undefined {
  const last = hands.at(-1)?.staffId;
  return board.columns
    .filter(({ staffId }) => service.staffIds.includes(staffId))
    .toSorted((a, b) => Number(b.staffId === last) - Number(a.staffId === last))
    .map(({ staffId }) => tryWith(staffId))
    .find((hand) => {
      const facts = judged([...hands, hand]).at(-1);
      return (
        facts !== undefined &&
        facts.clash === null &&
        !facts.twice &&
        typeof facts.room !== 'string' &&
        facts.soft.every(({ kind }) => kind === 'do_not_book')
      );
    });
}

/** First start and last end of the visit; null while it has no time. */
export function visitSpanOf(lines: readonly LineFacts[]): Interval | null {
  const spans = lines.flatMap(({ span }) => span ?? []);
  return spans.length === 0
    ? null
    : {
        from: Math.min(...spans.map(({ from }) => from)),
        to: Math.max(...spans.map(({ to }) => to)),
      };
}

/** The wish as the search takes it; services that are not chosen yet are left out. */
export const wishedServices = (lines: readonly LineFacts[]) =>
  lines.flatMap(({ line, service }, index) =>
    service === null
      ? []
      : [
          {
            serviceId: service.id,
            staffId: line.wishId ?? (line.personChosen ? line.staffId : null),
            minutes:
              line.minutes === null || line.minutes === service.durationMinutes
                ? null
                : Math.max(5, Math.min(720, line.minutes)),
            timing: index === 0 ? ('after' as const) : line.timing,
          },
        ],
  );
