import { z } from 'zod';
import type { Instant, Interval, PlainDate } from '../../base/time.ts';
import type { AppointmentStatus } from '../../domain/scheduling/status.ts';
import { daySchema, idSchema } from '../../domain/schemas.ts';
import type { Cover } from './cover.ts';

/** What the calendar reads: days with their cards, months in figures, and what is known of one visit at a glance. */

export type BoardColumn = {
  readonly staffId: string;
  readonly name: string;
  readonly title: string;
  readonly hue: number;
  /** Worked stretches of the day at this location; empty: not rostered (shown only if something is booked). */
  readonly shifts: readonly Interval[];
  readonly breaks: readonly Interval[];
  /** Leave reason, if the person is away. */
  readonly leave: string | null;
};

/** One line of a visit: a card on the board. Names are sent only while the desk is unlocked. */
export type BoardCard = {
  readonly appointmentId: string;
  readonly lineId: string;
  readonly staffId: string;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly clientId: string | null;
  readonly clientName: string | null;
  readonly clientPhone: string | null;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly hue: number;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly status: AppointmentStatus;
  readonly source: string;
  readonly priceCents: number;
  /** Of the whole visit. */
  readonly paidCents: number;
  readonly lineCount: number;
  readonly hasAlert: boolean;
  readonly doNotBook: boolean;
  readonly note: string | null;
  /** Waits for the server's word. */
  readonly pending: boolean;
};

export type BoardBlock = {
  readonly id: string;
  readonly staffId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly reason: string;
  readonly author: string | null;
  readonly pending: boolean;
};

export type DayBoard = {
  readonly locationId: string;
  readonly day: PlainDate;
  readonly timeZone: string;
  /** First and last instant of the local day. */
  readonly bounds: Interval;
  /** Trading hours; empty: closed. */
  readonly hours: readonly Interval[];
  /** Name of a public holiday or of the exception. */
  readonly occasion: string | null;
  readonly columns: readonly BoardColumn[];
  readonly cards: readonly BoardCard[];
  readonly blocks: readonly BoardBlock[];
  readonly counts: Readonly<Record<AppointmentStatus, number>>;
  readonly cover: Cover;
};

/** Some days in a row, each as a board of its own: its cover too, because one month may be here and the next not. */
export type RangeBoard = {
  readonly locationId: string;
  readonly timeZone: string;
  readonly days: readonly DayBoard[];
};

/** A day in figures. */
export type MonthDay = {
  readonly day: PlainDate;
  readonly cover: Cover;
  /** Someone trades on that day. */
  readonly isOpen: boolean;
  /** Name of a public holiday or of the exception. */
  readonly occasion: string | null;
  /** Visits that take place or took place; neither cancelled nor missed. */
  readonly visits: number;
  /** Of these, not confirmed yet. */
  readonly requested: number;
  readonly bookedMinutes: number;
  /** Rostered within trading hours, without breaks and blocked time. */
  readonly workMinutes: number;
};

export type MonthBoard = { readonly locationId: string; readonly days: readonly MonthDay[] };

/** What a card's neighbour on the telephone needs to know, without opening the visit. */
export type VisitFacts = {
  readonly id: string;
  readonly timeZone: string;
  readonly client: {
    readonly name: string;
    readonly phone: string | null;
    readonly noShows: number;
    readonly doNotBook: boolean;
    readonly alerts: readonly string[];
  } | null;
  readonly note: string | null;
  readonly lines: readonly VisitFactsLine[];
  /** The client's other bookings on the same day, at any location. */
  readonly sameDay: readonly VisitFactsLine[];
  /** The client's next booking on a later day. */
  readonly next: VisitFactsLine | null;
  readonly source: string;
  readonly bookedBy: string | null;
  readonly bookedAt: Instant | null;
  readonly priceCents: number;
  readonly paidCents: number;
  readonly pending: boolean;
};

export type VisitFactsLine = {
  readonly lineId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly serviceName: string;
  readonly staffName: string;
  readonly resourceName: string | null;
};

/** A month's page of a calendar has six weeks at most. */
const MOST_DAYS = 42;

export const BOARD_PARAMS = {
  dayBoard: z.strictObject({ locationId: idSchema, day: daySchema }),
  rangeBoard: z.strictObject({
    locationId: idSchema,
    from: daySchema,
    days: z.int().min(1).max(14),
    /**
     * One person's days: their own cards, and of others only those that a move of theirs may meet (the same visit, or
     * a room); null: everybody.
     */
    staffId: idSchema.nullable(),
  }),
  monthBoard: z.strictObject({ locationId: idSchema, from: daySchema, days: z.int().min(1).max(MOST_DAYS) }),
  visitFacts: z.strictObject({ id: idSchema }),
} as const;

export type BoardResults = {
  readonly dayBoard: DayBoard;
  readonly rangeBoard: RangeBoard;
  readonly monthBoard: MonthBoard;
  readonly visitFacts: VisitFacts | null;
};

const DAY = [
  'appointment',
  'appointment_line',
  'block',
  'roster_pattern',
  'roster_exception',
  'location',
  'location_exception',
  'device',
  'staff',
  'client',
  'client_alert',
  'service',
  'resource',
  'ledger_entry',
  'outbox',
  'coverage',
] as const;

export const BOARD_TABLES = {
  dayBoard: DAY,
  rangeBoard: DAY,
  monthBoard: [
    'appointment',
    'appointment_line',
    'block',
    'roster_pattern',
    'roster_exception',
    'location',
    'location_exception',
    'device',
    'staff',
    'coverage',
  ],
  visitFacts: [
    'appointment',
    'appointment_line',
    'status_event',
    'ledger_entry',
    'client',
    'client_alert',
    'service',
    'staff',
    'resource',
    'outbox',
  ],
} as const;
