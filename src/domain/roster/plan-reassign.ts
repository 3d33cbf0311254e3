import { overlaps, type Instant, type Interval } from '../../base/time.ts';
import type { PlaceOption } from './reassign-options.ts';

export type PlannedLine = {
  readonly lineId: string;
  readonly staffId: string;
  readonly resourceId: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
};

/** Where a visit goes. */
export type Placement = {
  readonly appointmentId: string;
  readonly awayMs: number;
  readonly lines: readonly PlannedLine[];
};

export type VisitOptions = { readonly appointmentId: string; readonly options: readonly PlaceOption[] };

type Claim = Interval & { readonly resourceId: string };
type Seat = Placement & { readonly claims: readonly Claim[] };
/** Who and what is claimed by the seats so far, by person or room. */
type Taken = ReadonlyMap<string, readonly Claim[]>;

/** How many visits in a row may be asked to make room for one more, and how often for one visit altogether. */
const DEEPEST = 4;
const MOST_QUESTIONS = 400;

/**
 * Places as many visits as it can, at the same time before any other. What is placed never overlaps, what is not
 * placed stays where it is, and it is never worse than first come, first served.
 */
export function planReassign(visits: readonly VisitOptions[]): readonly Placement[] {
  const patient = withPatience(visits);
  const plain = firstCome(visits);
  const seats = isBetter(plain, patient) ? plain : patient;
  return visits.flatMap(({ appointmentId }) => {
    const found = seats.get(appointmentId);
    return found ? [{ appointmentId, awayMs: found.awayMs, lines: found.lines }] : [];
  });
}

type Seats = ReadonlyMap<string, Seat>;

/** More visits placed, then more of them at their time, then less time away from it. */
function isBetter(a: Seats, b: Seats): boolean {
  const onTime = (seats: Seats): number => [...seats.values()].filter(atTheSameTime).length;
  const away = (seats: Seats): number =>
    [...seats.values()].reduce((sum, { awayMs }) => sum + Math.abs(awayMs), 0);
  if (a.size !== b.size) return a.size > b.size;
  return onTime(a) === onTime(b) ? away(a) < away(b) : onTime(a) > onTime(b);
}

function firstCome(visits: readonly VisitOptions[]): Seats {
  const seats = new Map<string, Seat>();
  for (const { appointmentId, options } of visits) {
    const taken = takenBy(seats);
    for (const option of options) {
      const free = seatFor(appointmentId, option, taken);
      if (!free) continue;
      seats.set(appointmentId, free);
      break;
    }
  }
  return seats;
}

/**
 * The visit with the fewest ways goes first, and one that finds everything taken asks those in its way to take another
 * of theirs; nobody who has a place loses it.
 */
function withPatience(visits: readonly VisitOptions[]): Seats {
  const seats = new Map<string, Seat>();
  let questions = 0;
  const byId = new Map(visits.map((visit) => [visit.appointmentId, visit]));
  const fewestFirst = visits.toSorted(
    (a, b) => waysNow(a) - waysNow(b) || a.options.length - b.options.length,
  );

  for (const allowed of [atTheSameTime, atAnyTime]) {
    for (const { appointmentId } of fewestFirst) {
      if (seats.has(appointmentId)) continue;
      questions = 0;
      seat(appointmentId, allowed, new Set(), DEEPEST);
    }
  }
  return seats;

  /** Finds a seat, moving others on if that seats them as well; leaves everything as it was when it cannot. */
  function seat(
    appointmentId: string,
    allowed: (option: Pick<PlaceOption, 'awayMs'>) => boolean,
    asked: ReadonlySet<string>,
    depth: number,
  ): boolean {
    const options = (byId.get(appointmentId)?.options ?? []).filter(allowed);
    const taken = takenBy(seats);
    for (const option of options) {
      const free = seatFor(appointmentId, option, taken);
      if (!free) continue;
      seats.set(appointmentId, free);
      return true;
    }
    if (depth === 0) return false;
    for (const option of options) {
      if (questions >= MOST_QUESTIONS) return false;
      questions += 1;
      const bare = seatFor(appointmentId, option, NOTHING_TAKEN);
      if (!bare) continue;
      const inTheWay = [...seats.values()].filter((other) => clash(other, bare));
      if (inTheWay.some((other) => asked.has(other.appointmentId))) continue;
      const before = new Map(seats);
      for (const other of inTheWay) seats.delete(other.appointmentId);
      seats.set(appointmentId, bare);
      const busy = new Set([...asked, appointmentId, ...inTheWay.map((other) => other.appointmentId)]);
      if (inTheWay.every((other) => seat(other.appointmentId, allowed, busy, depth - 1))) return true;
      seats.clear();
      for (const [id, old] of before) seats.set(id, old);
    }
    return false;
  }
}

const atTheSameTime = ({ awayMs }: Pick<PlaceOption, 'awayMs'>): boolean => awayMs === 0;
const atAnyTime = (): boolean => true;
const waysNow = ({ options }: VisitOptions): number => options.filter(atTheSameTime).length;

const NOTHING_TAKEN: Taken = new Map();
const takenBy = (seats: Seats): Taken =>
  Map.groupBy(
    [...seats.values()].flatMap(({ claims }) => claims),
    ({ resourceId }) => resourceId,
  );

/** The option with a room for each line that needs one, or null where people or rooms are taken. */
function seatFor(appointmentId: string, option: PlaceOption, taken: Taken): Seat | null {
  const claims: Claim[] = [];
  const lines: PlannedLine[] = [];
  const isFree = (resourceId: string, held: Interval): boolean =>
    !taken.get(resourceId)?.some((claim) => overlaps(claim, held)) &&
    !claims.some((claim) => claim.resourceId === resourceId && overlaps(claim, held));
  for (const { lineId, staffId, startsAt, endsAt, held, rooms } of option.lines) {
    if (!isFree(staffId, held)) return null;
    const room = rooms === null ? null : rooms.find((resourceId) => isFree(resourceId, held));
    if (room === undefined) return null;
    claims.push({ ...held, resourceId: staffId });
    if (room !== null) claims.push({ ...held, resourceId: room });
    lines.push({ lineId, staffId, resourceId: room, startsAt, endsAt });
  }
  return { appointmentId, awayMs: option.awayMs, lines, claims };
}

const clash = (a: Seat, b: Seat): boolean =>
  a.claims.some((one) =>
    b.claims.some((other) => one.resourceId === other.resourceId && overlaps(one, other)),
  );
