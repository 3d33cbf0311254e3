import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Bench, percentile, randomFrom, shuffled } from './bench.ts';
import { type BenchBusiness, fillBusiness, visitsOf } from './bench-business.ts';
import { idsFrom } from '../../src/base/ids.ts';
import { DAY } from '../../src/base/time.ts';
import { connect, type Connection, sql } from '../../src/replica/connection.ts';
import { openReplica } from '../../src/replica/open-replica.ts';

/**
 * One 14-person branch's day as the calendar asks for it, on an encrypted file: a business of one branch and a chain
 * of forty-five. The days of the whole file in a mixed order, so that pages are as cold as a person's leafing makes
 * them. The comparison reads the same rows by one hand-written SELECT, on a connection of its own with the same key,
 * pragmas and indexes, and does nothing with them.
 */

const MIGRATIONS = path.resolve(import.meta.dirname, '../../migrations/replica');
const SCOPE = '0a000000-0000-7000-8000-00000000000a';
const KEY = new Uint8Array(32).fill(7);
const LARGE = 8;

const BARE = sql(
  'bench.bare-day',
  `select line_id, appointment_id, staff_id, resource_id, service_id, starts_at, ends_at, price_cents, status, source,
     note, client_id, client_name, client_phone, do_not_book, paid_cents, has_alert, pending, line_count
   from day_card where location_id = ? and starts_at >= ? and starts_at < ? order by starts_at`,
);

export const bench: Bench = {
  name: 'day-view',
  targets: [
    { figure: 'small_p95_ms', limit: 3 },
    { figure: 'large_p95_ms', limit: 3 },
  ],
  run: () => {
    const small = measureFile(1);
    const large = measureFile(LARGE);
    return Promise.resolve({
      small_visits: visitsOf(1),
      small_p50_ms: small.p50,
      small_p95_ms: small.p95,
      small_bare_p50_ms: small.bareP50,
      small_bare_p95_ms: small.bareP95,
      large_visits: visitsOf(LARGE),
      large_p50_ms: large.p50,
      large_p95_ms: large.p95,
      large_bare_p50_ms: large.bareP50,
      large_bare_p95_ms: large.bareP95,
      large_file_mb: large.fileMb,
      cards_a_day: large.cards,
    });
  },
};

function measureFile(branches: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-day-view-'));
  const file = path.join(folder, 'replica.db');
  try {
    const business = build(file, branches);
    const ours = timeDays(business, openDays(file, business));
    const connection = connect({ path: file, key: KEY });
    const bare = timeDays(business, bareDays(connection, business));
    connection.close();
    return {
      p50: percentile(ours.times, 0.5),
      p95: percentile(ours.times, 0.95),
      bareP50: percentile(bare.times, 0.5),
      bareP95: percentile(bare.times, 0.95),
      cards: ours.cards,
      fileMb: Math.round(statSync(file).size / 1_048_576),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const clock = { now: () => Date.UTC(2026, 5, 1) };
const open = (file: string) =>
  openReplica({
    path: file,
    key: KEY,
    migrationsFolder: MIGRATIONS,
    clock,
    newId: idsFrom(clock, (into) => crypto.getRandomValues(into as Uint8Array<ArrayBuffer>)),
  });

function build(file: string, branches: number): BenchBusiness {
  const replica = open(file);
  replica.scopes.follow({
    scope: SCOPE,
    scopeName: 'Bench',
    clientId: SCOPE,
    deviceId: SCOPE,
    deviceSecret: 'a-device-secret-of-some-length',
  });
  replica.close();
  const connection = connect({ path: file, key: KEY });
  const business = fillBusiness(connection, SCOPE, branches);
  connection.close();
  return business;
}

type ReadDay = { readonly read: (day: number) => number; readonly end: () => void };

function openDays(file: string, { days, locations }: BenchBusiness): ReadDay {
  const replica = open(file);
  const view = { scope: SCOPE, now: clock.now(), showNames: true };
  const locationId = locations[0] as string;
  return {
    read: (day) => replica.query('dayBoard', { locationId, day: days[day] as string }, view).cards.length,
    end: replica.close,
  };
}

function bareDays(connection: Connection, { locations, midnight }: BenchBusiness): ReadDay {
  return {
    read: (day) => connection.rows(BARE, locations[0] as string, midnight(day), midnight(day) + DAY).length,
    end: () => {},
  };
}

/** Every day once, each timed; the first ten calls warm the compiler up and do not count. */
function timeDays(business: BenchBusiness, { read, end }: ReadDay) {
  const order = shuffled([...business.days.keys()], randomFrom(1));
  const times: number[] = [];
  let cards = 0;
  for (const [index, day] of order.entries()) {
    const began = performance.now();
    cards = read(day);
    if (index >= 10) times.push(performance.now() - began);
  }
  end();
  return { times, cards };
}
