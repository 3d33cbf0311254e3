import { type Instant, type Interval, MINUTE } from '../../src/base/time.ts';
import { intersect, subtract } from '../../src/domain/scheduling/intervals.ts';
import { openingHours } from '../../src/domain/scheduling/opening-hours.ts';
import { rosteredDay } from '../../src/domain/scheduling/roster.ts';
import { addDays, dayBounds, dayOf, weekdayOf } from '../../src/domain/scheduling/zoned-time.ts';
import { type Connection, sql } from '../../src/replica/connection.ts';
import { createRowReader } from '../../src/replica/row-reader.ts';

/**
 * The search as one writes it first, and as the console had it: day by day, person by person, holds of one person and
 * day at a time, every quarter of an hour tried against all of them. One service, no score; it stops at `count`.
 */

const BLOCKS = sql(
  'naive-slots.blocks',
  `select starts_at, ends_at from block
   where location_id = ? and staff_id = ? and starts_at < ? and ends_at > ? and deleted_at is null`,
);
const DAYS = 30;
const STEP = 15 * MINUTE;

export function naiveSearch(connection: Connection) {
  const read = createRowReader(connection);
  const [location] = read.find('location', {});
  const staff = read.find('staff', {});
  const links = read.find('service_staff', {});
  const services = new Map(read.find('service', {}).map((service) => [service.id, service]));
  const rooms = read.find('resource', {});
  return (serviceId: string, staffId: string | null, from: Instant, count: number): readonly Instant[] => {
    const service = services.get(serviceId);
    if (!location || !service) return [];
    const able = links.filter((link) => link.service_id === serviceId).map((link) => link.staff_id);
    const people = staff.filter(({ id }) => able.includes(id) && (staffId === null || id === staffId));
    const found: Instant[] = [];
    const first = dayOf(from, location.time_zone);
    for (let ahead = 0; ahead < DAYS && found.length < count; ahead += 1) {
      const day = addDays(first, ahead);
      const bounds = dayBounds(day, location.time_zone);
      const { hours } = openingHours(day, location, undefined);
      if (hours.length === 0) continue;
      const patterns = read.find('roster_pattern', { location_id: location.id, weekday: weekdayOf(day) });
      const exceptions = read.find('roster_exception', { day });
      const taken = (id: string): readonly Interval[] =>
        read
          .activeHolds(id, bounds.from, bounds.to)
          .map((hold) => ({ from: hold.starts_at, to: hold.ends_at }));
      const roomDays = service.requires === null ? null : rooms.map(({ id }) => taken(id));
      const starts = people.flatMap(({ id }) => {
        const own = patterns.filter(({ staff_id }) => staff_id === id);
        const other = exceptions.filter(({ staff_id }) => staff_id === id);
        const { shifts, breaks } = rosteredDay(day, location.id, location.time_zone, own, other);
        if (shifts.length === 0) return [];
        const blocked = connection
          .rows(BLOCKS, location.id, id, bounds.to, bounds.from)
          .map(([start, end]): Interval => ({ from: start as Instant, to: end as Instant }));
        const busy = [...taken(id), ...blocked];
        const fits: Instant[] = [];
        for (const stretch of subtract(intersect(hours, shifts), breaks)) {
          const earliest = Math.max(stretch.from, from);
          let at = bounds.from + Math.ceil((earliest - bounds.from) / STEP) * STEP;
          for (; at + service.duration_minutes * MINUTE <= stretch.to; at += STEP) {
            const end = at + (service.duration_minutes + service.buffer_after_minutes) * MINUTE;
            const isFree = (all: readonly Interval[]): boolean =>
              !all.some((one) => one.from < end && at < one.to);
            if (isFree(busy) && (roomDays === null || roomDays.some(isFree))) fits.push(at);
          }
        }
        return fits;
      });
      found.push(...starts.toSorted((a, b) => a - b).slice(0, count - found.length));
    }
    return found;
  };
}
