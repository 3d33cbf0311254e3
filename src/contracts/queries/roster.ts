import { z } from 'zod';
import type { Instant, MinuteOfDay, PlainDate } from '../../base/time.ts';
import type { DayEntry } from '../../domain/roster/roster-args.ts';
import type { PlannedLine } from '../../domain/roster/plan-reassign.ts';
import type { PatternRow } from '../../domain/roster/week-pattern.ts';
import type { DayWork } from '../../domain/scheduling/roster.ts';
import type { AppointmentStatus } from '../../domain/scheduling/status.ts';
import { daySchema, idSchema } from '../../domain/schemas.ts';
import type { Cover } from './cover.ts';

/** The week of a location: who works when, at home and elsewhere. Minutes are of the location's wall clock. */
export type RosterWeek = {
  readonly locationId: string;
  readonly timeZone: string;
  readonly days: readonly {
    readonly day: PlainDate;
    /** Trading hours; empty: closed. */
    readonly hours: readonly (readonly [MinuteOfDay, MinuteOfDay])[];
    /** Name of a public holiday or of the exception. */
    readonly occasion: string | null;
  }[];
  readonly people: readonly RosterPerson[];
};

export type RosterPerson = {
  readonly staffId: string;
  readonly name: string;
  readonly title: string;
  readonly hue: number;
  /** Home is here; others come for a day or by their pattern. */
  readonly isHome: boolean;
  /** Rows of the weekly pattern that count on the first day or later, at every location. */
  readonly pattern: readonly PatternRow[];
  readonly days: readonly RosterCell[];
};

export type RosterCell = DayWork & {
  readonly day: PlainDate;
  /** The day's own rows; none where the pattern counts. */
  readonly entries: readonly DayEntry[];
  /** Waits for the server's word. */
  readonly pending: boolean;
};

/** Why a line lies outside the work of its person. */
export type OutsideWhy =
  | { readonly kind: 'leave'; readonly reason: string }
  | { readonly kind: 'off' }
  /** Does not work for the business any more. */
  | { readonly kind: 'left' }
  | { readonly kind: 'elsewhere'; readonly locationName: string }
  /** At work on the day, at another time. */
  | { readonly kind: 'hours' };

export type OutsideVisit = {
  readonly appointmentId: string;
  readonly clientId: string | null;
  readonly clientName: string | null;
  readonly day: PlainDate;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly status: AppointmentStatus;
  /** All lines of the visit; `why` where one lies outside. */
  readonly lines: readonly {
    readonly lineId: string;
    readonly serviceName: string;
    readonly hue: number;
    readonly staffId: string;
    readonly staffName: string;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
    readonly why: OutsideWhy | null;
  }[];
};

export type OutsideRoster = {
  /** In order of start, a hundred at most. */
  readonly visits: readonly OutsideVisit[];
  readonly count: number;
  readonly cover: Cover;
};

/** A line with its new place and the place it leaves; enough for the move and for taking it back. */
export type ReassignLine = PlannedLine & {
  readonly staffName: string;
  readonly serviceName: string;
  readonly resourceName: string | null;
  readonly before: Omit<PlannedLine, 'lineId'>;
};

export type ReassignMove = {
  readonly appointmentId: string;
  readonly awayMs: number;
  /** Earlier visits of the client with whoever takes over. */
  readonly familiarity: number;
  readonly lines: readonly ReassignLine[];
};

/** Why a visit found no place on its day. */
export type UnplacedWhy =
  /** Nobody else at work offers it. */
  | 'nobody'
  /** Those who offer it are taken all day. */
  | 'busy'
  /** People would be free, but no room. */
  | 'room'
  /** The last places went to other visits of the list. */
  | 'list'
  /** The day is not on this PC, or the visit is no longer outside. */
  | 'gone';

export type ReassignPlan = {
  readonly moves: readonly ReassignMove[];
  readonly unplaced: readonly { readonly appointmentId: string; readonly why: UnplacedWhy }[];
  /** Visits of the plan whose client has a name: somebody to tell. */
  readonly clientsToTell: number;
};

export const ROSTER_QUERY_PARAMS = {
  rosterWeek: z.strictObject({ locationId: idSchema, from: daySchema }),
  outsideRoster: z.strictObject({ locationId: idSchema }),
  reassignOptions: z.strictObject({ appointmentId: idSchema, limit: z.int().min(1).max(30) }),
  reassignPlan: z.strictObject({ appointmentIds: z.array(idSchema).min(1).max(100) }),
} as const;

export type RosterQueryResults = {
  readonly rosterWeek: RosterWeek | null;
  readonly outsideRoster: OutsideRoster;
  /** Best first: the same time, then the nearest; this day and the next seven. */
  readonly reassignOptions: readonly ReassignMove[];
  readonly reassignPlan: ReassignPlan;
};
