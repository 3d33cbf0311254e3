import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { UnplacedWhy } from '../../contracts/queries/roster.ts';
import { planReassign } from '../../domain/roster/plan-reassign.ts';
import { optionsFor, type PlaceOption } from '../../domain/roster/reassign-options.ts';
import { addDays } from '../../domain/scheduling/zoned-time.ts';
import { visitsOutside } from './outside-roster.ts';
import type { Query, QuerySources, QueryView } from './query-context.ts';
import { createPlaces, type Found } from './reassign-places.ts';

/** Days after the visit's own in which another time is looked for. */
const DAYS_AHEAD = 7;

/** Places for one visit, best first: this day and the week after it. Empty when it is no longer outside. */
export const reassignOptions: Query<QueryParams<'reassignOptions'>, QueryResults['reassignOptions']> = (
  sources,
  { appointmentId, limit },
  view,
) => {
  const found = outsideById(sources, [appointmentId], view)[0];
  if (!found) return [];
  const desk = createPlaces(sources, view);
  const first = desk.dayOf(found);
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, ahead) => addDays(first, ahead));
  const options = optionsFor(desk.toPlace(found), desk.factsFor(found.locationId, days));
  return aFewOfEach(options)
    .flatMap((option) =>
      planReassign([{ appointmentId, options: [option] }]).map((placement) =>
        desk.move(found, placement, option.familiarity, placement.lines),
      ),
    )
    .slice(0, limit);
};

/**
 * A plan for many visits together, each on its own day. What it proposes can be given as one group of moves, in any
 * order, and taken back in any order.
 */
export const reassignPlan: Query<QueryParams<'reassignPlan'>, QueryResults['reassignPlan']> = (
  sources,
  { appointmentIds },
  view,
) => {
  const visits = outsideById(sources, appointmentIds, view);
  const desk = createPlaces(sources, view);
  const listed = visits.map((visit) => ({
    visit,
    appointmentId: visit.appointmentId,
    options: optionsFor(desk.toPlace(visit), desk.factsFor(visit.locationId, [desk.dayOf(visit)])),
  }));
  const placements = planReassign(listed);
  const placed = new Map(placements.map((placement) => [placement.appointmentId, placement]));
  const byId = new Map(listed.map((one) => [one.appointmentId, one]));
  return {
    moves: placements.flatMap((placement) => {
      const one = byId.get(placement.appointmentId);
      return one ? [desk.move(one.visit, placement, 0, placement.lines)] : [];
    }),
    unplaced: appointmentIds.flatMap((appointmentId) => {
      if (placed.has(appointmentId)) return [];
      const one = byId.get(appointmentId);
      const why: UnplacedWhy = !one
        ? 'gone'
        : one.options.length > 0
          ? 'list'
          : desk.whyNone(one.visit, desk.dayOf(one.visit));
      return [{ appointmentId, why }];
    }),
    clientsToTell: visits.filter(
      ({ appointmentId, clientId }) => placed.has(appointmentId) && clientId !== null,
    ).length,
  };
};

function outsideById(sources: QuerySources, ids: readonly string[], view: QueryView): readonly Found[] {
  const spans = new Map<string, { from: number; to: number }>();
  for (const id of ids) {
    const row = sources.read.get('appointment', id);
    if (!row || row.ends_at <= view.now) continue;
    const span = spans.get(row.location_id);
    spans.set(row.location_id, {
      from: Math.max(view.now, Math.min(span?.from ?? row.starts_at, row.starts_at)),
      to: Math.max(span?.to ?? 0, row.starts_at + 1),
    });
  }
  const wanted = new Set(ids);
  return [...spans].flatMap(([locationId, span]) =>
    visitsOutside(sources, locationId, span)
      .filter(({ appointmentId }) => wanted.has(appointmentId))
      .map((visit) => ({ ...visit, locationId })),
  );
}

/**
 * At the same time everybody who can; at other times the best person of each, the nearest few of its own day and the
 * nearest of each later day: a list shows ways, not every quarter of an hour.
 */
function aFewOfEach(options: readonly PlaceOption[]): readonly PlaceOption[] {
  const shown = new Map<number, number>();
  const times = new Set<number>();
  return options.filter(({ awayMs, daysAhead }) => {
    if (awayMs === 0) return true;
    const count = shown.get(daysAhead) ?? 0;
    if (times.has(awayMs) || count >= (daysAhead === 0 ? OTHER_TIMES : 1)) return false;
    times.add(awayMs);
    shown.set(daysAhead, count + 1);
    return true;
  });
}

const OTHER_TIMES = 4;
