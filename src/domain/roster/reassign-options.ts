import { MINUTE, type Instant, type Interval, overlaps } from '../../base/time.ts';
import { SLOT_STEP_MINUTES } from '../scheduling/availability.ts';

/** A visit of which at least one line lies outside the work of its person. */
export type VisitToPlace = {
  readonly appointmentId: string;
  readonly clientId: string | null;
  readonly lines: readonly LineToPlace[];
};

type LineToPlace = {
  readonly lineId: string;
  readonly serviceId: string;
  readonly staffId: string;
  readonly resourceId: string | null;
  /** What the service asks of a room; null: it needs none. */
  readonly requires: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** Outside the work of its person: this line must change hands or time. */
  readonly isOutside: boolean;
};

type Busy = Interval & { readonly appointmentId: string };

type PersonAtWork = {
  readonly staffId: string;
  /** On shift, doors open, no break; without overlaps. */
  readonly work: readonly Interval[];
  /** Blocked time counts as taken. */
  readonly blocks: readonly Interval[];
};

/** One day of a location: who works, and what is taken. */
export type PlaceDay = {
  readonly midnight: Instant;
  readonly hours: readonly Interval[];
  /** In the order in which people are offered. */
  readonly people: readonly PersonAtWork[];
  readonly rooms: readonly { readonly resourceId: string; readonly capability: string }[];
  /** Held time of people and rooms, buffers included. */
  readonly busy: ReadonlyMap<string, readonly Busy[]>;
};

export type PlaceFacts = {
  readonly now: Instant;
  /** The visit's own day first. */
  readonly days: readonly PlaceDay[];
  readonly offers: (staffId: string, serviceId: string) => boolean;
  /** How often the client has been with the person. */
  readonly visitsWith: (clientId: string, staffId: string) => number;
};

type OptionLine = {
  readonly lineId: string;
  readonly staffId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** With buffers: what the person and the room are held for. */
  readonly held: Interval;
  /** Rooms that are free, the present one first; null: none is needed. */
  readonly rooms: readonly string[] | null;
};

/** One place where the whole visit fits: everybody at work, open, free, with rooms. */
export type PlaceOption = {
  /** How far from the booked time; 0 at the same time. */
  readonly awayMs: number;
  /** Position of its day in the facts; 0 is the visit's own. */
  readonly daysAhead: number;
  readonly lines: readonly OptionLine[];
  /** Earlier visits of the client with whoever takes over. */
  readonly familiarity: number;
};

/**
 * The places for a visit, best first: its own day before later ones, there the same time of day before others, then
 * the nearest, and among those the person whom the client knows best; rather later than earlier, which leaves time to
 * tell the client. Lines that are not outside keep their person. The old places of all other visits count as
 * taken, so that options of different visits can be taken in any order and taken back in any order.
 */
export function optionsFor(visit: VisitToPlace, facts: PlaceFacts): readonly PlaceOption[] {
  const startsAt = Math.min(...visit.lines.map((line) => line.startsAt));
  const ownMidnight = facts.days[0]?.midnight ?? 0;
  const options: (PlaceOption & { readonly apart: number; readonly order: number })[] = [];
  for (const [daysAhead, day] of facts.days.entries()) {
    const starts = startsOn(day, daysAhead === 0 ? startsAt : null, facts.now)
      .map((start) => ({ start, apart: Math.abs(start - day.midnight - (startsAt - ownMidnight)) }))
      .toSorted((a, b) => a.apart - b.apart);
    let found = 0;
    for (const [index, { start, apart }] of starts.entries()) {
      // Those as far from the booked time as the last one still count: whom the client knows decides between them.
      if (found >= ENOUGH_A_DAY && apart > (starts[index - 1]?.apart ?? 0)) break;
      for (const [order, lines] of waysAt(visit, start - startsAt, day, facts).entries()) {
        found += 1;
        options.push({
          awayMs: start - startsAt,
          daysAhead,
          lines,
          familiarity: familiarityOf(visit, lines, facts),
          apart,
          order,
        });
      }
    }
  }
  return options.toSorted(
    (a, b) =>
      a.daysAhead - b.daysAhead ||
      a.apart - b.apart ||
      b.familiarity - a.familiarity ||
      b.awayMs - a.awayMs ||
      a.order - b.order,
  );
}

/** Nobody looks at more ways on one day, and a plan needs no more to find its own. */
const ENOUGH_A_DAY = 80;

/** Quarter hours while the doors are open and not past; the booked time itself even if it has just begun. */
function startsOn(day: PlaceDay, booked: Instant | null, now: Instant): readonly Instant[] {
  const step = SLOT_STEP_MINUTES * MINUTE;
  const starts = new Set<Instant>(booked === null ? [] : [booked]);
  for (const { from, to } of day.hours) {
    const first = Math.max(from, now);
    for (let at = day.midnight + Math.ceil((first - day.midnight) / step) * step; at < to; at += step) {
      starts.add(at);
    }
  }
  return [...starts];
}

/** The ways to do the whole visit `by` later: one person for all that is outside; where nobody can, one for each line. */
function waysAt(
  visit: VisitToPlace,
  by: number,
  day: PlaceDay,
  facts: PlaceFacts,
): readonly (readonly OptionLine[])[] {
  const lines = visit.lines.map((line) => ({ line, moved: moveLine(line, by) }));
  const outside = lines.filter(({ line }) => line.isOutside);
  const kept: OptionLine[] = [];
  for (const { line, moved } of lines) {
    if (line.isOutside) continue;
    const person = day.people.find(({ staffId }) => staffId === line.staffId);
    if (by !== 0 && !(person && canDo(visit, person, moved, day))) return [];
    // At its own time it keeps its room, whatever became of that.
    const own = line.resourceId === null ? null : [line.resourceId];
    const rooms = by === 0 ? own : roomsFor(visit, line, moved, day);
    if (rooms?.length === 0) return [];
    kept.push({ ...moved, staffId: line.staffId, rooms });
  }
  const taken: {
    readonly line: LineToPlace;
    readonly moved: MovedLine;
    readonly rooms: OptionLine['rooms'];
  }[] = [];
  for (const { line, moved } of outside) {
    const rooms = roomsFor(visit, line, moved, day);
    if (rooms?.length === 0) return [];
    taken.push({ line, moved, rooms });
  }
  const may = (person: PersonAtWork, { line, moved }: (typeof taken)[number]): boolean =>
    canDo(visit, person, moved, day) && facts.offers(person.staffId, line.serviceId);

  const whole = day.people
    .filter((person) => taken.every((one) => may(person, one)))
    .map(({ staffId }) => [...kept, ...taken.map(({ moved, rooms }) => ({ ...moved, staffId, rooms }))])
    .filter(isPossible);
  if (whole.length > 0 || taken.length < 2 || by !== 0) return whole;

  const shared: OptionLine[] = [...kept];
  for (const one of taken) {
    const person = day.people.find(
      (candidate) =>
        may(candidate, one) &&
        isPossible([...shared, { ...one.moved, staffId: candidate.staffId, rooms: one.rooms }]),
    );
    if (!person) return [];
    shared.push({ ...one.moved, staffId: person.staffId, rooms: one.rooms });
  }
  return [shared];
}

type MovedLine = Pick<OptionLine, 'lineId' | 'startsAt' | 'endsAt' | 'held'>;

function moveLine(line: LineToPlace, by: number): MovedLine {
  const startsAt = line.startsAt + by;
  const endsAt = line.endsAt + by;
  return {
    lineId: line.lineId,
    startsAt,
    endsAt,
    held: {
      from: startsAt - line.bufferBeforeMinutes * MINUTE,
      to: endsAt + line.bufferAfterMinutes * MINUTE,
    },
  };
}

const canDo = (visit: VisitToPlace, person: PersonAtWork, moved: MovedLine, day: PlaceDay): boolean =>
  person.work.some(({ from, to }) => from <= moved.startsAt && moved.endsAt <= to) &&
  !person.blocks.some((block) => overlaps(block, moved.held)) &&
  isUntaken(day, person.staffId, moved.held, visit.appointmentId);

/** Rooms that are free, the present one first; null where the line needs none. */
function roomsFor(
  visit: VisitToPlace,
  line: LineToPlace,
  moved: MovedLine,
  day: PlaceDay,
): readonly string[] | null {
  if (line.requires === null && line.resourceId === null) return null;
  const own = day.rooms.find(({ resourceId }) => resourceId === line.resourceId);
  const capability = line.requires ?? own?.capability;
  const rooms = day.rooms.filter((room) => room === own || room.capability === capability);
  return rooms
    .filter(({ resourceId }) => isUntaken(day, resourceId, moved.held, visit.appointmentId))
    .toSorted((a, b) => Number(b === own) - Number(a === own))
    .map(({ resourceId }) => resourceId);
}

const isUntaken = (day: PlaceDay, resourceId: string, held: Interval, appointmentId: string): boolean =>
  !day.busy.get(resourceId)?.some((busy) => overlaps(busy, held) && busy.appointmentId !== appointmentId);

/** Nobody is in two places at once, buffers included. */
const isPossible = (lines: readonly OptionLine[]): boolean =>
  !lines.some((line, index) =>
    lines.slice(0, index).some((other) => other.staffId === line.staffId && overlaps(other.held, line.held)),
  );

function familiarityOf(visit: VisitToPlace, lines: readonly OptionLine[], facts: PlaceFacts): number {
  const { clientId } = visit;
  if (clientId === null) return 0;
  const outside = new Set(visit.lines.filter((line) => line.isOutside).map(({ lineId }) => lineId));
  return Math.min(
    ...lines
      .filter(({ lineId }) => outside.has(lineId))
      .map(({ staffId }) => facts.visitsWith(clientId, staffId)),
  );
}
