import { HOUR, type Instant, type Interval, type PlainDate } from '../../base/time.ts';
import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { TableName } from '../../domain/tables.ts';
import { openTime, type PersonDay } from '../../domain/scheduling/availability.ts';
import { type SearchDay, searchSlots, type WantedService } from '../../domain/scheduling/slot-search.ts';
import { addDays, dayOf, instantAt, weekdayOf } from '../../domain/scheduling/zoned-time.ts';
import { sql } from '../connection.ts';
import { coverAt } from '../device-hold.ts';
import { dayFrame, type DayFrame } from './day-frame.ts';
import type { Query, QuerySources, QueryView } from './query-context.ts';

type Wish = QueryParams<'findSlots'>;

const NEEDS: readonly TableName[] = ['hold', 'block'];

/** Days whose holds are read at once: most searches end within the first of them. */
const DAYS_AT_ONCE = 7;
/** No hold is longer, so nothing that began earlier reaches into the stretch. */
const LONGEST = 24 * HOUR;

const HOLDS = sql(
  'find-slots.holds',
  `select starts_at, ends_at, appointment_id from hold
   where resource_id = ? and active = 1 and deleted_at is null and starts_at >= ? and starts_at < ?
   order by starts_at`,
);
const BLOCKS = sql(
  'find-slots.blocks',
  `select staff_id, starts_at, ends_at from block
   where location_id = ? and ends_at > ? and starts_at < ? and deleted_at is null`,
);

/**
 * The best times for a visit; see slot-score.ts for what is best. Never offers a time in a month that this replica
 * does not hold, and says how far it looked.
 */
export const findSlots: Query<Wish, QueryResults['findSlots']> = (sources, wish, view) => {
  const services = wantedServices(sources, wish);
  const nowhere = { slots: [], lookedTo: null, cut: false };
  const location = sources.reference.table('location').get(wish.locationId);
  if (services === null || !location?.active) return nowhere;

  const last = addDays(dayOf(wish.from, location.time_zone), wish.days - 1);
  const looked: { to: PlainDate | null; cut: boolean } = { to: last, cut: false };
  const found = searchSlots(services, searchDays(sources, wish, services, view, looked), {
    from: wish.from,
    count: wish.count,
    usableMinutes: shortestService(sources),
  });
  const staff = sources.reference.table('staff');
  return {
    slots: found.map(({ startsAt, endsAt, lines }) => ({
      startsAt,
      endsAt,
      lines: lines.map((line, index) => ({
        ...line,
        serviceId: wish.services[index]?.serviceId ?? '',
        staffName: staff.get(line.staffId)?.name ?? '',
      })),
    })),
    lookedTo: looked.to,
    cut: looked.cut,
  };
};

/** Services with who may do them and what they need; null where one of them is not here. */
function wantedServices({ reference }: QuerySources, wish: Wish): readonly WantedService[] | null {
  const staff = [...reference.table('staff').values()]
    .filter(({ active }) => active)
    .toSorted((a, b) => a.sort_order - b.sort_order || a.name.localeCompare(b.name));
  const wanted: WantedService[] = [];
  for (const { serviceId, staffId, minutes, timing } of wish.services) {
    const service = reference.table('service').get(serviceId);
    if (!service) return null;
    const able = reference.memo(['service_staff'], `able ${serviceId}`, () => {
      const links = [...reference.table('service_staff').values()];
      return new Set(links.filter((link) => link.service_id === serviceId).map((link) => link.staff_id));
    });
    wanted.push({
      durationMinutes: minutes ?? service.duration_minutes,
      bufferBeforeMinutes: service.buffer_before_minutes,
      bufferAfterMinutes: service.buffer_after_minutes,
      timing,
      staffIds: staff
        .map(({ id }) => id)
        .filter((id) => able.has(id) && (!wish.onlyNamed || staffId === null || id === staffId)),
      preferredStaffId: staffId,
      resourceIds:
        service.requires === null
          ? null
          : [...reference.table('resource').values()]
              .filter(
                (room) =>
                  room.active && room.location_id === wish.locationId && room.capability === service.requires,
              )
              .toSorted((a, b) => a.sort_order - b.sort_order || a.name.localeCompare(b.name))
              .map(({ id }) => id),
    });
  }
  return wanted;
}

/** What the shortest service of the price list takes: a hole shorter than that is of no use. */
const shortestService = ({ reference }: QuerySources): number =>
  reference.memo(['service'], 'shortest service', () =>
    Math.min(
      ...[...reference.table('service').values()]
        .filter(({ active }) => active)
        .map((one) => one.buffer_before_minutes + one.duration_minutes + one.buffer_after_minutes),
    ),
  );

/** The days of the wish in order, read while the search asks for them; ends with what is not on this PC. */
function* searchDays(
  sources: QuerySources,
  wish: Wish,
  services: readonly WantedService[],
  view: QueryView,
  looked: { to: PlainDate | null; cut: boolean },
): Generator<SearchDay> {
  const staffIds = [...new Set(services.flatMap((service) => service.staffIds))];
  const roomIds = [...new Set(services.flatMap((service) => service.resourceIds ?? []))];
  const zone = sources.reference.table('location').get(wish.locationId)?.time_zone ?? 'UTC';
  const first = dayOf(wish.from, zone);
  let diary: Diary | null = null;
  for (let ahead = 0; ahead < wish.days; ahead += 1) {
    const day = addDays(first, ahead);
    const frame = dayFrame(sources, wish.locationId, day);
    if (!frame) return;
    if (coverAt(sources, view.scope, wish.locationId, NEEDS, frame.bounds) !== 'complete') {
      looked.to = ahead === 0 ? null : addDays(day, -1);
      looked.cut = true;
      return;
    }
    if (frame.hours.length === 0) continue;
    if (wish.weekdays.length > 0 && !wish.weekdays.includes(weekdayOf(day))) continue;
    if (diary === null || frame.bounds.from >= diary.to) {
      const to = instantAt(addDays(day, Math.min(DAYS_AT_ONCE, wish.days - ahead)), 0, zone);
      diary = readDiary(sources, wish, staffIds, roomIds, { from: frame.bounds.from, to });
    }
    yield searchDay(wish, day, frame, staffIds, roomIds, diary);
  }
}

/** What is taken in a stretch of days. */
type Diary = Interval & {
  readonly holds: ReadonlyMap<string, readonly Interval[]>;
  readonly blocks: ReadonlyMap<string, readonly Interval[]>;
};

function readDiary(
  { connection }: QuerySources,
  { locationId, ignoreVisit }: Wish,
  staffIds: readonly string[],
  roomIds: readonly string[],
  { from, to }: Interval,
): Diary {
  const holds = new Map<string, Interval[]>();
  for (const id of [...staffIds, ...roomIds]) {
    const taken: Interval[] = [];
    for (const [startsAt, endsAt, visit] of connection.rows(HOLDS, id, from - LONGEST, to)) {
      if (visit !== ignoreVisit) taken.push({ from: startsAt as Instant, to: endsAt as Instant });
    }
    holds.set(id, taken);
  }
  const blocks = new Map<string, Interval[]>();
  for (const [staffId, startsAt, endsAt] of connection.rows(BLOCKS, locationId, from, to)) {
    const own = blocks.get(staffId as string) ?? [];
    own.push({ from: startsAt as Instant, to: endsAt as Instant });
    blocks.set(staffId as string, own);
  }
  return { from, to, holds, blocks };
}

function searchDay(
  wish: Wish,
  day: PlainDate,
  frame: DayFrame,
  staffIds: readonly string[],
  roomIds: readonly string[],
  diary: Diary,
): SearchDay {
  const { bounds, timeZone } = frame;
  const people = new Map<string, PersonDay>();
  for (const staffId of staffIds) {
    const rostered = frame.people.get(staffId);
    if (!rostered || rostered.shifts.length === 0) continue;
    const away = [...rostered.breaks, ...within(diary.blocks.get(staffId), bounds)];
    const open = openTime(frame.hours, rostered.shifts, away);
    people.set(staffId, { staffId, open, busy: within(diary.holds.get(staffId), bounds) });
  }
  return {
    midnight: frame.midnight,
    window: {
      from: instantAt(day, wish.startMinute, timeZone),
      to: wish.endMinute === 1440 ? bounds.to : instantAt(day, wish.endMinute, timeZone),
    },
    people,
    rooms: new Map(roomIds.map((id) => [id, within(diary.holds.get(id), bounds)])),
  };
}

const within = (all: readonly Interval[] | undefined, { from, to }: Interval): readonly Interval[] =>
  all?.filter((one) => one.from < to && one.to > from) ?? [];
