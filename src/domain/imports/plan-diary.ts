import type { NewId } from '../../base/ids.ts';
import { type Interval, overlaps } from '../../base/time.ts';
import { heldInterval } from '../scheduling/holds.ts';
import { dayBounds } from '../scheduling/zoned-time.ts';
import { namesBy, type SplitBy } from './event-people.ts';
import { readTitle } from './event-title.ts';
import {
  byLine,
  type ClientBook,
  type ImportCommand,
  type KnownClient,
  type PlannedImport,
  type PreviewRow,
  previewRow,
} from './import-plan.ts';
import { type ImportProblem, type ImportProblemCode, problem } from './import-problem.ts';
import { daysOf, type ParsedDiary, type ParsedEvent } from './parse-diary.ts';
import { createClient } from './plan-clients.ts';

export type KnownService = {
  readonly id: string;
  readonly name: string;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly priceCents: number;
  /** Capability of a room or piece of equipment that is held with it. */
  readonly requires: string | null;
};
export type KnownRoom = { readonly id: string; readonly name: string; readonly capability: string };

/** What the business already has. */
export type DiarySurroundings = {
  readonly clients: ClientBook;
  readonly services: readonly KnownService[];
  readonly staff: readonly { readonly id: string; readonly name: string }[];
  /** Of the location, in the order in which they are taken. */
  readonly rooms: readonly KnownRoom[];
  /** A person or a room is held by a booking in that stretch. */
  readonly isHeld: (resourceId: string, during: Interval) => boolean;
  readonly timeZone: string;
  /** An event's name, shortened; what earlier imports of the same calendars brought. */
  readonly keyOf: (identity: string) => string;
  readonly imported: ReadonlySet<string>;
};

export type DiaryTarget = {
  readonly locationId: string;
  readonly splitBy: SplitBy;
  /** Whose an event is that names nobody; null: it is left out. */
  readonly staffId: string | null;
  /** Who a name of the file is; null: events of that name are left out. */
  readonly people: Readonly<Record<string, string | null>>;
  /** What is booked when the title names no service; null: such events are left out. */
  readonly serviceId: string | null;
  /** Events that last all day: blocked time, or left out. */
  readonly allDay: 'block' | 'skip';
};

const LONGEST_NOTE = 2_000;
const LONGEST_REASON = 200;

/**
 * A diary as bookings and blocks; clients that nobody knows yet are made with them. What overlaps a booking, or
 * another event of the file, is left out and said: the first one stays.
 */
export function planDiary(
  parsed: ParsedDiary,
  around: DiarySurroundings,
  target: DiaryTarget,
  importId: string,
  newId: NewId,
): PlannedImport {
  const { keyOf, imported } = around;
  const rows: PreviewRow[] = [];
  const commands: ImportCommand[] = [];
  const keys: string[] = [];
  const problems: ImportProblem[] = [...parsed.problems];
  const world = { around, target, importId, newId, taken: new Bookings(around), made: new Map() };

  const ordered = parsed.events.toSorted((a, b) => beginOf(a).localeCompare(beginOf(b)) || a.line - b.line);
  for (const event of ordered) {
    const key = keyOf(event.identity);
    const outcome = imported.has(key) ? 'imported' : planEvent(event, world);
    if (typeof outcome === 'string') {
      problems.push(problem(event.line, outcome, event.summary));
      continue;
    }
    keys.push(key);
    rows.push(outcome.row);
    commands.push(...outcome.commands);
  }
  return { rows, commands, keys, problems: byLine(problems), before: parsed.before, after: parsed.after };
}

type Planned = { readonly row: PreviewRow; readonly commands: readonly ImportCommand[] };
type World = {
  readonly around: DiarySurroundings;
  readonly target: DiaryTarget;
  readonly importId: string;
  readonly newId: NewId;
  readonly taken: Bookings;
  /** Clients whom this import makes, by number or name. */
  readonly made: Map<string, KnownClient>;
};

/** Instants have as many digits for two centuries, and a day sorts before the times of it. */
const beginOf = ({ time }: ParsedEvent): string =>
  time.kind === 'days' ? `0 ${time.first}` : `1 ${String(time.startsAt).padStart(16, '0')}`;

/** What an event becomes, or why it is left out. */
function planEvent(event: ParsedEvent, world: World): Planned | ImportProblemCode {
  if (event.time.kind === 'days') {
    if (world.target.allDay === 'skip') return 'all_day';
    if (event.free) return 'free';
  }
  const staffId = personOf(event, world);
  if (staffId === null) return 'no_person';
  return event.time.kind === 'days'
    ? planBlock(event, event.time, staffId, world)
    : planVisit(event, event.time, staffId, world);
}

function personOf(event: ParsedEvent, { around, target }: World): string | null {
  if (target.splitBy === 'one') return target.staffId;
  const names = namesBy(target.splitBy, event, around.staff);
  const named = names.find((name) => target.people[name] != null);
  if (named !== undefined) return target.people[named] ?? null;
  // Somebody is named who was set to be left out: that is not the same as nobody.
  return names.some((name) => target.people[name] === null) ? null : target.staffId;
}

function planBlock(
  event: ParsedEvent,
  time: Extract<ParsedEvent['time'], { kind: 'days' }>,
  staffId: string,
  { around, target, importId, newId }: World,
): Planned | ImportProblemCode {
  if (event.summary === '') return 'no_name';
  const bounds = daysOf(time).map((day) => dayBounds(day, around.timeZone));
  const commands = bounds.map(({ from, to }) => ({
    name: 'import.block',
    args: {
      id: newId(),
      traceId: newId(),
      importId,
      locationId: target.locationId,
      staffId,
      startsAt: from,
      endsAt: to,
      reason: event.summary.slice(0, LONGEST_REASON),
    },
  }));
  return {
    row: previewRow({
      line: event.line,
      action: 'block',
      title: event.summary,
      staffId,
      startsAt: bounds[0]?.from ?? null,
      endsAt: bounds.at(-1)?.to ?? null,
    }),
    commands,
  };
}

function planVisit(
  event: ParsedEvent,
  { startsAt, endsAt }: Extract<ParsedEvent['time'], { kind: 'timed' }>,
  staffId: string,
  world: World,
): Planned | ImportProblemCode {
  const { around, target, importId, newId, taken } = world;
  if (event.summary === '') return 'no_name';
  const title = readTitle(event, around.services);
  const service = title.service ?? around.services.find(({ id }) => id === target.serviceId);
  if (!service) return 'unreadable';
  const buffers = {
    buffer_before_minutes: service.bufferBeforeMinutes,
    buffer_after_minutes: service.bufferAfterMinutes,
  };
  const wanted = heldInterval(buffers, startsAt, endsAt);
  if (taken.isTaken(staffId, wanted)) return 'overlap';
  const rooms = around.rooms.filter(({ capability }) => capability === service.requires);
  const room = service.requires === null ? null : rooms.find(({ id }) => !taken.isTaken(id, wanted));
  if (room === undefined) return 'no_room';

  taken.take(staffId, wanted);
  if (room) taken.take(room.id, wanted);
  const { client, isNew, commands } = clientOf(title, world);
  return {
    row: previewRow({
      line: event.line,
      action: 'book',
      title: event.summary,
      phone: title.phone,
      startsAt,
      endsAt,
      staffId,
      room: room?.name ?? null,
      matchedClient: isNew ? null : (client?.name ?? null),
      matchedService: title.service?.name ?? null,
    }),
    commands: [
      ...commands,
      {
        name: 'appointment.book',
        args: {
          id: newId(),
          eventId: newId(),
          locationId: target.locationId,
          clientId: client?.id ?? null,
          status: 'confirmed',
          source: 'import',
          lines: [
            {
              id: newId(),
              serviceId: service.id,
              staffId,
              resourceId: room?.id ?? null,
              staffHoldId: newId(),
              resourceHoldId: room ? newId() : null,
              startsAt,
              endsAt,
              priceCents: service.priceCents,
            },
          ],
          note: event.description.slice(0, LONGEST_NOTE) || null,
          softReason: null,
          importId,
        },
      },
    ],
  };
}

/** The client whom a title names: known, made with an earlier event, or made with this one. */
function clientOf(
  title: { readonly client: string; readonly phone: string | null },
  { around, importId, newId, made }: World,
): {
  readonly client: KnownClient | null;
  readonly isNew: boolean;
  readonly commands: readonly ImportCommand[];
} {
  if (title.client === '') return { client: null, isNew: false, commands: [] };
  const known =
    (title.phone !== null && around.clients.byPhone(title.phone)) || around.clients.byName(title.client);
  if (known) return { client: known, isNew: false, commands: [] };
  const key = title.phone ?? title.client.toLowerCase();
  const before = made.get(key);
  if (before) return { client: before, isNew: true, commands: [] };
  const client: KnownClient = {
    id: newId(),
    name: title.client,
    phone: title.phone,
    email: null,
    note: null,
    language: null,
  };
  made.set(key, client);
  return { client, isNew: true, commands: createClient(newId, importId, client, client.id) };
}

/** Who and what is taken: by bookings that are there, and by those that this import would make. */
class Bookings {
  readonly #isHeld: DiarySurroundings['isHeld'];
  readonly #own = new Map<string, Interval[]>();

  constructor({ isHeld }: Pick<DiarySurroundings, 'isHeld'>) {
    this.#isHeld = isHeld;
  }

  /** Events come in the order of their beginnings, so only the last ones can reach into the next. */
  isTaken(resourceId: string, wanted: Interval): boolean {
    const own = this.#own.get(resourceId)?.slice(-REACHING) ?? [];
    return own.some((other) => overlaps(other, wanted)) || this.#isHeld(resourceId, wanted);
  }

  take(resourceId: string, interval: Interval): void {
    const own = this.#own.get(resourceId);
    if (own) own.push(interval);
    else this.#own.set(resourceId, [interval]);
  }
}

/** Buffers differ by service, so more than the very last one may still reach into the next. */
const REACHING = 20;
