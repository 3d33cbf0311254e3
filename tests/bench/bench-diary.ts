import { bucketOf, DAY, HOUR, type Instant, MINUTE } from '../../src/base/time.ts';
import type { Connection } from '../../src/replica/connection.ts';
import { sql } from '../../src/replica/connection.ts';
import { randomFrom } from './bench.ts';
import { inserter } from './bench-business.ts';
import { BENCH_SCOPE, benchId } from './bench-file.ts';

/**
 * One large salon with a full diary: 40 people in early and late shifts with lunch and two days off, twelve services
 * of 30 to 120 minutes of which each person does about half, five rooms for three of them, 75 days ahead booked until
 * hardly a hole is left (one visit in twelve was cancelled), and a blocked hour here and there.
 */

const PEOPLE = 40;
const DAYS_BOOKED = 75;
const FIRST_MIDNIGHT: Instant = Date.UTC(2026, 4, 31, 22);

export type BenchDiary = {
  readonly location: string;
  readonly staff: readonly string[];
  /** Who does each service. */
  readonly services: ReadonlyMap<string, readonly string[]>;
  readonly midnight: (day: number) => Instant;
  readonly visits: number;
};

export function fillDiary(connection: Connection): BenchDiary {
  const random = randomFrom(40);
  const insert = inserter(connection);
  const midnight = (day: number): Instant => FIRST_MIDNIGHT + day * DAY;
  const diary = connection.transaction(() => {
    const location = benchId();
    insert('location', location, {
      name: 'Rosebank',
      time_zone: 'Africa/Johannesburg',
      address: '1 Long Street',
      phone: null,
      sort_order: 0,
      active: true,
      hours: Object.fromEntries([1, 2, 3, 4, 5, 6].map((day) => [day, [[480, 1140]]])),
    });
    const rooms = Array.from({ length: 5 }, (_, index) => {
      const id = benchId();
      const name = `Room ${index}`;
      insert('resource', id, {
        location_id: location,
        name,
        kind: 'room',
        capability: 'treatment-room',
        sort_order: index,
        active: true,
      });
      return id;
    });
    const needs = [30, 30, 45, 45, 45, 60, 60, 75, 90, 90, 120, 60].map((minutes, index) => {
      const need = { id: benchId(), minutes, after: index % 3 === 0 ? 10 : 0, room: index % 4 === 3 };
      insert('service', need.id, {
        name: `Service ${index}`,
        category: 'Hair',
        duration_minutes: minutes,
        buffer_before_minutes: 0,
        buffer_after_minutes: need.after,
        price_cents: 45_000,
        hue: index % 10,
        requires: need.room ? 'treatment-room' : null,
        sort_order: index,
        active: true,
      });
      return need;
    });
    const services = new Map<string, string[]>(needs.map(({ id }) => [id, []]));
    const roomBusy = new Map<string, { from: number; to: number }[]>();
    let visits = 0;
    const staff = Array.from({ length: PEOPLE }, (_, index) => {
      const person = benchId();
      insert('staff', person, {
        name: `Person ${index}`,
        title: 'Stylist',
        location_id: location,
        member_id: null,
        hue: index % 10,
        sort_order: index,
        active: true,
      });
      const late = index % 2 === 1;
      const shift = { start: late ? 570 : 480, end: late ? 1140 : 1020, lunch: late ? 810 : 735 };
      const off = [1 + (index % 6), 1 + ((index + 3) % 6)];
      for (let weekday = 1; weekday <= 6; weekday += 1) {
        if (off.includes(weekday)) continue;
        insert('roster_pattern', benchId(), {
          staff_id: person,
          location_id: location,
          weekday,
          start_minute: shift.start,
          end_minute: shift.end,
          breaks: [[shift.lunch, shift.lunch + 30]],
          valid_from: '2020-01-01',
          valid_to: null,
        });
      }
      const skills = needs.filter((_, service) => (service + index) % 2 === 0 || random() < 0.2);
      for (const { id } of skills) {
        insert('service_staff', benchId(), { service_id: id, staff_id: person });
        services.get(id)?.push(person);
      }
      for (let day = 0; day < DAYS_BOOKED; day += 1) {
        const weekday = (day % 7) + 1;
        if (weekday === 7 || off.includes(weekday)) continue;
        for (const [begin, end] of [
          [shift.start, shift.lunch],
          [shift.lunch + 30, shift.end],
        ] as const) {
          fillStretch(person, skills, day, begin, end);
        }
      }
      return person;
    });

    function fillStretch(
      person: string,
      skills: readonly (typeof needs)[number][],
      day: number,
      begin: number,
      end: number,
    ): void {
      let at = begin;
      while (at + 30 <= end) {
        const fitting = skills.filter(({ minutes }) => at + minutes <= end);
        const need = fitting[Math.floor(random() * fitting.length)];
        if (need === undefined) return;
        const startsAt = midnight(day) + at * MINUTE;
        const held = { from: startsAt, to: startsAt + (need.minutes + need.after) * MINUTE };
        const dice = random();
        if (dice < 0.04) {
          insert('block', benchId(), {
            bucket: bucketOf(startsAt),
            location_id: location,
            staff_id: person,
            starts_at: startsAt,
            ends_at: startsAt + HOUR / 2,
            reason: 'Training',
            author_id: null,
          });
        } else {
          const room = need.room ? freeRoom(held) : null;
          if (room !== undefined) book(person, need, room, startsAt, held, dice > 0.92);
        }
        at = Math.ceil((at + need.minutes + need.after) / 15) * 15;
      }
    }

    function freeRoom(held: { from: number; to: number }): string | undefined {
      return rooms.find((id) =>
        (roomBusy.get(id) ?? []).every(({ from, to }) => held.to <= from || to <= held.from),
      );
    }

    function book(
      person: string,
      need: (typeof needs)[number],
      room: string | null,
      startsAt: Instant,
      held: { from: number; to: number },
      cancelled: boolean,
    ): void {
      const [id, line] = [benchId(), benchId()];
      const bucket = bucketOf(startsAt);
      const place = { bucket, location_id: location, appointment_id: id };
      const endsAt = startsAt + need.minutes * MINUTE;
      visits += 1;
      insert('appointment', id, {
        bucket,
        location_id: location,
        client_id: null,
        status: cancelled ? 'cancelled' : 'confirmed',
        source: 'desk',
        starts_at: startsAt,
        ends_at: endsAt,
        price_cents: 45_000,
        note: null,
        cancel_reason: null,
        soft_reason: null,
        import_id: null,
        created_at: startsAt,
        created_by: null,
        client_knows: null,
      });
      insert('appointment_line', line, {
        ...place,
        position: 0,
        service_id: need.id,
        staff_id: person,
        resource_id: room,
        starts_at: startsAt,
        ends_at: endsAt,
        price_cents: 45_000,
      });
      for (const resource of [person, ...(room === null ? [] : [room])]) {
        insert('hold', benchId(), {
          ...place,
          line_id: line,
          resource_id: resource,
          starts_at: held.from,
          ends_at: held.to,
          active: !cancelled,
        });
      }
      if (room !== null && !cancelled) roomBusy.set(room, [...(roomBusy.get(room) ?? []), held]);
    }
    return { location, staff, services, visits };
  });
  connection.run(
    sql('bench.ready', `update meta set state = 'ready', covered_from = 202001 where scope = ?`),
    BENCH_SCOPE,
  );
  connection.pragma('wal_checkpoint(TRUNCATE)');
  return { ...diary, midnight };
}
