import { statSync } from 'node:fs';
import { DAY } from '../../src/base/time.ts';
import { connect, sql } from '../../src/replica/connection.ts';
import { type Bench, percentile, randomFrom, shuffled } from './bench.ts';
import { type BenchBusiness, visitsOf } from './bench-business.ts';
import { BENCH_KEY, BENCH_SCOPE, benchClock, openBench, withBusiness } from './bench-file.ts';

/**
 * One 14-person branch's day as the calendar asks for it, on an encrypted file: a business of one branch and a chain
 * of forty-five. The days of the whole file in a mixed order, so that pages are as cold as a person's leafing makes
 * them. The comparison reads the same rows by one hand-written SELECT, on a connection of its own with the same key,
 * pragmas and indexes, and does nothing with them.
 */

const SMALL = 1;
const LARGE = 45;
/** Calls before the clock counts: the compiler is warm, the file is not. */
const WARM_UP = 30;

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
    const small = withBusiness(SMALL, measureFile);
    const large = withBusiness(LARGE, measureFile);
    return Promise.resolve({
      small_appointments: visitsOf(SMALL),
      small_p50_ms: small.p50,
      small_p95_ms: small.p95,
      small_bare_p50_ms: small.bareP50,
      small_bare_p95_ms: small.bareP95,
      large_appointments: visitsOf(LARGE),
      large_p50_ms: large.p50,
      large_p95_ms: large.p95,
      large_bare_p50_ms: large.bareP50,
      large_bare_p95_ms: large.bareP95,
      large_file_mb: large.fileMb,
      cards_a_day: large.cards,
    });
  },
};

function measureFile(file: string, business: BenchBusiness) {
  const { days, locations, midnight } = business;
  const locationId = locations[0] as string;

  const replica = openBench(file);
  const view = { scope: BENCH_SCOPE, now: benchClock.now(), showNames: true };
  const ours = timeDays(
    days.length,
    (day) => replica.query('dayBoard', { locationId, day: days[day] as string }, view).cards.length,
  );
  replica.close();

  const connection = connect({ path: file, key: BENCH_KEY });
  const bare = timeDays(
    days.length,
    (day) => connection.rows(BARE, locationId, midnight(day), midnight(day) + DAY).length,
  );
  connection.close();
  return {
    p50: percentile(ours.times, 0.5),
    p95: percentile(ours.times, 0.95),
    bareP50: percentile(bare.times, 0.5),
    bareP95: percentile(bare.times, 0.95),
    cards: ours.cards,
    fileMb: Math.round(statSync(file).size / 1_048_576),
  };
}

/** Every day once, each timed by itself. */
function timeDays(days: number, read: (day: number) => number) {
  const order = shuffled([...Array(days).keys()], randomFrom(1));
  const times: number[] = [];
  let cards = 0;
  for (const [index, day] of order.entries()) {
    const began = performance.now();
    cards = read(day);
    if (index >= WARM_UP) times.push(performance.now() - began);
  }
  return { times, cards };
}
