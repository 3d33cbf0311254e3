import type { Instant, Interval } from '../../base/time.ts';
import { overlaps } from '../../base/time.ts';
import type { NewId } from '../../base/ids.ts';
import { normalisePhone } from '../clients/phone.ts';
import { heldInterval } from '../scheduling/holds.ts';
import { foldName, type ImportProblem, problem } from './import-problem.ts';
import type { ParsedClient, ParsedClients } from './parse-clients.ts';
import type { ParsedDiary, ParsedEvent } from './parse-diary.ts';

export type KnownClient = { readonly id: string; readonly name: string };
export type KnownService = {
  readonly id: string;
  readonly name: string;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly priceCents: number;
};

/** What the business already has. `busy`: stretches in which the person is held, around a moment. */
export type ImportSurroundings = {
  readonly clientByPhone: (phone: string) => KnownClient | null;
  readonly clientByName: (name: string) => KnownClient | null;
  readonly services: readonly KnownService[];
  readonly busy: (around: Interval) => readonly Interval[];
};

export type PreviewRow = {
  readonly line: number;
  readonly title: string;
  readonly phone: string | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly matchedClient: string | null;
  readonly matchedService: string | null;
};

export type ImportCommand = { readonly name: string; readonly args: Readonly<Record<string, unknown>> };

/** What will be imported and what not; `commands` follow on an `import.begin` with the same id. */
export type PlannedImport = {
  readonly rows: readonly PreviewRow[];
  readonly problems: readonly ImportProblem[];
  readonly commands: readonly ImportCommand[];
};

const createClient = (
  id: string,
  importId: string,
  client: Pick<ParsedClient, 'name' | 'phone' | 'email' | 'note'>,
): ImportCommand => ({
  name: 'client.create',
  args: { id, importId, name: client.name, phone: client.phone, email: client.email, note: client.note },
});

/** Who is the same person: the number, or without one the name and the address. */
const identityOf = ({ name, phone, email }: ParsedClient): string =>
  phone ?? `${foldName(name)} ${email?.toLowerCase() ?? ''}`;

/** Clients that are here already, or twice in the file, are left out and said. */
export function previewClients(
  parsed: ParsedClients,
  around: ImportSurroundings,
  importId: string,
  newId: NewId,
): PlannedImport {
  const seen = new Set<string>();
  const rows: PreviewRow[] = [];
  const commands: ImportCommand[] = [];
  const problems = [...parsed.problems];
  for (const client of parsed.clients) {
    const known =
      client.phone === null ? around.clientByName(client.name) : around.clientByPhone(client.phone);
    if (known || seen.has(identityOf(client))) {
      problems.push(problem(client.line, 'duplicate', client.name));
      continue;
    }
    seen.add(identityOf(client));
    rows.push({
      line: client.line,
      title: client.name,
      phone: client.phone,
      startsAt: null,
      endsAt: null,
      matchedClient: null,
      matchedService: null,
    });
    commands.push(createClient(newId(), importId, client));
  }
  return { rows, commands, problems: problems.toSorted((a, b) => a.line - b.line) };
}

const PHONE = /\+?\d[\d\s().-]{7,}\d/;
/** What people put between a client and a service. */
const EDGES = /^[\s\-–—:;,/|()+&]+|[\s\-–—:;,/|()+&]+$/g;

type Title = {
  readonly client: string;
  readonly phone: string | null;
  readonly service: KnownService | null;
};

/** "Thandi Dlamini - Cut & blow-dry 082 123 4567" as a client, a number and a service that the business has. */
export function readTitle(
  event: Pick<ParsedEvent, 'summary' | 'description'>,
  services: readonly KnownService[],
): Title {
  const numberIn = (text: string): string | null => {
    const found = PHONE.exec(text)?.[0];
    return found === undefined ? null : normalisePhone(found);
  };
  const phone = numberIn(event.summary) ?? numberIn(event.description);
  const bare = event.summary.replace(PHONE, ' ').replaceAll(/\s+/g, ' ').trim();
  // The longest name that is contained: "Cut & colour" before "Cut".
  const byLength = services.toSorted((a, b) => b.name.length - a.name.length);
  const contains = (text: string) => byLength.find(({ name }) => foldName(text).includes(foldName(name)));
  const inTitle = contains(bare);
  const service = inTitle ?? contains(event.description) ?? null;
  let client = bare;
  if (inTitle) {
    // Folding may change lengths, so the part is cut by its separators, and only otherwise by its position.
    const parts = bare.split(/\s+[-–—:|/]\s+|:\s+|\s*[()]\s*/).filter((part) => part.trim() !== '');
    const others = parts.filter((part) => !foldName(part).includes(foldName(inTitle.name)));
    const at = foldName(bare).indexOf(foldName(inTitle.name));
    client =
      parts.length > 1 && others.length > 0
        ? (others[0] ?? '')
        : `${bare.slice(0, at)} ${bare.slice(at + inTitle.name.length)}`;
  } else {
    client = bare.split(/\s+[-–—|]\s+|:\s+/)[0] ?? bare;
  }
  return { client: client.replaceAll(EDGES, '').replaceAll(/\s+/g, ' ').slice(0, 120), phone, service };
}

export type DiaryTarget = {
  readonly locationId: string;
  readonly staffId: string;
  /** What is booked when the title names no service; null: such events are left out. */
  readonly serviceId: string | null;
};

/** Bookings of one person from a diary; clients that nobody knows yet are made with them. */
export function previewDiary(
  parsed: ParsedDiary,
  around: ImportSurroundings,
  target: DiaryTarget,
  importId: string,
  newId: NewId,
): PlannedImport {
  const fallback = around.services.find(({ id }) => id === target.serviceId) ?? null;
  const made = new Map<string, KnownClient>();
  const taken: Interval[] = [];
  const rows: PreviewRow[] = [];
  const commands: ImportCommand[] = [];
  const problems = [...parsed.problems];

  const clientOf = (title: Title): KnownClient | null => {
    if (title.client === '') return null;
    const known = (title.phone && around.clientByPhone(title.phone)) || around.clientByName(title.client);
    if (known) return known;
    const key = title.phone ?? foldName(title.client);
    const before = made.get(key);
    if (before) return before;
    const client = { id: newId(), name: title.client };
    made.set(key, client);
    commands.push(
      createClient(client.id, importId, { ...client, phone: title.phone, email: null, note: null }),
    );
    return client;
  };

  for (const event of parsed.events.toSorted((a, b) => a.startsAt - b.startsAt || a.line - b.line)) {
    const title = readTitle(event, around.services);
    const service = title.service ?? fallback;
    if (!service) {
      problems.push(problem(event.line, 'unreadable', event.summary));
      continue;
    }
    const buffers = {
      buffer_before_minutes: service.bufferBeforeMinutes,
      buffer_after_minutes: service.bufferAfterMinutes,
    };
    const wanted = heldInterval(buffers, event.startsAt, event.endsAt);
    const stands =
      taken.some((other) => overlaps(other, wanted)) ||
      around.busy(wanted).some((other) => overlaps(other, wanted));
    if (stands) {
      problems.push(problem(event.line, 'overlap', event.summary));
      continue;
    }
    taken.push(wanted);
    const client = clientOf(title);
    rows.push({
      line: event.line,
      title: event.summary,
      phone: title.phone,
      startsAt: event.startsAt,
      endsAt: event.endsAt,
      matchedClient: client && !commands.some(({ args }) => args['id'] === client.id) ? client.name : null,
      matchedService: title.service?.name ?? null,
    });
    commands.push({
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
            staffId: target.staffId,
            resourceId: null,
            staffHoldId: newId(),
            resourceHoldId: null,
            startsAt: event.startsAt,
            endsAt: event.endsAt,
            priceCents: service.priceCents,
          },
        ],
        note: event.description.slice(0, 2_000) || null,
        softReason: null,
        importId,
      },
    });
  }
  return { rows, commands, problems: problems.toSorted((a, b) => a.line - b.line) };
}
