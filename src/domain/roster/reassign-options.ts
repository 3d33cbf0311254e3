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

/** One day of a location: who works, and what is taken. */
export type PlaceDay = {
  readonly midnight: Instant;
  readonly hours: readonly Interval[];
  /** In the order in which people are offered. */
  readonly people: readonly {
    readonly staffId: string;
    /** On shift, doors open, no break; without overlaps. */
    readonly work: readonly Interval[];
    /** Blocked time counts as taken. */
    readonly blocks: readonly Interval[];
  }[];
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
 * Every place for a visit, best first: its own day before later ones, there the same time of day before others, then
 * the nearest, and among those the person whom the client knows best; rather later than earlier, which leaves time to
 * tell the client. Lines that are not outside keep their person. The old places of all other visits count as
 * taken, so that options of different visits can be taken in any order and taken back in any order.
 */
export function optionsFor(visit: VisitToPlace, facts: PlaceFacts): readonly PlaceOption[] {
  const startsAt = Math.min(...visit.lines.map((line) => line.startsAt));
  const options: (PlaceOption & {
    readonly apart: number;
    readonly order: number;
  })[] = [];
  const ownMidnight = facts.days[0]?.midnight ?? 0;
  for (const [index, day] of facts.days.entries()) {
    for (const start of startsOn(day, index === 0 ? startsAt : null, facts.now)) {
      for (const [order, lines] of waysAt(visit, start - startsAt, day, facts).entries()) {
        options.push({
          awayMs: start - startsAt,
          lines,
          familiarity: familiarityOf(visit, lines, facts),
          daysAhead: index,
          apart: Math.abs(start - day.midnight - (startsAt - ownMidnight)),
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
    if (by !== 0 && !canDo(visit, line.staffId, moved, day)) return [];
    const rooms = roomsFor(visit, line, moved, day);
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
  const may = (staffId: string, { line, moved }: (typeof taken)[number]): boolean =>
    facts.offers(staffId, line.serviceId) && canDo(visit, staffId, moved, day);

  const whole = day.people
    .filter(({ staffId }) => taken.every((one) => may(staffId, one)))
    .map(({ staffId }) => [...kept, ...taken.map(({ moved, rooms }) => ({ ...moved, staffId, rooms }))])
    .filter(isPossible);
  if (whole.length > 0 || taken.length < 2 || by !== 0) return whole;

  const shared: OptionLine[] = [...kept];
  for (const one of taken) {
    const person = day.people.find(
      ({ staffId }) =>
        may(staffId, one) && isPossible([...shared, { ...one.moved, staffId, rooms: one.rooms }]),
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

function canDo(visit: VisitToPlace, staffId: string, moved: MovedLine, day: PlaceDay): boolean {
  const person = day.people.find((one) => one.staffId === staffId);
  if (!person) return false;
  return (
    person.work.some(({ from, to }) => from <= moved.startsAt && moved.endsAt <= to) &&
    !person.blocks.some((block) => overlaps(block, moved.held)) &&
    isUntaken(day, staffId, moved.held, visit.appointmentId)
  );
}

/** Null where the line needs no room; a line keeps its room at the same time whatever it is. */
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
  !(day.busy.get(resourceId) ?? []).some(
    (busy) => busy.appointmentId !== appointmentId && overlaps(busy, held),
  );

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
