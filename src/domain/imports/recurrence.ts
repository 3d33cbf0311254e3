import ICAL from 'ical.js';
import type { Instant, Interval } from '../../base/time.ts';
import type { ToInstant, WallTime } from './calendar-zones.ts';

/** One event of a repeating one: when it begins, on the wall and as an instant. */
export type Occurrence = { readonly wall: WallTime; readonly at: Instant };

export type RecurrenceInput = {
  readonly start: ICAL.Time;
  readonly rules: readonly ICAL.Recur[];
  /** RDATE and EXDATE as instants; where they name days alone, as 'YYYY-MM-DD'. */
  readonly more: readonly Occurrence[];
  readonly except: { readonly instants: ReadonlySet<Instant>; readonly days: ReadonlySet<string> };
  readonly toInstant: ToInstant;
  /** Only what begins in here is wanted. */
  readonly window: Interval;
  /** UNTIL with a zone of its own (UTC mostly) is compared as an instant. */
  readonly untilOf: (until: ICAL.Time) => Instant;
};

/**
 * What a rule may cost. A diary repeats by days or weeks: thirty years of every day are 11,000 steps. A rule without
 * end by the second, or one that never comes true (30 February), must end all the same.
 */
const MOST_STEPS = 40_000;
const MOST_OCCURRENCES = 1_000;

/** The rule asks for more than can be imported. */
class TooMany extends Error {
  override readonly name = 'TooMany';
}

export const dayText = ({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

export const wallOf = ({ year, month, day, hour, minute, second }: WallTime): WallTime => ({
  year,
  month,
  day,
  hour,
  minute,
  second,
});

/**
 * All beginnings within the window, in order. The wall's time counts: a visit at nine stays at nine when clocks
 * change. Null when there are too many.
 */
export function expand(input: RecurrenceInput): readonly Occurrence[] | null {
  const { start, rules, more, except, toInstant, window } = input;
  const found = new Map<Instant, Occurrence>();
  const add = (occurrence: Occurrence): void => {
    const { at, wall } = occurrence;
    if (at < window.from || at >= window.to) return;
    if (except.instants.has(at) || except.days.has(dayText(wall))) return;
    found.set(at, occurrence);
    if (found.size > MOST_OCCURRENCES) throw new TooMany();
  };
  try {
    const first = wallOf(start);
    add({ wall: first, at: toInstant(first) });
    for (const occurrence of more) add(occurrence);
    for (const rule of rules) follow(rule, input, add);
  } catch (cause) {
    if (cause instanceof TooMany) return null;
    throw cause;
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at);
}

function follow(rule: ICAL.Recur, input: RecurrenceInput, add: (occurrence: Occurrence) => void): void {
  const until = rule.until ? input.untilOf(rule.until) : Infinity;
  const endless = rule.clone();
  // It is compared here as an instant: the library would compare the wall's time with UTC.
  endless.until = null;
  const begin = input.start.clone();
  begin.zone = ICAL.Timezone.localTimezone;
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (steps > MOST_STEPS) throw new TooMany();
  };
  const iterator = endless.iterator(begin);
  countInnerSteps(iterator, step);
  for (let next = iterator.next(); next; next = iterator.next()) {
    step();
    const wall = wallOf(next);
    const at = input.toInstant(wall);
    if (at > until || at >= input.window.to) return;
    if (agrees(endless, wall)) add({ wall, at });
  }
}

/** The library looks for the next day that fits without an end of its own; each of its tries is counted. */
function countInnerSteps(iterator: ICAL.RecurIterator, step: () => void): void {
  const inner = iterator as unknown as { check_contracting_rules: () => boolean };
  const check = inner.check_contracting_rules.bind(iterator);
  inner.check_contracting_rules = () => {
    step();
    return check();
  };
}

/** "30 February" comes out of the library as 2 March: days that are not the rule's own are no days of it. */
function agrees(rule: ICAL.Recur, wall: WallTime): boolean {
  const months = rule.parts.BYMONTH;
  const days = rule.parts.BYMONTHDAY;
  if (months && !months.includes(wall.month)) return false;
  if (!days) return true;
  const length = ICAL.Time.daysInMonth(wall.month, wall.year);
  return days.includes(wall.day) || days.includes(wall.day - length - 1);
}
