import type { FoundSlot } from '../../../contracts/queries/slots.ts';
import { changeLine, type Draft, linesOf } from './draft.ts';

/**
 * The draft at an offered time, with the people who were found for it; whoever was asked for by name stays asked for in further searches.
 * Services that are not chosen yet were not part of the search.
 */
export function takeSlot(draft: Draft, slot: FoundSlot): Draft {
  let next = 0;
  return linesOf(draft).reduce<Draft>(
    (now, { serviceId }, index) => {
      if (serviceId === null) return now;
      const found = slot.lines[next];
      next += 1;
      if (found === undefined || found.serviceId !== serviceId) return now;
      return changeLine(now, index, (line) => ({
        ...line,
        staffId: found.staffId,
        wishId: line.wishId ?? (line.personChosen ? line.staffId : null),
      }));
    },
    { ...draft, startsAt: slot.startsAt, timeChosen: true },
  );
}
