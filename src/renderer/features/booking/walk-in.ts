import { type Instant, MINUTE } from '../../../base/time.ts';
import type { DayBoard, ResourceItem, ServiceItem } from '../../../contracts/queries.ts';
import { findClash, roomFor, softConflictsOn } from './clashes.ts';

/** A place for somebody who just came in. */
export type WalkInOffer = {
  readonly service: ServiceItem;
  readonly staffId: string;
  readonly staffName: string;
  readonly resourceId: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
};

const STEP = 5 * MINUTE;
/** Nobody waits longer than this for "now"; beyond it the offer says that there is none. */
const LOOK_AHEAD = 3 * 60 * MINUTE;

/**
 * What can be offered to somebody who stands at the counter, the likeliest first: services that can begin now before
 * those that must wait, among them the one booked most on this day; those that wait in the order of the wait.
 */
export function walkInOffers(
  board: DayBoard,
  resources: readonly ResourceItem[],
  services: readonly ServiceItem[],
  now: Instant,
): readonly WalkInOffer[] {
  const bookings = new Map<string, number>();
  for (const card of board.cards) bookings.set(card.serviceId, (bookings.get(card.serviceId) ?? 0) + 1);
  const often = (offer: WalkInOffer): number => bookings.get(offer.service.id) ?? 0;
  const wait = (offer: WalkInOffer): number => Math.max(0, offer.startsAt - now);
  return services
    .flatMap((service) => offerWalkIn(board, resources, service, now) ?? [])
    .toSorted(
      (a, b) => wait(a) - wait(b) || often(b) - often(a) || a.service.name.localeCompare(b.service.name),
    );
}

/**
 * The earliest place from `now` on with somebody who offers the service, is on shift and has nothing against it;
 * among several the one with the fewest appointments that day. Null when there is none within three hours.
 */
export function offerWalkIn(
  board: DayBoard,
  resources: readonly ResourceItem[],
  service: ServiceItem,
  now: Instant,
): WalkInOffer | null {
  const busyness = new Map<string, number>();
  for (const card of board.cards) busyness.set(card.staffId, (busyness.get(card.staffId) ?? 0) + 1);
  const people = board.columns
    .filter((column) => service.staffIds.includes(column.staffId))
    .toSorted((a, b) => (busyness.get(a.staffId) ?? 0) - (busyness.get(b.staffId) ?? 0));
  // The chair is taken at once: the time is the last five minutes of the clock, never in the future.
  const first = board.bounds.from + Math.floor((now - board.bounds.from) / STEP) * STEP;

  for (let startsAt = first; startsAt <= first + LOOK_AHEAD; startsAt += STEP) {
    const endsAt = startsAt + service.durationMinutes * MINUTE;
    const wanted = { ...service, startsAt, endsAt };
    const room = roomFor(board.cards, resources, service.requires, wanted);
    if (typeof room === 'string') {
      if (room === 'missing') return null;
      continue;
    }
    const resourceId = room.resource?.id ?? null;
    for (const person of people) {
      const free =
        findClash(board.cards, { ...wanted, staffId: person.staffId, resourceId }) === null &&
        softConflictsOn(board, person.staffId, { from: startsAt, to: endsAt }, { service, doNotBook: false })
          .length === 0;
      if (free) {
        return { service, staffId: person.staffId, staffName: person.name, resourceId, startsAt, endsAt };
      }
    }
  }
  return null;
}
