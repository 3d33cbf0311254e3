import { type Instant, type Interval, MINUTE } from '../../base/time.ts';
import type { ServiceNeed } from './availability.ts';

/**
 * When a service of a visit begins: when those before it are over, or together with the one before it, where two
 * people work on one client.
 */
export type Timing = 'after' | 'together';

/** A service with its people; null where nobody, or no room, is named yet. */
export type PlacedService = ServiceNeed & {
  readonly timing: Timing;
  readonly staffId: string | null;
  readonly resourceId: string | null;
};

/** Indexes of the first service of each group that begins together. */
export const groupStarts = (services: readonly { readonly timing: Timing }[]): readonly number[] =>
  services.flatMap(({ timing }, index) => (index === 0 || timing === 'after' ? [index] : []));

/**
 * When a group can begin at the earliest: all before it is over, and its people and rooms are through with the
 * buffers of what they did in this visit.
 */
export function groupStart(
  group: readonly PlacedService[],
  done: readonly (PlacedService & { readonly startsAt: Instant; readonly endsAt: Instant })[],
): Instant {
  let at = Math.max(...done.map(({ endsAt }) => endsAt));
  for (const service of group) {
    for (const earlier of done) {
      if (!sharesHands(service, earlier)) continue;
      at = Math.max(at, earlier.endsAt + (earlier.bufferAfterMinutes + service.bufferBeforeMinutes) * MINUTE);
    }
  }
  return at;
}

const sharesHands = (a: PlacedService, b: PlacedService): boolean =>
  (a.staffId !== null && a.staffId === b.staffId) || (a.resourceId !== null && a.resourceId === b.resourceId);

/**
 * The times of a visit's services from its start: they follow each other without a wait, but for the buffers that one
 * person, or one room, needs between two of them.
 */
export function layOut(
  services: readonly PlacedService[],
  startsAt: Instant,
): readonly { readonly startsAt: Instant; readonly endsAt: Instant }[] {
  const done: (PlacedService & { readonly startsAt: Instant; readonly endsAt: Instant })[] = [];
  const firsts = groupStarts(services);
  for (const [order, first] of firsts.entries()) {
    const group = services.slice(first, firsts[order + 1]);
    const at = first === 0 ? startsAt : groupStart(group, done);
    for (const service of group) {
      done.push({ ...service, startsAt: at, endsAt: at + service.durationMinutes * MINUTE });
    }
  }
  return done.map((service) => ({ startsAt: service.startsAt, endsAt: service.endsAt }));
}

/** The timing that lines of a booked visit were laid out with; lines in their order. */
export const timingsOf = (
  lines: readonly { readonly startsAt: Instant; readonly endsAt: Instant }[],
): readonly Timing[] =>
  lines.map((line, index) => {
    const before = lines[index - 1];
    return before !== undefined && line.startsAt < before.endsAt ? 'together' : 'after';
  });

/** What a service with its buffers takes from its people and rooms. */
export const heldTime = (need: ServiceNeed, startsAt: Instant): Interval => ({
  from: startsAt - need.bufferBeforeMinutes * MINUTE,
  to: startsAt + (need.durationMinutes + need.bufferAfterMinutes) * MINUTE,
});
