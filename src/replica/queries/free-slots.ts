import type { Instant, Interval } from '../../base/time.ts';
import type { FreeSlot, QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { TableName } from '../../domain/tables.ts';
import { type RoomDay, slotsOf } from '../../domain/scheduling/availability.ts';
import { addDays, dayOf } from '../../domain/scheduling/zoned-time.ts';
import { sql } from '../connection.ts';
import { coverAt } from '../device-hold.ts';
import { dayFrame, type DayFrame } from './day-frame.ts';
import type { Query, QuerySources, QueryView } from './query-context.ts';

/** How far ahead the search looks before it gives up. */
const HORIZON_DAYS = 30;
const NEEDS: readonly TableName[] = ['hold', 'block'];

const BLOCKS = sql(
  'free-slots.blocks',
  `select starts_at, ends_at from block
   where location_id = ? and staff_id = ? and starts_at < ? and ends_at > ? and deleted_at is null`,
);

type Wanted = {
  readonly locationId: string;
  readonly serviceId: string;
  readonly staffId: string | null;
  readonly from: Instant;
  readonly count: number;
};

export const freeSlots: Query<QueryParams<'freeSlots'>, QueryResults['freeSlots']> = (
  sources,
  params,
  view,
) => nextFreeSlots(sources, params, view);

/**
 * The next free slots for a service, day by day; within a day the wanted person's before others'. Never offers a time
 * in a month that this replica does not hold.
 */
export function nextFreeSlots(sources: QuerySources, wanted: Wanted, view: QueryView): readonly FreeSlot[] {
  const { reference } = sources;
  const service = reference.table('service').get(wanted.serviceId);
  const location = reference.table('location').get(wanted.locationId);
  if (!service || !location) return [];
  const able = [...reference.table('service_staff').values()]
    .filter(({ service_id }) => service_id === service.id)
    .map(({ staff_id }) => staff_id);
  const rooms =
    service.requires === null
      ? null
      : [...reference.table('resource').values()].filter(
          (room) => room.active && room.location_id === location.id && room.capability === service.requires,
        );
  const need = {
    durationMinutes: service.duration_minutes,
    bufferBeforeMinutes: service.buffer_before_minutes,
    bufferAfterMinutes: service.buffer_after_minutes,
  };

  const slots: FreeSlot[] = [];
  const first = dayOf(wanted.from, location.time_zone);
  for (let ahead = 0; ahead < HORIZON_DAYS && slots.length < wanted.count; ahead += 1) {
    const frame = dayFrame(sources, location.id, addDays(first, ahead));
    if (!frame || frame.hours.length === 0) continue;
    if (coverAt(sources, view.scope, location.id, NEEDS, frame.bounds) !== 'complete') break;
    const roomDays: readonly RoomDay[] | null =
      rooms?.map(({ id }) => ({ resourceId: id, busy: holdsOf(sources, id, frame.bounds) })) ?? null;
    const people = able.filter((id) => (frame.people.get(id)?.shifts.length ?? 0) > 0);
    const found = people.flatMap((staffId) =>
      slotsOf(
        need,
        frame.hours,
        personDay(sources, location.id, staffId, frame),
        roomDays,
        wanted.from,
        frame.midnight,
      ),
    );
    const ordered = found.toSorted(
      (a, b) =>
        Number(b.staffId === wanted.staffId) - Number(a.staffId === wanted.staffId) ||
        a.startsAt - b.startsAt,
    );
    for (const slot of ordered.slice(0, wanted.count - slots.length)) {
      slots.push({ ...slot, staffName: reference.table('staff').get(slot.staffId)?.name ?? '' });
    }
  }
  return slots;
}

function personDay(sources: QuerySources, locationId: string, staffId: string, frame: DayFrame) {
  const { from, to } = frame.bounds;
  const rostered = frame.people.get(staffId);
  const blocked = sources.connection
    .rows(BLOCKS, locationId, staffId, to, from)
    .map(([startsAt, endsAt]): Interval => ({ from: startsAt as Instant, to: endsAt as Instant }));
  return {
    staffId,
    shifts: rostered?.shifts ?? [],
    breaks: rostered?.breaks ?? [],
    busy: [...holdsOf(sources, staffId, frame.bounds), ...blocked],
  };
}

const holdsOf = ({ read }: QuerySources, resourceId: string, { from, to }: Interval): readonly Interval[] =>
  read.activeHolds(resourceId, from, to).map((hold) => ({ from: hold.starts_at, to: hold.ends_at }));
