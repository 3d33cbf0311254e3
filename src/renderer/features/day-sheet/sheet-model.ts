import { MINUTE, type Instant, type Interval } from '../../../base/time.ts';
import type { BoardBlock, BoardCard, BoardColumn, DayBoard } from '../../../contracts/queries.ts';
import { intersect, merge, subtract } from '../../../domain/scheduling/intervals.ts';
import { isHolding } from '../../../domain/scheduling/status.ts';

/**
 * The day on paper. It has to serve when nothing else does, so it shows what is booked with the number to call, and
 * leaves ruled lines where somebody can still be written in.
 */

/** A gap shorter than this is not worth a line to write on. */
const WRITABLE_MINUTES = 15;
/** One line to write on for each of these. */
const LINE_MINUTES = 30;

export type SheetEntry =
  | {
      readonly kind: 'visit';
      readonly card: BoardCard;
      readonly startsAt: Instant;
      readonly endsAt: Instant;
      /** Other lines of the same visit that day, with other people or later: "then with Ana at 11:15". */
      readonly others: readonly BoardCard[];
      /** Of the whole visit. */
      readonly dueCents: number;
    }
  | {
      readonly kind: 'block';
      readonly block: BoardBlock;
      readonly startsAt: Instant;
      readonly endsAt: Instant;
    }
  | { readonly kind: 'break'; readonly startsAt: Instant; readonly endsAt: Instant }
  | {
      readonly kind: 'free';
      readonly startsAt: Instant;
      readonly endsAt: Instant;
      /** Empty lines to write on. */
      readonly lines: number;
    };

/** One person's page. */
export type PersonSheet = {
  readonly person: BoardColumn;
  readonly entries: readonly SheetEntry[];
  readonly visits: number;
};

/** One visit as reception sees it, with all its services. */
export type ReceptionRow = {
  readonly appointmentId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly lines: readonly BoardCard[];
  readonly dueCents: number;
};

const onSheet = (card: BoardCard): boolean => isHolding(card.status);

const byStart = (a: { readonly startsAt: Instant }, b: { readonly startsAt: Instant }): number =>
  a.startsAt - b.startsAt;

/** Every visit of the location that is to happen, in the order of the clock. */
export function receptionRows(board: DayBoard): readonly ReceptionRow[] {
  const visits = Map.groupBy(board.cards.filter(onSheet), (card) => card.appointmentId);
  return [...visits.entries()]
    .map(([appointmentId, cards]): ReceptionRow => {
      const lines = cards.toSorted(byStart);
      return {
        appointmentId,
        startsAt: Math.min(...lines.map((line) => line.startsAt)),
        endsAt: Math.max(...lines.map((line) => line.endsAt)),
        lines,
        dueCents: dueOf(lines),
      };
    })
    .toSorted((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
}

/** A page for each person who works at the location that day or is booked there. */
export function personSheets(board: DayBoard): readonly PersonSheet[] {
  const cards = Map.groupBy(board.cards.filter(onSheet), (card) => card.staffId);
  const visits = Map.groupBy(board.cards.filter(onSheet), (card) => card.appointmentId);
  const blocks = Map.groupBy(board.blocks, (block) => block.staffId);
  return board.columns
    .map((person): PersonSheet => {
      const own = cards.get(person.staffId) ?? [];
      const blocked = blocks.get(person.staffId) ?? [];
      const booked: readonly SheetEntry[] = own.map((card) => ({
        kind: 'visit',
        card,
        startsAt: card.startsAt,
        endsAt: card.endsAt,
        others: (visits.get(card.appointmentId) ?? []).filter((other) => other.lineId !== card.lineId),
        dueCents: dueOf(visits.get(card.appointmentId) ?? []),
      }));
      const closed: readonly SheetEntry[] = blocked.map((block) => ({
        kind: 'block',
        block,
        startsAt: block.startsAt,
        endsAt: block.endsAt,
      }));
      return {
        person,
        visits: own.length,
        entries: [
          ...booked,
          ...closed,
          ...breaksOf(person),
          ...gapsOf(board.hours, person, [...own.map(held), ...blocked.map(span)]),
        ].toSorted(byStart),
      };
    })
    .filter(({ person, entries }) => person.shifts.length > 0 || entries.length > 0);
}

/** What a card says is paid is paid for its whole visit. */
const dueOf = (lines: readonly BoardCard[]): number =>
  Math.max(
    0,
    lines.reduce((sum, line) => sum + line.priceCents, 0) -
      Math.max(0, ...lines.map((line) => line.paidCents)),
  );

/** First names where they tell people apart, full names where they do not. */
export function shortNames(people: readonly BoardColumn[]): ReadonlyMap<string, string> {
  const first = (name: string): string => name.split(' ')[0] ?? name;
  const bearers = Map.groupBy(people, ({ name }) => first(name));
  return new Map(
    people.map(({ staffId, name }) => [
      staffId,
      (bearers.get(first(name))?.length ?? 0) > 1 ? name : first(name),
    ]),
  );
}

const span = ({ startsAt, endsAt }: { readonly startsAt: Instant; readonly endsAt: Instant }): Interval => ({
  from: startsAt,
  to: endsAt,
});

const held = (card: BoardCard): Interval => ({
  from: card.startsAt - card.bufferBeforeMinutes * MINUTE,
  to: card.endsAt + card.bufferAfterMinutes * MINUTE,
});

const breaksOf = ({ breaks }: BoardColumn): readonly SheetEntry[] =>
  merge(breaks).map(({ from, to }) => ({ kind: 'break', startsAt: from, endsAt: to }));

function gapsOf(
  hours: readonly Interval[],
  person: BoardColumn,
  taken: readonly Interval[],
): readonly SheetEntry[] {
  return subtract(intersect(hours, person.shifts), [...taken, ...person.breaks])
    .map(({ from, to }) => ({ from, to, minutes: (to - from) / MINUTE }))
    .filter(({ minutes }) => minutes >= WRITABLE_MINUTES)
    .map(({ from, to, minutes }) => ({
      kind: 'free',
      startsAt: from,
      endsAt: to,
      lines: Math.max(1, Math.floor(minutes / LINE_MINUTES)),
    }));
}
