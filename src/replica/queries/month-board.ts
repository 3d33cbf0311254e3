import { HOUR, type Instant, type Interval, MINUTE } from '../../base/time.ts';
import type { MonthDay, QueryParams, QueryResults } from '../../contracts/queries.ts';
import { intersect, subtract } from '../../domain/scheduling/intervals.ts';
import { addDays } from '../../domain/scheduling/zoned-time.ts';
import { sql } from '../connection.ts';
import { coverAt } from '../device-hold.ts';
import { dayFrame, type DayFrame } from './day-frame.ts';
import type { Query, QuerySources } from './query-context.ts';

/** No line is longer, so nothing that began earlier reaches into the day. */
const LONGEST = 24 * HOUR;

/** Minutes within the day only: a night's work counts on both of its days. */
const FIGURES = sql(
  'month-board.figures',
  `select count(distinct appointment_id), count(distinct case when status = 'requested' then appointment_id end),
     coalesce(sum(min(ends_at, ?) - max(starts_at, ?)), 0)
   from day_card
   where location_id = ? and starts_at >= ? and starts_at < ? and ends_at > ?
     and status in ('requested', 'confirmed', 'arrived', 'in_service', 'done')`,
);
const BLOCKED = sql(
  'month-board.blocked',
  `select staff_id, starts_at, ends_at from block
   where location_id = ? and starts_at < ? and ends_at > ? and deleted_at is null`,
);

/** Days of one location in figures: how many come, and how full the day is. */
export const monthBoard: Query<QueryParams<'monthBoard'>, QueryResults['monthBoard']> = (
  sources,
  { locationId, from, days },
  view,
) => ({
  locationId,
  days: Array.from({ length: days }, (_, index): MonthDay => {
    const day = addDays(from, index);
    const frame = dayFrame(sources, locationId, day);
    if (!frame) {
      return {
        day,
        cover: 'not_loaded',
        isOpen: false,
        occasion: null,
        visits: 0,
        requested: 0,
        bookedMinutes: 0,
        workMinutes: 0,
      };
    }
    const { bounds } = frame;
    const cover = coverAt(
      sources,
      view.scope,
      locationId,
      ['appointment', 'appointment_line', 'block'],
      bounds,
    );
    const [visits = 0, requested = 0, booked = 0] =
      cover === 'complete' ? figuresOf(sources, locationId, bounds) : [];
    return {
      day,
      cover,
      isOpen: frame.hours.length > 0,
      occasion: frame.occasion,
      visits,
      requested,
      bookedMinutes: Math.round(booked / MINUTE),
      workMinutes: cover === 'complete' ? workMinutes(sources, locationId, frame) : 0,
    };
  }),
});

const figuresOf = ({ connection }: QuerySources, locationId: string, { from, to }: Interval) =>
  (connection.row(FIGURES, to, from, locationId, from - LONGEST, to, from) ?? []) as readonly number[];

/** What can be booked: everybody's shift within trading hours, less breaks and blocked time. */
function workMinutes({ connection }: QuerySources, locationId: string, frame: DayFrame): number {
  const { bounds, hours, people } = frame;
  const blocks = connection.rows(
    BLOCKED,
    locationId,
    bounds.to,
    bounds.from,
  ) as unknown as readonly (readonly [string, Instant, Instant])[];
  let worked = 0;
  for (const [staffId, { shifts, breaks, leave }] of people) {
    if (leave !== null) continue;
    const blocked = blocks.filter(([id]) => id === staffId).map(([, from, to]): Interval => ({ from, to }));
    for (const { from, to } of subtract(intersect(hours, shifts), [...breaks, ...blocked])) {
      worked += to - from;
    }
  }
  return Math.round(worked / MINUTE);
}
