import { useState } from 'react';
import type { Instant, PlainDate } from '../../../base/time.ts';
import type { QueryParams } from '../../../contracts/queries.ts';
import type { FoundSlots } from '../../../contracts/queries/slots.ts';
import { instantAt } from '../../../domain/scheduling/zoned-time.ts';
import { useNow } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { addDays, dayParts } from '../../ui/format.ts';

/** What the caller's wish narrows. */
export type SlotFilter = {
  readonly onlyNamed: boolean;
  /** ISO weekdays; empty: any. */
  readonly weekdays: readonly number[];
  readonly time: TimeOfDay;
  readonly start: SearchStart;
};

/** Minutes of the day in which the visit begins. */
export const TIMES_OF_DAY = {
  any: [0, 1440],
  morning: [0, 720],
  afternoon: [720, 960],
  late: [960, 1440],
} as const;
export type TimeOfDay = keyof typeof TIMES_OF_DAY;

/** From when on: weeks are counted from the Monday of this week. */
export const SEARCH_STARTS = [
  'soonest',
  'tomorrow',
  'week1',
  'week2',
  'week3',
  'week4',
  'week6',
  'week8',
] as const;
export type SearchStart = (typeof SEARCH_STARTS)[number];

export type SlotWish = {
  readonly locationId: string;
  readonly services: QueryParams<'findSlots'>['services'];
  readonly ignoreVisit: string | null;
  /** Not before; null: now. */
  readonly from: Instant | null;
};

export type SlotSearch = {
  readonly found: FoundSlots | undefined;
  readonly filter: SlotFilter;
  readonly setFilter: (change: Partial<SlotFilter>) => void;
  /** Somebody was asked for by name. */
  readonly isNamed: boolean;
};

/** As many as there are keys. */
const SLOTS_OFFERED = 9;
const DAYS_AHEAD = 42;
const QUARTER = 15 * 60_000;

/** The best times for a visit, kept up to date with the diary and the clock. */
export function useSlotSearch(wish: SlotWish, timeZone: string, today: PlainDate): SlotSearch {
  const [filter, setFilter] = useState<SlotFilter>({
    onlyNamed: false,
    weekdays: [],
    time: 'any',
    start: 'soonest',
  });
  // Whole quarters, so that the question stays the same while the clock runs on.
  const soon: Instant = Math.ceil(useNow(60_000) / QUARTER) * QUARTER;
  const [startMinute, endMinute] = TIMES_OF_DAY[filter.time];
  const isNamed = wish.services.some(({ staffId }) => staffId !== null);
  const startDay = dayOfStart(filter.start, today);
  const from = startDay === null ? (wish.from ?? soon) : instantAt(startDay, 0, timeZone);
  const found = useDeskQuery(
    'findSlots',
    {
      locationId: wish.locationId,
      services: wish.services,
      onlyNamed: filter.onlyNamed && isNamed,
      from: Math.max(from, soon),
      days: DAYS_AHEAD,
      weekdays: [...filter.weekdays],
      startMinute,
      endMinute,
      count: SLOTS_OFFERED,
      ignoreVisit: wish.ignoreVisit,
    },
    { enabled: wish.services.length > 0, keepPrevious: true },
  );
  return {
    found: wish.services.length === 0 ? undefined : found.data,
    filter,
    setFilter: (change) => setFilter((now) => ({ ...now, ...change })),
    isNamed,
  };
}

function dayOfStart(start: SearchStart, today: PlainDate): PlainDate | null {
  if (start === 'soonest') return null;
  if (start === 'tomorrow') return addDays(today, 1);
  const monday = addDays(today, 1 - dayParts(today).weekday);
  return addDays(monday, 7 * Number(start.slice('week'.length)));
}
