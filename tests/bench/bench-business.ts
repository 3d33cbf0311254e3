import { idsFrom } from '../../src/base/ids.ts';
import { bucketOf, DAY, HOUR, type Instant, MINUTE } from '../../src/base/time.ts';
import { columnsOf, columnSpec, type RowValues, type TableName } from '../../src/domain/tables.ts';
import { rebuildDayCards } from '../../src/replica/day-cards.ts';
import { randomFrom } from './bench.ts';
import { type Connection, sql, type Sql, type SqlValue } from '../../src/replica/connection.ts';

/**
 * A business of 14-person branches for measurements: 200 trading days, 8 visits a person and day, 4,000 clients a
 * branch, three quarters paid. Rows lie in the file in the order in which they were booked (up to 30 days ahead), as
 * they do in a real one: a day's visits are scattered over its pages.
 */

export const STAFF = 14;
export const DAYS = 200;
export const VISITS_A_DAY = STAFF * 8;
/** One branch is the small file of 20,000; forty-five are the large one of a million. */
export const visitsOf = (branches: number): number => branches * DAYS * VISITS_A_DAY;
const CLIENTS_A_BRANCH = 4_000;
const FIRST_MIDNIGHT: Instant = Date.UTC(2026, 0, 4, 22);

export type BenchBusiness = {
  readonly locations: readonly string[];
  readonly days: readonly string[];
  readonly staff: ReadonlyMap<string, readonly string[]>;
  readonly services: readonly string[];
  readonly clients: ReadonlyMap<string, readonly string[]>;
  readonly visits: number;
  readonly midnight: (day: number) => Instant;
};

/** Writes rows straight into the tables: far faster than by commands, and the same rows. */
export function inserter(connection: Connection) {
  const statements = new Map<
    TableName,
    { statement: Sql; columns: readonly string[]; kinds: readonly string[] }
  >();
  return <T extends TableName>(table: T, id: string, values: RowValues<T>): void => {
    let known = statements.get(table);
    if (!known) {
      const columns = columnsOf(table);
      const marks = columns.map(() => '?').join(', ');
      known = {
        statement: sql(`bench.${table}`, `insert into ${table} (${columns.join(', ')}) values (${marks})`),
        columns: columns.slice(3),
        kinds: columns.slice(3).map((column) => columnSpec(table, column) ?? 'text'),
      };
      statements.set(table, known);
    }
    const row = values as Readonly<Record<string, unknown>>;
    const { kinds, columns, statement } = known;
    const encoded = columns.map((column, index): SqlValue => {
      const value = row[column];
      if (kinds[index] === 'json') return JSON.stringify(value);
      return typeof value === 'boolean' ? Number(value) : (value as SqlValue);
    });
    connection.run(statement, id, 1, null, ...encoded);
  };
}

/** Fills an empty replica of a scope that is followed; takes about two minutes for a million visits. */
export function fillBusiness(connection: Connection, scope: string, branches: number): BenchBusiness {
  const random = randomFrom(branches);
  const bytes = (into: Uint8Array): Uint8Array => into.map(() => Math.floor(random() * 256));
  let now = FIRST_MIDNIGHT - 60 * DAY;
  const newId = idsFrom({ now: () => now }, bytes);
  const insert = inserter(connection);
  const midnight = (day: number): Instant => FIRST_MIDNIGHT + day * DAY;

  // Indexes are built once at the end: twice as fast, and the same trees.
  const indexes = connection.all<{ name: string; sql: string }>(
    sql('bench.indexes', `select name, sql from sqlite_schema where type = 'index' and sql is not null`),
  );
  connection.pragma('synchronous = OFF');
  for (const { name } of indexes) connection.exec(`drop index ${name}`);

  const business = connection.transaction(() => {
    const services = Array.from({ length: 20 }, (_, index) => {
      const id = newId();
      insert('service', id, {
        name: `Service ${index}`,
        category: 'Hair',
        duration_minutes: 45,
        buffer_before_minutes: 0,
        buffer_after_minutes: 15,
        price_cents: 45_000,
        hue: index % 10,
        requires: null,
        sort_order: index,
        active: true,
      });
      return id;
    });
    const locations: string[] = [];
    const staff = new Map<string, string[]>();
    const clients = new Map<string, string[]>();
    for (let branch = 0; branch < branches; branch += 1) {
      const location = newId();
      locations.push(location);
      insert('location', location, {
        name: `Branch ${branch}`,
        time_zone: 'Africa/Johannesburg',
        address: '1 Long Street',
        phone: null,
        sort_order: branch,
        hours: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [[480, 1080]]])),
        active: true,
      });
      staff.set(
        location,
        Array.from({ length: STAFF }, (_, index) => {
          const person = newId();
          insert('staff', person, {
            name: `Person ${index}`,
            title: 'Stylist',
            location_id: location,
            member_id: null,
            hue: index % 10,
            sort_order: index,
            active: true,
          });
          for (let weekday = 1; weekday <= 7; weekday += 1) {
            insert('roster_pattern', newId(), {
              staff_id: person,
              location_id: location,
              weekday,
              start_minute: 480,
              end_minute: 1080,
              breaks: [[780, 810]],
              valid_from: '2020-01-01',
              valid_to: null,
            });
          }
          return person;
        }),
      );
      clients.set(location, []);
    }
    // Clients of all branches join over time, so a branch's clients lie scattered too.
    for (let index = 0; index < CLIENTS_A_BRANCH; index += 1) {
      for (const location of locations) {
        now += 1_000;
        const id = newId();
        insert('client', id, {
          name: `Thandi Mokoena ${index}`,
          phone: `+2782${String(1_000_000 + index)}`,
          email: `client${index}@example.test`,
          language: null,
          note: null,
          do_not_book: false,
          no_shows: 0,
          import_id: null,
          created_at: now,
          do_not_book_reason: null,
        });
        (clients.get(location) as string[]).push(id);
      }
    }
    for (let day = 0; day < DAYS; day += 1) {
      for (const location of locations) bookDay(day, location);
    }

    function bookDay(day: number, location: string): void {
      const people = staff.get(location) as string[];
      const known = clients.get(location) as string[];
      for (let visit = 0; visit < VISITS_A_DAY; visit += 1) {
        const startsAt = midnight(day) + 8 * HOUR + Math.floor(visit / STAFF) * 75 * MINUTE;
        const endsAt = startsAt + 45 * MINUTE;
        const bucket = bucketOf(startsAt);
        now = Math.floor(startsAt - random() * 30 * DAY);
        const id = newId();
        const client = known[Math.floor(random() * known.length)] as string;
        insert('appointment', id, {
          bucket,
          location_id: location,
          client_id: client,
          status: visit % 9 === 0 ? 'cancelled' : 'done',
          source: 'desk',
          starts_at: startsAt,
          ends_at: endsAt,
          price_cents: 45_000,
          note: visit % 5 === 0 ? 'Asked for the chair at the window, and for tea without milk' : null,
          cancel_reason: null,
          soft_reason: null,
          import_id: null,
          created_at: now,
          created_by: null,
          client_knows: null,
        });
        insert('appointment_line', newId(), {
          bucket,
          location_id: location,
          appointment_id: id,
          position: 0,
          service_id: services[visit % services.length] as string,
          staff_id: people[visit % STAFF] as string,
          resource_id: null,
          starts_at: startsAt,
          ends_at: endsAt,
          price_cents: 45_000,
        });
        if (visit % 4 !== 0) {
          now = endsAt;
          insert('ledger_entry', newId(), {
            bucket,
            location_id: location,
            appointment_id: id,
            kind: 'payment',
            tender: 'card',
            amount_cents: 45_000,
            trading_day: dayName(day),
            at: endsAt,
            actor_id: null,
            device_id: null,
            reverses_id: null,
            reason: null,
          });
        }
      }
    }
    return { locations, staff, services, clients };
  });

  for (const index of indexes) connection.exec(index.sql);
  rebuildDayCards(connection);
  connection.run(
    sql('bench.ready', `update meta set state = 'ready', covered_from = 202001 where scope = ?`),
    scope,
  );
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.pragma('synchronous = FULL');
  return {
    ...business,
    days: Array.from({ length: DAYS }, (_, day) => dayName(day)),
    visits: visitsOf(branches),
    midnight,
  };
}

const dayName = (day: number): string =>
  new Date(FIRST_MIDNIGHT + day * DAY + 12 * HOUR).toISOString().slice(0, 10);
