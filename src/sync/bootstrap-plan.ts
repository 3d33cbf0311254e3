import { bucketOf, type Instant } from '../base/time.ts';
import type { BucketsReply } from '../contracts/wire.ts';
import { PLATFORM_SCOPE, PLATFORM_TABLES, TABLES, TENANT_TABLES, type TableName } from '../domain/tables.ts';

/** One table, or one month of one, that is fetched page by page. */
export type BootstrapStep = {
  readonly table: TableName;
  readonly bucket: number | null;
  /** The cloud said that no row of this month exists: the month is marked as held without asking. */
  readonly knownEmpty: boolean;
};

/** Months of history that a desk holds unless somebody asks for more. */
export const WINDOW_MONTHS_BACK = 24;
/** Months ahead that count as held from the first sync on, booked or not. */
const MONTHS_AHEAD = 24;

export const monthPlus = (bucket: number, months: number): number => {
  const index = Math.floor(bucket / 100) * 12 + (bucket % 100) - 1 + months;
  return Math.floor(index / 12) * 100 + (index % 12) + 1;
};

const monthsBetween = (from: number, to: number): readonly number[] => {
  const months: number[] = [];
  for (let month = from; month <= to; month = monthPlus(month, 1)) months.push(month);
  return months;
};

const tablesOf = (scope: string): readonly TableName[] =>
  (scope === PLATFORM_SCOPE ? PLATFORM_TABLES : TENANT_TABLES).toSorted(
    (a, b) => TABLES[a].no - TABLES[b].no,
  );

/** Tables whose rows come only with an appointment: a month without one has none of them. */
const FOLLOWS_APPOINTMENT = new Set<TableName>(['appointment', 'appointment_line', 'hold', 'status_event']);

function stepsOfMonth(
  scope: string,
  bucket: number,
  booked: ReadonlySet<number>,
  today: number,
): readonly BootstrapStep[] {
  return tablesOf(scope)
    .filter((table) => TABLES[table].bucketed)
    .map((table) => ({
      table,
      bucket,
      knownEmpty:
        (!booked.has(bucket) && FOLLOWS_APPOINTMENT.has(table)) ||
        // Money of a month to come arrives only with its bookings (deposits); nobody counts its till.
        (bucket > monthPlus(today, 1) &&
          (table === 'till_count' || (table === 'ledger_entry' && !booked.has(bucket)))),
    }));
}

export type BootstrapPlan = {
  /** Until these are held, no screen can be trusted: reference tables, clients, last month and all that follows. */
  readonly first: readonly BootstrapStep[];
  /** Older months, newest first. */
  readonly later: readonly BootstrapStep[];
  /** Appointments in the months of each part. */
  readonly appointmentsFirst: number;
  readonly appointmentsLater: number;
};

/**
 * What a first sync fetches, in order. `now` is corrected time; `buckets` is the cloud's count by month;
 * `alsoMonths` are older than the window and were asked for.
 */
export function planBootstrap(
  scope: string,
  now: Instant,
  buckets: BucketsReply['buckets'],
  covered: readonly number[],
  alsoMonths: readonly number[] = [],
): BootstrapPlan {
  const today = bucketOf(now);
  const first: BootstrapStep[] = tablesOf(scope)
    .filter((table) => !TABLES[table].bucketed)
    .map((table) => ({ table, bucket: null, knownEmpty: false }));
  if (scope === PLATFORM_SCOPE) return { first, later: [], appointmentsFirst: 0, appointmentsLater: 0 };

  const booked = new Set(buckets.filter(({ appointments }) => appointments > 0).map(({ bucket }) => bucket));
  const start = monthPlus(today, -1);
  const oldest = monthPlus(today, -WINDOW_MONTHS_BACK);
  const ahead = monthPlus(today, MONTHS_AHEAD);
  // Beyond these only what the cloud names: one booking in the year 2206, a slip of the finger, is no 2,000 requests.
  const beyond = buckets
    .map(({ bucket }) => bucket)
    .filter((bucket) => bucket > ahead)
    .toSorted((a, b) => a - b);
  const held = new Set(covered);
  // Today's month before all others, then what comes, then the month just past.
  const near = [today, ...monthsBetween(monthPlus(today, 1), ahead), ...beyond, start];
  const far = monthsBetween(oldest, monthPlus(start, -1))
    .toReversed()
    .concat(alsoMonths.filter((month) => month < oldest))
    .filter((bucket) => !held.has(bucket));
  const count = (months: readonly number[]) => {
    const set = new Set(months);
    return buckets.reduce((sum, item) => (set.has(item.bucket) ? sum + item.appointments : sum), 0);
  };
  return {
    // From the first held month on the replica counts as whole, so what is known to be empty needs no mark here.
    first: [
      ...first,
      ...near
        .flatMap((bucket) => stepsOfMonth(scope, bucket, booked, today))
        .filter((step) => !step.knownEmpty),
    ],
    later: far.flatMap((bucket) => stepsOfMonth(scope, bucket, booked, today)),
    appointmentsFirst: count(near),
    appointmentsLater: count(far),
  };
}

/** Months of the window that are not held yet; asked without the network, to know whether stage 2 is due. */
export function missingMonths(scope: string, now: Instant, covered: readonly number[]): readonly number[] {
  if (scope === PLATFORM_SCOPE) return [];
  const today = bucketOf(now);
  const held = new Set(covered);
  return monthsBetween(monthPlus(today, -WINDOW_MONTHS_BACK), monthPlus(today, -2)).filter(
    (bucket) => !held.has(bucket),
  );
}
