import type { Interval } from '../../../base/time.ts';
import type { DayBoard, ServiceItem } from '../../../contracts/queries.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { dayOf } from '../../ui/format.ts';
import { type Draft, draftSpan, linesOf } from './draft.ts';
import { type LineFacts, visitLines, visitSpanOf, wishedServices } from './visit-lines.ts';
import type { SlotWish } from './use-slot-search.ts';

/** Everything that follows from a draft and the day it falls on. */
export type BookingFacts = {
  /** The day that it falls on; undefined while it is read. */
  readonly board: DayBoard | undefined;
  readonly services: readonly ServiceItem[];
  readonly lines: readonly LineFacts[];
  /** Of the whole visit. */
  readonly span: Interval | null;
  /** In cents; null while what was typed for one of them is no amount. */
  readonly totalCents: number | null;
  /** What a search for a time is asked. */
  readonly wish: SlotWish;
};

const NOTHING: readonly never[] = [];

/** `ignoreVisit`: the visit that the draft changes. */
export function useBookingFacts(
  draft: Draft,
  timeZone: string,
  shownDay: string,
  ignoreVisit: string | null = null,
): BookingFacts {
  const { locationId } = draft;
  const first = draftSpan(draft);
  const day = first === null ? shownDay : dayOf(first.from, timeZone);
  const board = useDeskQuery('dayBoard', { locationId, day }, { keepPrevious: true }).data;
  const services = useDeskQuery('services', {}).data ?? NOTHING;
  const resources = useDeskQuery('resources', { locationId }).data ?? NOTHING;
  const here = board?.day === day && board.locationId === locationId ? board : undefined;
  const lines = visitLines(linesOf(draft), {
    board: here,
    services,
    resources,
    startsAt: draft.startsAt,
    doNotBook: draft.client.kind === 'known' && draft.client.doNotBook,
    ignoreVisit,
    roomId: draft.roomId,
  });
  return {
    board: here,
    services,
    lines,
    span: draft.mode === 'block' ? first : visitSpanOf(lines),
    totalCents: lines.reduce<number | null>(
      (sum, { priceCents }) => (sum === null || priceCents === null ? null : sum + priceCents),
      0,
    ),
    wish: {
      locationId,
      services: draft.mode === 'block' ? [] : wishedServices(lines),
      ignoreVisit,
      from: draft.searchFrom,
    },
  };
}

/** Who or what stands in the way of the visit as it is written. */
export const isImpossible = ({ lines }: BookingFacts): boolean =>
  lines.some(
    ({ clash, room, twice, staffId, service }) =>
      clash !== null || twice || typeof room === 'string' || (service !== null && staffId === null),
  );

/** Everything that speaks against it, each once. */
export const warningsOf = ({ lines }: BookingFacts) =>
  lines.flatMap((line) => line.soft.map((conflict) => ({ conflict, personName: line.person?.name ?? '' })));
