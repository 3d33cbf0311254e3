import { DAY, MINUTE, type Instant, type Interval, type PlainDate } from '../../src/base/time.ts';
import { heldInterval } from '../../src/domain/scheduling/holds.ts';
import { subtract } from '../../src/domain/scheduling/intervals.ts';
import { openingHours } from '../../src/domain/scheduling/opening-hours.ts';
import { rosteredDay } from '../../src/domain/scheduling/roster.ts';
import type { AppointmentStatus } from '../../src/domain/scheduling/status.ts';
import { addDays, dayOf } from '../../src/domain/scheduling/zoned-time.ts';
import type { Business } from './business-rows.ts';
import { DEMO_TIME_ZONE } from './businesses.ts';
import type { DemoRow } from './demo-rows.ts';
import type { DiaryWriter } from './diary-writer.ts';
import type { Chance } from './random.ts';

export const PAST_DAYS = 730;
export const FUTURE_DAYS = 92;
const QUARTER = 15 * MINUTE;

const upToQuarter = (at: Instant): Instant => Math.ceil(at / QUARTER) * QUARTER;

/**
 * Fills two years back and three months ahead. The business has grown: few visits at first, full weeks now, and ever
 * fewer the further ahead one looks.
 */
export function fillDiary(business: Business, writer: DiaryWriter, chance: Chance, now: Instant): void {
  const { rows, plan } = business;
  const today = dayOf(now, DEMO_TIME_ZONE);
  const patterns = Map.groupBy(rows.of('roster_pattern'), ({ staff_id }) => staff_id);
  const abilities = abilitiesOf(business);
  for (let offset = -PAST_DAYS; offset <= FUTURE_DAYS; offset += 1) {
    const day: PlainDate = addDays(today, offset);
    for (const location of rows.of('location')) {
      if (openingHours(day, location, undefined).hours.length === 0) continue;
      for (const staff of rows.of('staff')) {
        if (staff.location_id !== location.id) continue;
        const roster = rosteredDay(day, location.id, location.time_zone, patterns.get(staff.id) ?? [], []);
        const taken = roster.shifts.flatMap(({ from }) => writer.busyOf(staff.id, from));
        for (const stretch of subtract(roster.shifts, [...roster.breaks, ...taken])) {
          fillStretch(business, writer, chance, now, {
            staff,
            stretch,
            fill: fillOf(offset) * plan.busy,
            able: abilities.get(staff.id) ?? [],
          });
        }
      }
    }
  }
}

type Ability = readonly (readonly [DemoRow<'service'>, number])[];

/** What each person does, with how often it is asked for. */
function abilitiesOf(business: Business): ReadonlyMap<string, Ability> {
  const services = new Map(
    business.rows
      .of('service')
      .map((service, index) => [service.id, [service, business.plan.services[index]?.weight ?? 1] as const]),
  );
  const skills = Map.groupBy(business.rows.of('service_staff'), ({ staff_id }) => staff_id);
  return new Map(
    [...skills].map(([staffId, list]) => [
      staffId,
      list.flatMap(({ service_id }) => {
        const able = services.get(service_id);
        return able ? [able] : [];
      }),
    ]),
  );
}

function fillStretch(
  business: Business,
  writer: DiaryWriter,
  chance: Chance,
  now: Instant,
  place: {
    readonly staff: DemoRow<'staff'>;
    readonly stretch: Interval;
    readonly fill: number;
    readonly able: Ability;
  },
): void {
  if (place.able.length === 0) return;
  const clients = business.rows.of('client');
  const desk = business.rows.of('member').filter(({ role }) => role === 'front_desk');
  for (let at = upToQuarter(place.stretch.from); at < place.stretch.to - QUARTER;) {
    if (!chance.happens(place.fill)) {
      at += chance.pick([30, 45, 60]) * MINUTE;
      continue;
    }
    const service = chance.weighted(place.able);
    const startsAt = at + upToQuarter(service.buffer_before_minutes * MINUTE);
    const held = heldInterval(service, startsAt, startsAt + service.duration_minutes * MINUTE);
    const resourceId = writer.roomFor(service, place.staff.location_id, held);
    if (held.to > place.stretch.to || resourceId === undefined || !writer.isFree(place.staff.id, held)) {
      at += 2 * QUARTER;
      continue;
    }
    // Regulars: low numbers come more often.
    const client = clients[Math.floor(clients.length * chance.next() ** 1.6)];
    writer.write({
      staff: place.staff,
      service,
      client: client === undefined || chance.happens(0.04) ? null : client,
      startsAt,
      status: statusOf(startsAt, held.to, now, chance),
      resourceId,
      bookedBy: desk.length > 0 ? chance.pick(desk).id : null,
    });
    at = upToQuarter(held.to);
  }
}

/** Probability that a free quarter begins a visit, by days from today. */
function fillOf(offset: number): number {
  if (offset === 0) return 0.78;
  if (offset < 0) return 0.03 + 0.52 * ((PAST_DAYS + offset) / PAST_DAYS) ** 2.4;
  return 0.62 * Math.exp(-offset / 14) + 0.01;
}

function statusOf(startsAt: Instant, endsAt: Instant, now: Instant, chance: Chance): AppointmentStatus {
  if (endsAt <= now) {
    return chance.weighted<AppointmentStatus>([
      ['done', 90],
      ['no_show', 4],
      ['cancelled', 6],
    ]);
  }
  if (startsAt <= now) return 'in_service';
  if (startsAt <= now + 20 * MINUTE) return chance.happens(0.5) ? 'arrived' : 'confirmed';
  return chance.weighted<AppointmentStatus>([
    ['confirmed', 84],
    ['requested', startsAt - now < DAY ? 6 : 12],
    ['cancelled', 4],
  ]);
}
