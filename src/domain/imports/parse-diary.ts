import ICAL from 'ical.js';
import { DAY, HOUR, type Instant, type Interval, type PlainDate } from '../../base/time.ts';
import { addDays } from '../scheduling/zoned-time.ts';
import { type CalendarBlock, type CalendarPart, cutCalendars, type FileLine } from './calendar-lines.ts';
import { asUtc, type CalendarZones, readZones, type ToInstant } from './calendar-zones.ts';
import { cleanLine, cleanText, type ImportProblem, problem } from './import-problem.ts';
import { dayText, expand, type Occurrence, wallOf } from './recurrence.ts';

/** Who an event belongs to, in the words of the file: a calendar, an organiser, people asked. */
export type EventPeople = {
  readonly calendar: string | null;
  readonly organizer: string | null;
  readonly attendees: readonly string[];
};

export type ParsedEvent = EventPeople & {
  readonly line: number;
  /** The event's own name with the moment that it stands for: the same in every export of the calendar. */
  readonly identity: string;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly time:
    | { readonly kind: 'timed'; readonly startsAt: Instant; readonly endsAt: Instant }
    | { readonly kind: 'days'; readonly first: PlainDate; readonly count: number };
  /** Marked as free: a birthday, a reminder. */
  readonly free: boolean;
  readonly repeats: boolean;
};

export type ParsedDiary = {
  readonly events: readonly ParsedEvent[];
  readonly problems: readonly ImportProblem[];
  /** Events that lie before and after the window. */
  readonly before: number;
  readonly after: number;
};

/** A visit longer than this is no visit, but a day off or a slip. */
const LONGEST_VISIT = 12 * HOUR;
/** A row of whole days longer than this is no leave, but a slip. */
const MOST_DAYS = 31;

/** One VEVENT, read but not yet expanded. */
type RawEvent = EventPeople & {
  readonly line: number;
  readonly uid: string;
  readonly sequence: number;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly free: boolean;
  readonly cancelled: boolean;
  readonly start: ICAL.Time;
  readonly toInstant: ToInstant;
  readonly startsAt: Instant;
  readonly lengthMs: number;
  readonly allDay: boolean;
  readonly rules: readonly ICAL.Recur[];
  readonly more: readonly Occurrence[];
  readonly except: { readonly instants: ReadonlySet<Instant>; readonly days: ReadonlySet<string> };
  /** Of an exception: the moment of the event that it stands for. */
  readonly replaces: Instant | null;
  readonly laterToo: boolean;
  readonly untilOf: (until: ICAL.Time) => Instant;
};

/** Everything that stands in a file; expanded for a stretch of time as often as a person changes their mind. */
export type RawDiary = {
  readonly events: readonly RawEvent[];
  readonly problems: readonly ImportProblem[];
};

/**
 * Reads the events of an iCalendar file. Times without a zone count in the calendar's own (X-WR-TIMEZONE) or else in
 * `defaultZone`. A broken event is one problem with its line; the others are read.
 */
export function readDiary(lines: readonly FileLine[], defaultZone: string): RawDiary {
  const events: RawEvent[] = [];
  const problems: ImportProblem[] = [];
  const parts = cutCalendars(lines);
  for (const part of parts) {
    const zones = readZones(part.zones, part.timeZone, defaultZone);
    for (const block of part.events) {
      const read = readSafely(block, part, zones);
      if ('code' in read) problems.push(read);
      else events.push(read);
    }
  }
  if (parts.every((part) => part.events.length === 0)) {
    problems.push(problem(1, 'unreadable', lines[0]?.text ?? ''));
  }
  return { events, problems };
}

function readSafely(
  block: CalendarBlock,
  part: CalendarPart,
  zones: CalendarZones,
): RawEvent | ImportProblem {
  try {
    return readEvent(componentOf(block.lines), block, part, zones);
  } catch {
    const summary = block.lines.find((one) => /^SUMMARY/i.test(one))?.replace(/^[^:]*:/, '') ?? '';
    return problem(block.line, 'unreadable', summary);
  }
}

/** A broken alarm is no reason to lose the visit that it rings for. */
function componentOf(lines: readonly string[]): ICAL.Component {
  const parse = (text: readonly string[]): ICAL.Component =>
    new ICAL.Component(ICAL.parse(text.join('\r\n')) as ConstructorParameters<typeof ICAL.Component>[0]);
  try {
    return parse(lines);
  } catch (cause) {
    const bare = lines.filter(outsideAlarm());
    if (bare.length === lines.length) throw cause;
    return parse(bare);
  }
}

const outsideAlarm = (): ((line: string) => boolean) => {
  let inside = false;
  return (line) => {
    if (/^BEGIN:VALARM/i.test(line)) inside = true;
    const keep = !inside;
    if (/^END:VALARM/i.test(line)) inside = false;
    return keep;
  };
};

/** Throws on text that the standard does not know. */
function readEvent(
  event: ICAL.Component,
  { line }: CalendarBlock,
  part: CalendarPart,
  zones: CalendarZones,
): RawEvent | ImportProblem {
  const summary = cleanLine(textOf(event, 'summary'));
  const start = event.getFirstProperty('dtstart');
  const from: unknown = start?.getFirstValue();
  if (!start || !(from instanceof ICAL.Time)) return problem(line, 'no_time', summary);
  const toInstant = zoneOf(start, from, zones);
  if (toInstant === null) return problem(line, 'unknown_zone', summary);
  const instantOf = (property: ICAL.Property, time: ICAL.Time): Instant =>
    (zoneOf(property, time, zones) ?? toInstant)(wallOf(time));

  const startsAt = toInstant(wallOf(from));
  const lengthMs = lengthOf(event, from, startsAt, instantOf);
  const replaced = event.getFirstProperty('recurrence-id');
  const replacedTime: unknown = replaced?.getFirstValue();
  return {
    line,
    uid: textOf(event, 'uid') || `${summary} ${String(startsAt)}`,
    sequence: Number(event.getFirstPropertyValue('sequence') ?? 0) || 0,
    summary,
    description: cleanText(textOf(event, 'description')).trim(),
    location: cleanLine(textOf(event, 'location')),
    calendar: part.name,
    organizer: personOf(event.getFirstProperty('organizer')),
    attendees: event
      .getAllProperties('attendee')
      .map(personOf)
      .filter((name) => name !== null),
    free: isFree(event),
    cancelled:
      part.cancelled ||
      /^cancelled$/i.test(textOf(event, 'status')) ||
      // Outlook keeps what was called off in the diary under this word.
      /^cancell?ed: /i.test(summary),
    start: from,
    toInstant,
    startsAt,
    lengthMs,
    allDay: isAllDay(event, from, lengthMs),
    rules: event
      .getAllProperties('rrule')
      .map((property): unknown => property.getFirstValue())
      .filter((rule) => rule instanceof ICAL.Recur),
    ...datesOf(event, instantOf),
    replaces: replaced && replacedTime instanceof ICAL.Time ? instantOf(replaced, replacedTime) : null,
    laterToo: replaced?.getParameter('range') !== undefined,
    untilOf: (until) =>
      until.zone === ICAL.Timezone.utcTimezone
        ? asUtc(wallOf(until))
        : toInstant(until.isDate ? { ...wallOf(until), hour: 23, minute: 59, second: 59 } : wallOf(until)),
  };
}

/** By UTC, by the property's zone, or by the calendar's own; null for a zone that nobody knows. */
function zoneOf(property: ICAL.Property, time: ICAL.Time, zones: CalendarZones): ToInstant | null {
  if (time.zone === ICAL.Timezone.utcTimezone) return asUtc;
  const tzid = property.getParameter('tzid');
  return typeof tzid === 'string' && !time.isDate ? zones.of(tzid) : zones.own;
}

type InstantOf = (property: ICAL.Property, time: ICAL.Time) => Instant;

function lengthOf(event: ICAL.Component, from: ICAL.Time, startsAt: Instant, instantOf: InstantOf): number {
  const end = event.getFirstProperty('dtend');
  const until: unknown = end?.getFirstValue();
  if (end && until instanceof ICAL.Time) return instantOf(end, until) - startsAt;
  const length: unknown = event.getFirstPropertyValue('duration');
  if (length instanceof ICAL.Duration) return length.toSeconds() * 1_000;
  return from.isDate ? DAY : 0;
}

/** Days by their kind, or (older Outlooks) as times from midnight to midnight. */
function isAllDay(event: ICAL.Component, from: ICAL.Time, lengthMs: number): boolean {
  if (from.isDate || /^true$/i.test(textOf(event, 'x-microsoft-cdo-alldayevent'))) return true;
  const midnight = from.hour === 0 && from.minute === 0 && from.second === 0;
  return midnight && lengthMs >= DAY && lengthMs % DAY === 0;
}

const isFree = (event: ICAL.Component): boolean =>
  /^transparent$/i.test(textOf(event, 'transp')) ||
  /^free$/i.test(textOf(event, 'x-microsoft-cdo-busystatus'));

function datesOf(event: ICAL.Component, instantOf: InstantOf): Pick<RawEvent, 'more' | 'except'> {
  const more: Occurrence[] = [];
  const instants = new Set<Instant>();
  const days = new Set<string>();
  for (const property of event.getAllProperties('rdate')) {
    for (const value of property.getValues() as unknown[]) {
      const time = value instanceof ICAL.Period ? value.start : value;
      if (time instanceof ICAL.Time) more.push({ wall: wallOf(time), at: instantOf(property, time) });
    }
  }
  for (const property of event.getAllProperties('exdate')) {
    for (const time of property.getValues() as unknown[]) {
      if (!(time instanceof ICAL.Time)) continue;
      if (time.isDate) days.add(dayText(time));
      else instants.add(instantOf(property, time));
    }
  }
  return { more, except: { instants, days } };
}

const textOf = (event: ICAL.Component, name: string): string => {
  const value = event.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
};

/** A person's name, or the address where there is none. */
function personOf(property: ICAL.Property | null): string | null {
  if (!property) return null;
  const name = property.getParameter('cn');
  const address = String(property.getFirstValue() ?? '').replace(/^mailto:/i, '');
  return cleanLine(typeof name === 'string' && name.trim() !== '' ? name : address) || null;
}

/** More than one file of a business ever holds; what is beyond is reported, not read. */
const MOST_EVENTS = 20_000;
/** A rule that asks for too much costs a third of a second; after so many of them no further rule is followed. */
const MOST_BAD_RULES = 30;

/**
 * The events that begin within the window: repeating ones one by one, exceptions in the place of what they replace,
 * cancelled and double ones reported. `window` is said to the person, with how much lies outside.
 */
export function expandDiary({ events, problems: unreadable }: RawDiary, window: Interval): ParsedDiary {
  const problems = [...unreadable];
  const newest = withoutTwins(events, problems);
  const exceptions = new Map<string, Set<Instant>>();
  for (const { uid, replaces } of newest) {
    if (replaces === null) continue;
    const known = exceptions.get(uid);
    if (known) known.add(replaces);
    else exceptions.set(uid, new Set([replaces]));
  }
  const found: ParsedEvent[] = [];
  let before = 0;
  let after = 0;
  let badRules = 0;
  for (const event of newest) {
    if (event.cancelled) {
      if (event.startsAt >= window.from && event.startsAt < window.to) {
        problems.push(problem(event.line, 'cancelled', event.summary));
      }
      continue;
    }
    const wrong = wrongTime(event);
    if (wrong) {
      problems.push(wrong);
      continue;
    }
    if (event.laterToo) problems.push(problem(event.line, 'later_too', event.summary));
    const repeats = event.rules.length > 0 || event.more.length > 0;
    if (!repeats) {
      if (event.startsAt < window.from) before += 1;
      else if (event.startsAt >= window.to) after += 1;
      else found.push(parsed(event, { wall: wallOf(event.start), at: event.startsAt }, event.replaces));
      continue;
    }
    const replaced = exceptions.get(event.uid);
    const isEnough = found.length > MOST_EVENTS || badRules >= MOST_BAD_RULES;
    const occurrences = isEnough ? null : expand({ ...event, window });
    if (occurrences === null) {
      badRules += 1;
      problems.push(problem(event.line, 'too_many', event.summary));
      continue;
    }
    if (occurrences.length === 0) {
      if (event.startsAt >= window.to) after += 1;
      else before += 1;
    }
    for (const occurrence of occurrences) {
      if (!replaced?.has(occurrence.at)) found.push(parsed(event, occurrence, occurrence.at));
    }
  }
  return { events: found, problems, before, after };
}

/** The same event twice: the later version counts. */
function withoutTwins(events: readonly RawEvent[], problems: ImportProblem[]): readonly RawEvent[] {
  const newest = new Map<string, RawEvent>();
  for (const event of events) {
    const key = `${event.uid} ${String(event.replaces)}`;
    const known = newest.get(key);
    if (!known) newest.set(key, event);
    else {
      const [older, newer] = event.sequence >= known.sequence ? [known, event] : [event, known];
      problems.push(problem(older.line, 'twice', older.summary));
      newest.set(key, newer);
    }
  }
  return [...newest.values()];
}

function wrongTime({ line, summary, allDay, lengthMs }: RawEvent): ImportProblem | null {
  if (lengthMs <= 0) return problem(line, 'no_time', summary);
  if (allDay ? lengthMs > MOST_DAYS * DAY : lengthMs > LONGEST_VISIT) {
    return problem(line, 'long_visit', summary);
  }
  return null;
}

function parsed(event: RawEvent, { wall, at }: Occurrence, standsFor: Instant | null): ParsedEvent {
  const { line, uid, summary, description, location, calendar, organizer, attendees, free } = event;
  const repeats = event.rules.length > 0 || event.more.length > 0;
  return {
    line,
    // A single event keeps its name when it is moved; one of a row is named by the moment it stands for.
    identity: standsFor === null ? uid : `${uid} ${String(standsFor)}`,
    summary,
    description,
    location,
    calendar,
    organizer,
    attendees,
    free,
    repeats,
    time: event.allDay
      ? { kind: 'days', first: dayText(wall), count: Math.max(1, Math.round(event.lengthMs / DAY)) }
      : { kind: 'timed', startsAt: at, endsAt: at + event.lengthMs },
  };
}

/** The days of an all-day event, one by one. */
export const daysOf = ({ first, count }: { readonly first: PlainDate; readonly count: number }) =>
  Array.from({ length: count }, (_, index) => addDays(first, index));
