import type { Instant, Interval, PlainDate } from '../../base/time.ts';
import type { QueryParams, QueryResults } from '../../contracts/queries.ts';
import type { OutsideVisit, OutsideWhy } from '../../contracts/queries/roster.ts';
import { covers } from '../../domain/scheduling/intervals.ts';
import { dayWork } from '../../domain/scheduling/roster.ts';
import type { AppointmentStatus } from '../../domain/scheduling/status.ts';
import { addDays, dayBounds, dayOf, startOfDay, weekdayOf } from '../../domain/scheduling/zoned-time.ts';
import { sql } from '../connection.ts';
import { coverAt } from '../device-hold.ts';
import { dayFrame } from './day-frame.ts';
import type { Query, QuerySources, QueryView } from './query-context.ts';

/** How far ahead a roster is looked through, and how many visits one answer carries. */
const HORIZON_DAYS = 366;
const MOST_VISITS = 100;

const COLUMNS =
  'appointment_id, line_id, client_id, client_name, status, service_id, staff_id, resource_id, starts_at, ends_at';

const FUTURE_LINES = sql(
  'outside-roster.lines',
  `select ${COLUMNS} from day_card
   where location_id = ? and starts_at >= ? and starts_at < ? and ends_at > ?
     and status in ('requested', 'confirmed', 'arrived')
   order by starts_at, line_id`,
);
type LineRow = readonly [
  appointmentId: string,
  lineId: string,
  clientId: string | null,
  clientName: string | null,
  status: AppointmentStatus,
  serviceId: string,
  staffId: string,
  resourceId: string | null,
  startsAt: Instant,
  endsAt: Instant,
];

type DiaryLine = {
  readonly lineId: string;
  readonly serviceId: string;
  readonly staffId: string;
  readonly resourceId: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly why: OutsideWhy | null;
};
export type DiaryVisit = {
  readonly appointmentId: string;
  readonly clientId: string | null;
  readonly clientName: string | null;
  readonly status: AppointmentStatus;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly lines: readonly DiaryLine[];
};

/** Bookings still to come that fall outside the work of their person, as the roster stands now. */
export const outsideRoster: Query<QueryParams<'outsideRoster'>, QueryResults['outsideRoster']> = (
  sources,
  { locationId },
  view,
) => {
  const location = sources.reference.table('location').get(locationId);
  if (!location) return { visits: [], count: 0, cover: 'complete' };
  const span = { from: view.now, to: view.now + 1 };
  const cover = coverAt(sources, view.scope, locationId, ['appointment_line'], span);
  if (cover !== 'complete') return { visits: [], count: 0, cover };
  const today = dayOf(view.now, location.time_zone);
  const visits = visitsOutside(sources, locationId, {
    from: view.now,
    to: startOfDay(addDays(today, HORIZON_DAYS), location.time_zone),
  });
  return {
    visits: visits.slice(0, MOST_VISITS).map((visit) => shown(sources, visit, location.time_zone, view)),
    count: visits.length,
    cover,
  };
};

/** Visits that are not over at `from`, begin before `to`, and have a line outside its person's work; in order of start. */
export function visitsOutside(
  sources: QuerySources,
  locationId: string,
  { from, to }: Interval,
): readonly DiaryVisit[] {
  const zone = sources.reference.table('location').get(locationId)?.time_zone;
  if (zone === undefined) return [];
  const midnight = startOfDay(dayOf(from, zone), zone);
  const rows = sources.connection.rows(
    FUTURE_LINES,
    locationId,
    midnight,
    to,
    from,
  ) as unknown as readonly LineRow[];
  const overruled = new Map<string, boolean>();
  const visits = new Map<string, { head: LineRow; lines: DiaryLine[] }>();
  let day = dayOf(from, zone);
  let bounds = dayBounds(day, zone);
  for (const row of rows) {
    const [appointmentId, lineId, , , , serviceId, staffId, resourceId, startsAt, endsAt] = row;
    const visit = visits.get(appointmentId) ?? { head: row, lines: [] };
    visits.set(appointmentId, visit);
    // Lines come in order of start: the calendar is asked once a day, not once a line.
    if (startsAt >= bounds.to) {
      day = dayOf(startsAt, zone);
      bounds = dayBounds(day, zone);
    }
    let why = whyOutside(sources, locationId, day, staffId, { from: startsAt, to: endsAt });
    if (why?.kind === 'hours') {
      // Somebody put it there knowing the hours, and said why: nothing to mend while the person is at work that day.
      const isMeant =
        overruled.get(appointmentId) ??
        typeof sources.read.get('appointment', appointmentId)?.soft_reason === 'string';
      overruled.set(appointmentId, isMeant);
      if (isMeant) why = null;
    }
    visit.lines.push({ lineId, serviceId, staffId, resourceId, startsAt, endsAt, why });
  }
  return [...visits.values()]
    .filter(({ lines }) => lines.some(({ why }) => why !== null))
    .map(({ head, lines }) => ({
      appointmentId: head[0],
      clientId: head[2],
      clientName: head[3],
      status: head[4],
      startsAt: Math.min(...lines.map((line) => line.startsAt)),
      endsAt: Math.max(...lines.map((line) => line.endsAt)),
      lines,
    }));
}

/** Null while the person is on shift for all of it; a break in between is the business of whoever booked it. */
function whyOutside(
  sources: QuerySources,
  locationId: string,
  day: PlainDate,
  staffId: string,
  booked: Interval,
): OutsideWhy | null {
  const { read, reference } = sources;
  if (reference.table('staff').get(staffId)?.active === false) return { kind: 'left' };
  const rostered = dayFrame(sources, locationId, day)?.people.get(staffId);
  const isInOne = rostered?.shifts.some(({ from, to }) => from <= booked.from && booked.to <= to);
  if (isInOne || (rostered && covers(rostered.shifts, booked))) return null;
  if (rostered && rostered.shifts.length > 0) return { kind: 'hours' };
  const weekday = weekdayOf(day);
  const { shifts, leave } = reference.memo(
    ['roster_pattern', 'roster_exception'],
    `day-work ${staffId} ${day}`,
    () =>
      dayWork(
        day,
        read.find('roster_pattern', { staff_id: staffId, weekday }),
        read.find('roster_exception', { staff_id: staffId, day }),
      ),
  );
  if (leave !== null) return { kind: 'leave', reason: leave };
  const [elsewhere] = shifts;
  if (!elsewhere) return { kind: 'off' };
  return {
    kind: 'elsewhere',
    locationName: reference.table('location').get(elsewhere.locationId)?.name ?? '',
  };
}

function shown(
  { reference }: QuerySources,
  { lines, clientName, ...visit }: DiaryVisit,
  zone: string,
  view: QueryView,
): OutsideVisit {
  const services = reference.table('service');
  const staff = reference.table('staff');
  return {
    ...visit,
    clientName: view.showNames ? clientName : null,
    day: dayOf(visit.startsAt, zone),
    lines: lines.map(({ lineId, serviceId, staffId, startsAt, endsAt, why }) => ({
      lineId,
      serviceName: services.get(serviceId)?.name ?? '',
      hue: services.get(serviceId)?.hue ?? 0,
      staffId,
      staffName: staff.get(staffId)?.name ?? '',
      startsAt,
      endsAt,
      why,
    })),
  };
}
