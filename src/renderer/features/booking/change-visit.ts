import type { AppointmentDetail } from '../../../contracts/queries.ts';
import { MINUTE } from '../../../base/time.ts';
import { timingsOf } from '../../../domain/scheduling/visit-layout.ts';
import type { Command } from '../../data/use-execute.ts';
import { formatMoney } from '../../ui/format.ts';
import { type Draft, type DraftLine, newDraft } from './draft.ts';
import type { LineFacts } from './visit-lines.ts';

/** A visit that is booked, as a draft of its change: its lines keep their ids. */
export function draftOfVisit(visit: AppointmentDetail, newId: () => string): Draft {
  const timings = timingsOf(visit.lines);
  const [first, ...more] = visit.lines.map((line, index): DraftLine => ({
    ids: { line: line.id, staffHold: newId(), roomHold: newId() },
    timing: timings[index] ?? 'after',
    serviceId: line.serviceId,
    staffId: line.staffId,
    personChosen: true,
    wishId: null,
    minutes: Math.round((line.endsAt - line.startsAt) / MINUTE),
    minutesChosen: true,
    priceText: formatMoney(line.priceCents),
  }));
  const draft = newDraft(visit.locationId, newId, null);
  if (first === undefined) return draft;
  const { ids, timing: _, ...fields } = first;
  return {
    ...draft,
    ...fields,
    ids: { ...draft.ids, ...ids, visit: visit.id },
    more,
    startsAt: visit.startsAt,
    timeChosen: true,
  };
}

/**
 * What a written change means: nothing, a move of the same services at the same price, or other lines. `lines` are
 * complete: each has its service, person, time and price.
 */
export function changeCommands(
  visit: AppointmentDetail,
  lines: readonly LineFacts[],
  softReason: string | null,
): Command | null {
  const wanted = lines.flatMap(({ line, service, staffId, span, room, priceCents }) => {
    if (service === null || staffId === null || span === null || priceCents === null) return [];
    const resourceId = typeof room === 'string' ? null : (room.resource?.id ?? null);
    return [
      {
        id: line.ids.line,
        serviceId: service.id,
        staffId,
        resourceId,
        staffHoldId: line.ids.staffHold,
        resourceHoldId: resourceId === null ? null : line.ids.roomHold,
        startsAt: span.from,
        endsAt: span.to,
        priceCents,
      },
    ];
  });
  const known = new Map(visit.lines.map((line) => [line.id, line]));
  const removed = visit.lines.filter(({ id }) => wanted.every((line) => line.id !== id)).map(({ id }) => id);
  const sameLines =
    removed.length === 0 && wanted.every((line) => known.get(line.id)?.priceCents === line.priceCents);
  if (!sameLines) {
    return { name: 'appointment.change_lines', args: { id: visit.id, lines: wanted, removed, softReason } };
  }
  const isMoved = wanted.some((line) => {
    const old = known.get(line.id);
    return (
      old?.startsAt !== line.startsAt ||
      old.endsAt !== line.endsAt ||
      old.staffId !== line.staffId ||
      old.resourceId !== line.resourceId
    );
  });
  if (!isMoved) return null;
  return {
    name: 'appointment.move',
    args: {
      id: visit.id,
      softReason,
      lines: wanted.map(({ id, staffId, resourceId, resourceHoldId, startsAt, endsAt }) => ({
        id,
        staffId,
        resourceId,
        resourceHoldId,
        startsAt,
        endsAt,
      })),
    },
  };
}

/** Takes a change back. A service that was taken away comes back under a new id: its old row is gone for good. */
export function undoOf(visit: AppointmentDetail, done: Command, newId: () => string): Command {
  const old = visit.lines.map((line) => ({
    ...line,
    staffHoldId: newId(),
    resourceHoldId: line.resourceId === null ? null : newId(),
  }));
  if (done.name !== 'appointment.change_lines') {
    return {
      name: 'appointment.move',
      args: {
        id: visit.id,
        softReason: null,
        lines: old.map(({ id, staffId, resourceId, resourceHoldId, startsAt, endsAt }) => ({
          id,
          staffId,
          resourceId,
          resourceHoldId,
          startsAt,
          endsAt,
        })),
      },
    };
  }
  const gone = new Set(done.args.removed);
  return {
    name: 'appointment.change_lines',
    args: {
      id: visit.id,
      softReason: null,
      removed: done.args.lines.map(({ id }) => id).filter((id) => old.every((line) => line.id !== id)),
      lines: old.map((line) => ({
        id: gone.has(line.id) ? newId() : line.id,
        serviceId: line.serviceId,
        staffId: line.staffId,
        resourceId: line.resourceId,
        staffHoldId: line.staffHoldId,
        resourceHoldId: line.resourceHoldId,
        startsAt: line.startsAt,
        endsAt: line.endsAt,
        priceCents: line.priceCents,
      })),
    },
  };
}
