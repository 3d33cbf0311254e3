import { bucketOf, DAY, HOUR, MINUTE, type Instant } from '../../src/base/time.ts';
import { present } from '../../src/base/assert.ts';
import { dayOf, weekdayOf } from '../../src/domain/scheduling/zoned-time.ts';
import type { Business } from './business-rows.ts';
import { DEMO_TIME_ZONE } from './businesses.ts';
import type { DemoRow } from './demo-rows.ts';
import type { DiaryWriter } from './diary-writer.ts';
import type { Chance } from './random.ts';

const QUARTER = 15 * MINUTE;

/** Things that happen to every front desk one day, planted in the main business so that each panel has one to show. */
export type Planted = {
  readonly lateAppointmentId: string;
  readonly conflictId: string;
  readonly secondDeskId: string;
  readonly silentDeskId: string;
};

/**
 * Before the diary is filled: a client ten minutes late, one who has arrived, an afternoon booking that another desk also
 * wanted, and an hour in which one chair is free for a walk-in.
 */
export function plantVisits(
  business: Business,
  writer: DiaryWriter,
  now: Instant,
): { readonly late: DemoRow<'appointment'>; readonly wanted: DemoRow<'appointment'> } {
  const { rows } = business;
  const main = present(rows.of('location')[0], 'main location');
  const weekday = weekdayOf(dayOf(now, DEMO_TIME_ZONE));
  const working = rows
    .of('staff')
    .filter(
      (person) =>
        person.location_id === main.id &&
        rows.of('roster_pattern').some((shift) => shift.staff_id === person.id && shift.weekday === weekday),
    );
  const hair = present(
    rows.of('service').find(({ name }) => name === 'Cut & finish'),
    'cut',
  );
  const stylists = working.filter((person) =>
    rows.of('service_staff').some((skill) => skill.staff_id === person.id && skill.service_id === hair.id),
  );
  const visit = (
    staff: DemoRow<'staff'>,
    startsAt: Instant,
    clientIndex: number,
    status: 'confirmed' | 'arrived' = 'confirmed',
  ): DemoRow<'appointment'> =>
    writer.write({
      staff,
      service: hair,
      client: present(rows.of('client')[clientIndex], 'client'),
      startsAt,
      status,
      resourceId: null,
      bookedBy: present(rows.of('member')[0], 'receptionist').id,
    });
  // The last quarter of an hour that is at least eight minutes ago.
  const late = visit(present(stylists[0], 'stylist'), Math.floor((now - 8 * MINUTE) / QUARTER) * QUARTER, 3);
  const afternoon = Math.ceil(now / HOUR) * HOUR + 2 * HOUR;
  const second = present(stylists[1], 'second stylist');
  const wanted = visit(second, afternoon, 11);
  visit(second, Math.ceil((now + MINUTE) / QUARTER) * QUARTER, 23, 'arrived');
  // Whoever walks in now finds one chair free.
  const free =
    stylists[2] ??
    present(
      working.find((person) => !stylists.includes(person)),
      'somebody else',
    );
  writer.reserve(free.id, { from: now - 5 * MINUTE, to: now + 65 * MINUTE });
  return { late, wanted };
}

/** Two more desks: one at the second branch that clashed with the front desk, one that has been silent since Friday. */
export function plantDesks(
  business: Business,
  chance: Chance,
  now: Instant,
): Pick<Planted, 'secondDeskId' | 'silentDeskId'> {
  const desk = (name: string): string =>
    business.rows.add('device', {
      id: chance.id(now - 200 * DAY),
      name,
      locations: null,
      classes: ['diary', 'ledger', 'special'],
      enrolled_at: now - 200 * DAY,
      revoked_at: null,
    }).id;
  return { secondDeskId: desk('Desk 2'), silentDeskId: desk('Menlyn counter') };
}

/** A booking that Desk 2 made while it was offline, and that the cloud had to refuse. */
export function plantConflict(
  business: Business,
  wanted: DemoRow<'appointment'>,
  deskId: string,
  chance: Chance,
  now: Instant,
): string {
  const { rows } = business;
  const theirs = present(
    rows.of('appointment_line').find((line) => line.appointment_id === wanted.id),
    'line',
  );
  const held = present(
    rows.of('hold').find((hold) => hold.appointment_id === wanted.id),
    'hold',
  );
  const at = now - 26 * MINUTE;
  const id = chance.id(at);
  rows.add('conflict', {
    id,
    client_id: chance.id(at),
    device_id: deskId,
    name: 'appointment.book',
    v: 1,
    root: null,
    args: {
      id: chance.id(at),
      eventId: chance.id(at),
      locationId: wanted.location_id,
      clientId: present(rows.of('client')[17], 'client').id,
      status: 'confirmed',
      source: 'desk',
      lines: [
        {
          id: chance.id(at),
          serviceId: theirs.service_id,
          staffId: theirs.staff_id,
          resourceId: null,
          staffHoldId: chance.id(at),
          resourceHoldId: null,
          startsAt: theirs.starts_at,
          endsAt: theirs.ends_at,
          priceCents: theirs.price_cents,
        },
      ],
      note: null,
      softReason: null,
      importId: null,
    },
    code: 'overlap',
    detail: {
      holds: [
        {
          resource_id: held.resource_id,
          appointment_id: wanted.id,
          starts_at: held.starts_at,
          ends_at: held.ends_at,
        },
      ],
    },
    actor_id: present(rows.of('member')[1], 'second receptionist').id,
    at,
    state: 'open',
    closed_by: null,
    closed_reason: null,
  });
  return id;
}

/** Every trading day's count of the till at the main location; the last one before today is R 90 short. */
export function plantTillCounts(business: Business, chance: Chance, now: Instant): void {
  const { rows } = business;
  const main = present(rows.of('location')[0], 'main location');
  const today = dayOf(now, DEMO_TIME_ZONE);
  const cash = new Map<string, number>();
  for (const entry of rows.of('ledger_entry')) {
    if (entry.location_id !== main.id || entry.tender !== 'cash' || entry.trading_day >= today) continue;
    cash.set(entry.trading_day, (cash.get(entry.trading_day) ?? 0) + entry.amount_cents);
  }
  const days = [...cash.keys()].toSorted().slice(-30);
  for (const day of days) {
    const at = Date.parse(`${day}T16:20:00Z`);
    const expected = cash.get(day) ?? 0;
    const short = day === days.at(-1) ? Math.min(9_000, expected) : 0;
    rows.add('till_count', {
      id: chance.id(at),
      bucket: bucketOf(at),
      location_id: main.id,
      trading_day: day,
      expected_cents: expected,
      counted_cents: expected - short,
      at,
      actor_id: present(rows.of('member')[0], 'receptionist').id,
      note: short > 0 ? 'Counted twice' : null,
    });
  }
}
