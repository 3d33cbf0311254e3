import { type Instant, MINUTE } from '../../../base/time.ts';
import type { ClientHit, ServiceItem } from '../../../contracts/queries.ts';
import type { Timing } from '../../../domain/scheduling/visit-layout.ts';

/** Who a booking is for: somebody known, somebody new, or nobody by name. */
export type DraftClient =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'known';
      readonly id: string;
      readonly name: string;
      readonly phone: string | null;
      readonly noShows: number;
      readonly doNotBook: boolean;
      readonly hasAlert: boolean;
    }
  | { readonly kind: 'new'; readonly name: string; readonly phone: string };

type LineIds = { readonly line: string; readonly staffHold: string; readonly roomHold: string };

/** Ids of the rows, made once for each draft: giving the same command twice books once. */
export type DraftIds = LineIds & {
  readonly visit: string;
  readonly event: string;
  readonly client: string;
  readonly block: string;
};

/** One service of the visit that is being written. */
export type DraftLine = {
  readonly ids: LineIds;
  readonly timing: Timing;
  readonly serviceId: string | null;
  /** Who does it; null: whoever is free. */
  readonly staffId: string | null;
  /** The person was chosen; otherwise whoever is free first. */
  readonly personChosen: boolean;
  /** Who was asked for where a time with somebody else was taken; null: nobody, or `staffId` itself. */
  readonly wishId: string | null;
  readonly minutes: number | null;
  /** A stretch was drawn, or minutes typed: the service's own duration does not replace it. */
  readonly minutesChosen: boolean;
  /** As typed; null: the service's price. */
  readonly priceText: string | null;
};

/**
 * A booking, or a block, that is being written. Texts are kept as typed. The first service stands in the draft itself,
 * because blocked time has a person and a length as well.
 */
export type Draft = Omit<DraftLine, 'ids' | 'timing'> & {
  readonly mode: 'booking' | 'block';
  readonly ids: DraftIds;
  readonly locationId: string;
  readonly client: DraftClient;
  /** What stands in the client's field. */
  readonly clientText: string;
  /** Further services of the visit. */
  readonly more: readonly DraftLine[];
  /** The room that was pointed at: held if it is free and fits; null: any. */
  readonly roomId: string | null;
  readonly startsAt: Instant | null;
  /** The person at the desk chose the time; otherwise the next free one may be put in. */
  readonly timeChosen: boolean;
  /** A time on the board from which others are looked for; null: from now on. */
  readonly searchFrom: Instant | null;
  readonly note: string;
  readonly reason: string;
  readonly provisional: boolean;
};

/** A place on the board from which a booking begins; null where the board was not asked. */
export type DraftStart = {
  /** null: a room's time was pointed at, not a person's. */
  readonly staffId: string | null;
  readonly roomId?: string | null;
  readonly startsAt: Instant;
  readonly minutes: number | null;
};

const DEFAULT_BLOCK_MINUTES = 30;

export function newDraft(locationId: string, newId: () => string, start: DraftStart | null): Draft {
  return {
    mode: 'booking',
    ids: {
      visit: newId(),
      event: newId(),
      line: newId(),
      staffHold: newId(),
      roomHold: newId(),
      client: newId(),
      block: newId(),
    },
    locationId,
    client: { kind: 'none' },
    clientText: '',
    serviceId: null,
    staffId: null,
    roomId: null,
    startsAt: null,
    minutes: null,
    timeChosen: false,
    personChosen: false,
    wishId: null,
    minutesChosen: false,
    priceText: null,
    more: [],
    searchFrom: null,
    note: '',
    reason: '',
    provisional: false,
    ...(start === null ? {} : placed(start)),
  };
}

const placed = (start: DraftStart): Partial<Draft> => ({
  ...(start.staffId === null ? {} : { staffId: start.staffId, personChosen: true }),
  roomId: start.roomId ?? null,
  startsAt: start.startsAt,
  searchFrom: start.startsAt,
  timeChosen: true,
  wishId: null,
  ...(start.minutes === null ? {} : { minutes: start.minutes, minutesChosen: true }),
});

/** The draft at another place: client, service and price stay, because they were typed. */
export function placeDraft(draft: Draft, start: DraftStart, service: ServiceItem | null): Draft {
  return {
    ...draft,
    ...placed(start),
    ...(start.minutes === null && !draft.minutesChosen
      ? { minutes: service?.durationMinutes ?? draft.minutes }
      : {}),
  };
}

/** Nothing was typed yet: such a draft is not worth keeping. */
export const isUntouched = (draft: Draft): boolean =>
  draft.client.kind === 'none' &&
  draft.clientText === '' &&
  draft.serviceId === null &&
  draft.note === '' &&
  draft.reason === '';

export const withClient = (draft: Draft, hit: ClientHit): Draft => ({
  ...draft,
  client: {
    kind: 'known',
    id: hit.id,
    name: hit.name,
    phone: hit.phone,
    noShows: hit.noShows,
    doNotBook: hit.doNotBook,
    hasAlert: hit.hasAlert,
  },
  clientText: hit.name,
});

/** A service brings its duration and price, unless a stretch was drawn. Whoever was found for another one is let go. */
export const withService = <T extends Draft | DraftLine>(line: T, service: ServiceItem): T => ({
  ...line,
  serviceId: service.id,
  staffId: line.personChosen ? line.staffId : null,
  minutes: line.minutesChosen ? line.minutes : service.durationMinutes,
  priceText: null,
});

/** All services of the visit, in order. */
export const linesOf = (draft: Draft): readonly DraftLine[] => [{ ...draft, timing: 'after' }, ...draft.more];

/** The draft with one of its services changed. */
export function changeLine(draft: Draft, index: number, change: (line: DraftLine) => DraftLine): Draft {
  if (index === 0) {
    const { ids: _ids, timing: _timing, ...first } = change({ ...draft, timing: 'after' });
    return { ...draft, ...first };
  }
  return { ...draft, more: draft.more.map((line, at) => (at === index - 1 ? change(line) : line)) };
}

export const addLine = (draft: Draft, newId: () => string): Draft => ({
  ...draft,
  more: [
    ...draft.more,
    {
      ids: { line: newId(), staffHold: newId(), roomHold: newId() },
      timing: 'after',
      serviceId: null,
      staffId: null,
      personChosen: false,
      wishId: null,
      minutes: null,
      minutesChosen: false,
      priceText: null,
    },
  ],
});

/** Without one of its services; a visit keeps at least one. Of the first, the next takes the place. */
export function removeLine(draft: Draft, index: number): Draft {
  if (index > 0) return { ...draft, more: draft.more.filter((_, at) => at !== index - 1) };
  const [next, ...more] = draft.more;
  if (next === undefined) return draft;
  const { timing: _, ids, ...line } = next;
  return { ...draft, ...line, ids: { ...draft.ids, ...ids }, more };
}

/** A name or number was typed, but neither taken from the list nor made a new client: it must not get lost. */
export const isClientUnchosen = (draft: Draft): boolean =>
  draft.client.kind === 'none' && draft.clientText.trim() !== '';

/** The stretch that the first service, or the block, takes; null while it has no time. */
export function draftSpan(draft: Draft): { readonly from: Instant; readonly to: Instant } | null {
  if (draft.startsAt === null) return null;
  const minutes = draft.minutes ?? DEFAULT_BLOCK_MINUTES;
  return { from: draft.startsAt, to: draft.startsAt + minutes * MINUTE };
}

/** Looks like a number rather than a name. */
export const isPhoneLike = (text: string): boolean => /^\+?[\d\s().-]{3,}$/.test(text.trim());

/** A new client as it was typed, name and number in one breath: "Zodwa 082 555 0199". */
export function newClientFrom(text: string): { readonly name: string; readonly phone: string } {
  if (isPhoneLike(text)) return { name: '', phone: text.trim() };
  const [, name, phone] = /^(.*?)[\s,]+(\+?\d[\d\s().-]{6,})$/.exec(text.trim()) ?? [];
  return { name: name ?? text.trim(), phone: phone ?? '' };
}

/** `10`, `1030`, `10:30`, `9.15` as minutes after midnight; null when it is no time. */
export function parseClock(text: string): number | null {
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(text.trim());
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? '0');
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}
