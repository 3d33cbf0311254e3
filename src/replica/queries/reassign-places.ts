import type { Interval, PlainDate } from '../../base/time.ts';
import type { ReassignMove, UnplacedWhy } from '../../contracts/queries/roster.ts';
import type { PlannedLine } from '../../domain/roster/plan-reassign.ts';
import {
  optionsFor,
  type PlaceDay,
  type PlaceFacts,
  type VisitToPlace,
} from '../../domain/roster/reassign-options.ts';
import { intersect, subtract } from '../../domain/scheduling/intervals.ts';
import { dayOf } from '../../domain/scheduling/zoned-time.ts';
import type { TableName } from '../../domain/tables.ts';
import { sql } from '../connection.ts';
import { coverAt } from '../device-hold.ts';
import { dayFrame } from './day-frame.ts';
import type { DiaryVisit } from './outside-roster.ts';
import type { QuerySources, QueryView } from './query-context.ts';

const NEEDS: readonly TableName[] = ['hold', 'block'];
const BLOCKS = sql(
  'reassign.blocks',
  `select staff_id, starts_at, ends_at from block
   where location_id = ? and starts_at < ? and ends_at > ? and deleted_at is null`,
);

const VISITS_WITH = sql(
  'reassign.visits-with',
  `select l.staff_id, count(distinct l.appointment_id) from appointment a
   join appointment_line l on l.appointment_id = a.id and l.deleted_at is null
   where a.client_id = ? and a.status = 'done' and a.deleted_at is null
   group by l.staff_id`,
);

/** A visit outside the roster, and where. */
export type Found = DiaryVisit & { readonly locationId: string };

/** What the replica knows of places: days, people, rooms, holds, read once for a whole plan. */
export function createPlaces(sources: QuerySources, view: QueryView) {
  const { reference } = sources;
  const services = reference.table('service');
  const staff = reference.table('staff');
  const resources = reference.table('resource');
  const offered = new Set(
    [...reference.table('service_staff').values()].map(
      ({ service_id, staff_id }) => `${staff_id} ${service_id}`,
    ),
  );
  const days = new Map<string, PlaceDay | null>();
  const histories = new Map<string, ReadonlyMap<string, number>>();

  const placeDay = (locationId: string, day: PlainDate): PlaceDay | null => {
    const key = `${locationId} ${day}`;
    let known = days.get(key);
    if (known === undefined) {
      known = readDay(sources, view, locationId, day);
      days.set(key, known);
    }
    return known;
  };
  const historyOf = (clientId: string): ReadonlyMap<string, number> => {
    let known = histories.get(clientId);
    if (!known) {
      known = new Map(
        sources.connection.rows(VISITS_WITH, clientId).map(([id, count]) => [id as string, count as number]),
      );
      histories.set(clientId, known);
    }
    return known;
  };
  const zoneOf = (locationId: string): string =>
    reference.table('location').get(locationId)?.time_zone ?? 'UTC';
  const offers = (staffId: string, serviceId: string): boolean => offered.has(`${staffId} ${serviceId}`);

  const toPlace = (visit: Found): VisitToPlace => ({
    appointmentId: visit.appointmentId,
    clientId: visit.clientId,
    lines: visit.lines.map(({ why, ...line }) => {
      const service = services.get(line.serviceId);
      return {
        ...line,
        requires: service?.requires ?? null,
        bufferBeforeMinutes: service?.buffer_before_minutes ?? 0,
        bufferAfterMinutes: service?.buffer_after_minutes ?? 0,
        isOutside: why !== null,
      };
    }),
  });

  return {
    dayOf: (visit: Found): PlainDate => dayOf(visit.startsAt, zoneOf(visit.locationId)),

    toPlace,

    factsFor: (locationId: string, wanted: readonly PlainDate[]): PlaceFacts => ({
      now: view.now,
      days: wanted.flatMap((day) => placeDay(locationId, day) ?? []),
      offers,
      visitsWith: (clientId, staffId) => historyOf(clientId).get(staffId) ?? 0,
    }),

    /** Why a visit has no option on its day: nobody who does it, nobody free, or no room. */
    whyNone: (visit: Found, day: PlainDate): UnplacedWhy => {
      const known = placeDay(visit.locationId, day);
      if (!known) return 'gone';
      const outside = visit.lines.filter(({ why }) => why !== null);
      const able = known.people.some(
        ({ staffId, work }) =>
          work.length > 0 && outside.every(({ serviceId }) => offers(staffId, serviceId)),
      );
      if (!able) return 'nobody';
      const roomless = {
        ...toPlace(visit),
        lines: toPlace(visit).lines.map((line) => ({ ...line, resourceId: null, requires: null })),
      };
      const facts: PlaceFacts = { now: view.now, days: [known], offers, visitsWith: () => 0 };
      return optionsFor(roomless, facts).length > 0 ? 'room' : 'busy';
    },

    move: (
      visit: Found,
      { awayMs }: Pick<ReassignMove, 'awayMs'>,
      familiarity: number,
      lines: readonly PlannedLine[],
    ): ReassignMove => ({
      appointmentId: visit.appointmentId,
      awayMs,
      familiarity,
      lines: visit.lines.flatMap((old) => {
        const line = lines.find(({ lineId }) => lineId === old.lineId);
        if (!line) return [];
        const { staffId, resourceId, startsAt, endsAt } = line;
        return [
          {
            lineId: line.lineId,
            staffId,
            resourceId,
            startsAt,
            endsAt,
            staffName: staff.get(staffId)?.name ?? '',
            serviceName: services.get(old.serviceId)?.name ?? '',
            resourceName: resourceId === null ? null : (resources.get(resourceId)?.name ?? null),
            before: {
              staffId: old.staffId,
              resourceId: old.resourceId,
              startsAt: old.startsAt,
              endsAt: old.endsAt,
            },
          },
        ];
      }),
    }),
  };
}

/** Null where the day's month is not on this PC: what is not known is not free. */
function readDay(
  sources: QuerySources,
  view: QueryView,
  locationId: string,
  day: PlainDate,
): PlaceDay | null {
  const frame = dayFrame(sources, locationId, day);
  if (!frame) return null;
  const { bounds, hours, midnight } = frame;
  if (coverAt(sources, view.scope, locationId, NEEDS, bounds) !== 'complete') return null;
  const staff = sources.reference.table('staff');
  const resources = sources.reference.table('resource');
  const blocks = Map.groupBy(
    sources.connection.rows(BLOCKS, locationId, bounds.to, bounds.from),
    ([staffId]) => staffId as string,
  );
  const people = [...frame.people]
    .filter(([id]) => staff.get(id)?.active === true)
    .toSorted(([a], [b]) => (staff.get(a)?.sort_order ?? 0) - (staff.get(b)?.sort_order ?? 0))
    .map(([staffId, { shifts, breaks }]) => ({
      staffId,
      work: subtract(intersect(hours, shifts), breaks),
      blocks: (blocks.get(staffId) ?? []).map(([, from, to]): Interval => ({
        from: from as number,
        to: to as number,
      })),
    }));
  const rooms = [...resources.values()]
    .filter((room) => room.active && room.location_id === locationId)
    .map(({ id, capability }) => ({ resourceId: id, capability }));
  const busy = new Map(
    [...people.map(({ staffId }) => staffId), ...rooms.map(({ resourceId }) => resourceId)].map((id) => [
      id,
      sources.read.activeHolds(id, bounds.from, bounds.to).map((hold) => ({
        from: hold.starts_at,
        to: hold.ends_at,
        appointmentId: hold.appointment_id,
      })),
    ]),
  );
  return { midnight, hours, people, rooms, busy };
}
