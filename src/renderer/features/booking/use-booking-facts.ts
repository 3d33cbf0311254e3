import type { Instant, Interval } from '../../../base/time.ts';
import type {
  BoardColumn,
  DayBoard,
  FreeSlot,
  ResourceItem,
  ServiceItem,
} from '../../../contracts/queries.ts';
import type { SoftConflict } from '../../../domain/scheduling/soft-conflicts.ts';
import { useNow } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { dayOf, parseMoney } from '../../ui/format.ts';
import { type Clash, findClash, roomFor, softConflictsOn } from './clashes.ts';
import { type Draft, draftSpan } from './draft.ts';

/** Everything that follows from a draft and the day it falls on. */
export type BookingFacts = {
  readonly board: DayBoard | undefined;
  readonly services: readonly ServiceItem[];
  readonly service: ServiceItem | null;
  readonly person: BoardColumn | null;
  readonly span: Interval | null;
  /** Room held with the booking; `taken` and `missing` are refusals. */
  readonly room: { readonly resource: ResourceItem | null } | 'taken' | 'missing';
  readonly clash: Clash | null;
  readonly soft: readonly SoftConflict[];
  /** In cents; null while what was typed is no amount. */
  readonly priceCents: number | null;
  readonly slots: readonly FreeSlot[] | undefined;
};

const QUARTER = 15 * 60_000;
const SLOTS_OFFERED = 4;
const NOTHING: readonly never[] = [];
const NO_ROOM = { resource: null } as const;

export function useBookingFacts(draft: Draft, timeZone: string, shownDay: string): BookingFacts {
  const { locationId } = draft;
  const span = draftSpan(draft);
  const day = span === null ? shownDay : dayOf(span.from, timeZone);
  const board = useDeskQuery('dayBoard', { locationId, day }, { keepPrevious: true }).data;
  const services = useDeskQuery('services', {}).data ?? NOTHING;
  const resources = useDeskQuery('resources', { locationId }).data ?? NOTHING;
  const service = services.find(({ id }) => id === draft.serviceId) ?? null;
  const person = board?.columns.find(({ staffId }) => staffId === draft.staffId) ?? null;

  // Whole quarters, so that the question stays the same while the clock runs on.
  const soon: Instant = Math.ceil(useNow(60_000) / QUARTER) * QUARTER;
  const slots = useDeskQuery(
    'freeSlots',
    {
      locationId,
      serviceId: service?.id ?? locationId,
      staffId: draft.personChosen ? draft.staffId : null,
      from: draft.timeChosen && span !== null ? Math.max(span.from, soon) : soon,
      count: SLOTS_OFFERED,
    },
    { enabled: service !== null && draft.mode === 'booking', keepPrevious: true },
  ).data;

  const here = board?.day === day ? board : undefined;
  const wanted =
    span === null
      ? null
      : {
          startsAt: span.from,
          endsAt: span.to,
          bufferBeforeMinutes: service?.bufferBeforeMinutes ?? 0,
          bufferAfterMinutes: service?.bufferAfterMinutes ?? 0,
        };
  const room = here && wanted && service ? roomFor(here.cards, resources, service.requires, wanted) : NO_ROOM;
  const clash =
    here && wanted && draft.staffId !== null
      ? findClash(here.cards, {
          ...wanted,
          staffId: draft.staffId,
          resourceId: typeof room === 'string' ? null : (room.resource?.id ?? null),
        })
      : null;
  const soft =
    here && span && draft.staffId !== null && draft.mode === 'booking'
      ? softConflictsOn(here, draft.staffId, span, {
          service,
          doNotBook: draft.client.kind === 'known' && draft.client.doNotBook,
        })
      : NOTHING;
  return {
    board: here,
    services,
    service,
    person,
    span,
    room,
    clash,
    soft,
    priceCents: draft.priceText === null ? (service?.priceCents ?? 0) : parseMoney(draft.priceText),
    slots,
  };
}
