import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { HOUR, type Instant } from '../../base/time.ts';
import { type ImportProblem, problem } from './import-problem.ts';

export type ParsedEvent = {
  readonly line: number;
  readonly summary: string;
  readonly description: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
};

export type ParsedDiary = {
  readonly events: readonly ParsedEvent[];
  readonly problems: readonly ImportProblem[];
};

/** A visit longer than this is no visit, but a day off or a slip. */
const LONGEST_VISIT = 12 * HOUR;

type Block = { readonly line: number; readonly lines: readonly string[] };

/** Cuts the file into its events, each with the line it begins on, and the rest (zones, the calendar's own zone). */
function cutEvents(text: string): { readonly shell: string; readonly blocks: readonly Block[] } {
  const shell: string[] = [];
  const blocks: Block[] = [];
  let open: { line: number; lines: string[] } | null = null;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (/^BEGIN:VEVENT$/i.test(line.trim())) open = { line: index + 1, lines: [] };
    if (open) open.lines.push(line);
    else shell.push(line);
    if (open && /^END:VEVENT$/i.test(line.trim())) {
      blocks.push(open);
      open = null;
    }
  }
  // An event without an end is reported, not lost.
  if (open) blocks.push(open);
  return { shell: shell.join('\r\n'), blocks };
}

type Zones = { readonly byId: ReadonlyMap<string, ICAL.Timezone>; readonly own: string };

function readZones(shell: string, defaultZone: string): Zones {
  const byId = new Map<string, ICAL.Timezone>();
  const calendar = new ICAL.Component(ICAL.parse(shell) as ConstructorParameters<typeof ICAL.Component>[0]);
  for (const component of calendar.getAllSubcomponents('vtimezone')) {
    const zone = new ICAL.Timezone(component);
    byId.set(zone.tzid, zone);
  }
  const own = calendar.getFirstPropertyValue('x-wr-timezone');
  return { byId, own: typeof own === 'string' && isKnownZone(own) ? own : defaultZone };
}

function isKnownZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** The moment that a property names: UTC, by a zone of the file, by a zone's public name, or by the calendar's zone. */
function instantOf(time: ICAL.Time, tzid: string | null, zones: Zones): Instant {
  if (time.zone === ICAL.Timezone.utcTimezone) return time.toUnixTime() * 1000;
  const { year, month, day, hour, minute, second } = time;
  const named = tzid !== null && isKnownZone(tzid) ? tzid : null;
  const inFile = tzid === null ? undefined : zones.byId.get(tzid);
  // A public name is preferred: files often carry only the rules of the year they were made in.
  if (named === null && inFile) {
    const placed = time.clone();
    placed.zone = inFile;
    return placed.toUnixTime() * 1000;
  }
  return Temporal.PlainDateTime.from({ year, month, day, hour, minute, second }).toZonedDateTime(
    named ?? zones.own,
  ).epochMilliseconds;
}

const textOf = (event: ICAL.Component, name: string): string => {
  const value = event.getFirstPropertyValue(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** What the event is, or why it is left out. Throws on text that the standard does not know. */
function readEvent(block: Block, zones: Zones): ParsedEvent | ImportProblem {
  const { line, lines } = block;
  const event = new ICAL.Component(
    ICAL.parse(lines.join('\r\n')) as ConstructorParameters<typeof ICAL.Component>[0],
  );
  const summary = textOf(event, 'summary');
  const say = (code: ImportProblem['code']) => problem(line, code, summary);
  if (textOf(event, 'status').toUpperCase() === 'CANCELLED') return say('cancelled');
  const repeats = ['rrule', 'rdate', 'recurrence-id'].some((name) => event.hasProperty(name));
  if (repeats) return say('recurring');

  const start = event.getFirstProperty('dtstart');
  const from: unknown = start?.getFirstValue();
  if (!start || !(from instanceof ICAL.Time)) return say('no_time');
  if (from.isDate) return say('all_day');
  const zoneOf = (property: ICAL.Property): string | null => {
    const tzid = property.getParameter('tzid');
    return typeof tzid === 'string' ? tzid : null;
  };
  const startsAt = instantOf(from, zoneOf(start), zones);
  const end = event.getFirstProperty('dtend');
  const until: unknown = end?.getFirstValue();
  const length: unknown = event.getFirstPropertyValue('duration');
  let endsAt = startsAt;
  if (end && until instanceof ICAL.Time && !until.isDate) endsAt = instantOf(until, zoneOf(end), zones);
  else if (length instanceof ICAL.Duration) endsAt = startsAt + length.toSeconds() * 1000;
  if (endsAt <= startsAt || endsAt - startsAt > LONGEST_VISIT) return say('no_time');
  if (summary === '') return say('no_name');
  return { line, summary, description: textOf(event, 'description'), startsAt, endsAt };
}

/** One broken event is a line in the report; the others are read. */
function readSafely(block: Block, zones: Zones): ParsedEvent | ImportProblem {
  try {
    return readEvent(block, zones);
  } catch {
    const summary = block.lines.find((one) => /^SUMMARY/i.test(one))?.replace(/^[^:]*:/, '') ?? '';
    return problem(block.line, 'unreadable', summary);
  }
}

/**
 * Reads the events of an iCalendar file. Times without a zone count in the calendar's own (X-WR-TIMEZONE) or else in
 * `defaultZone`. All-day, cancelled and recurring events are reported, each with its line.
 */
export function parseDiary(text: string, defaultZone: string): ParsedDiary {
  const { shell, blocks } = cutEvents(text.replace(/^\uFEFF/, ''));
  let zones: Zones;
  try {
    zones = readZones(shell, defaultZone);
  } catch {
    return { events: [], problems: [problem(1, 'unreadable', shell.slice(0, 80))] };
  }
  const events: ParsedEvent[] = [];
  const problems: ImportProblem[] = [];
  for (const block of blocks) {
    const read = readSafely(block, zones);
    if ('code' in read) problems.push(read);
    else events.push(read);
  }
  return { events, problems };
}
