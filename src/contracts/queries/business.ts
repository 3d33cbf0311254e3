import { z } from 'zod';
import type { PlainDate } from '../../base/time.ts';
import { daySchema, idSchema } from '../../domain/schemas.ts';
import type { Stretch } from '../../domain/business/stretches.ts';
import type { SetupStep } from '../../domain/business/setup.ts';
import type { WeekHours } from '../../domain/scheduling/opening-hours.ts';

/** How a business is set up. `pending`: waits for the server's word. */

export type BusinessFacts = {
  readonly id: string;
  readonly name: string;
  readonly trade: string;
  readonly language: string;
  readonly vatRegistered: boolean;
  readonly pending: boolean;
};

export type PlaceItem = {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly address: string;
  readonly phone: string | null;
  readonly hours: WeekHours;
  /** False: given up; its past stays readable. */
  readonly active: boolean;
  /** People at work whose home it is. */
  readonly people: number;
  readonly pending: boolean;
};

/** A day that is not like its weekday: a public holiday, an entry of its own, or both. */
export type PlaceDay = {
  readonly day: PlainDate;
  readonly holiday: string | null;
  readonly entry: {
    readonly id: string;
    /** None: closed. */
    readonly hours: readonly Stretch[];
    readonly reason: string;
    readonly pending: boolean;
  } | null;
  /** What the week says for such a day. */
  readonly weekHours: readonly Stretch[];
};

/** A service as it is set up, archived ones too. */
export type ServiceSetup = {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly durationMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly priceCents: number;
  readonly hue: number;
  readonly requires: string | null;
  readonly active: boolean;
  readonly staffIds: readonly string[];
  readonly pending: boolean;
};

export type ResourceSetup = {
  readonly id: string;
  readonly locationId: string;
  readonly name: string;
  readonly kind: string;
  readonly capability: string;
  readonly active: boolean;
  readonly pending: boolean;
};

/** What is still missing before a booking can be taken; `step` null: nothing, or not known yet. */
export type SetupState = {
  readonly step: SetupStep | null;
  readonly trade: string;
  /** The first place, if there is one. */
  readonly place: { readonly id: string; readonly name: string; readonly hours: WeekHours } | null;
  /** People at work, in the order of the board. */
  readonly people: readonly { readonly id: string; readonly name: string; readonly hasHours: boolean }[];
  /** How many services are on offer; those without anybody who does them count too. */
  readonly services: number;
};

export const BUSINESS_QUERY_PARAMS = {
  business: z.strictObject({}),
  places: z.strictObject({}),
  /** From a day on, for a year. */
  placeDays: z.strictObject({ locationId: idSchema, from: daySchema }),
  serviceList: z.strictObject({}),
  resourceList: z.strictObject({}),
  setup: z.strictObject({}),
} as const;

export type BusinessQueryResults = {
  readonly business: BusinessFacts | null;
  /** In their order; those given up come last. */
  readonly places: readonly PlaceItem[];
  readonly placeDays: readonly PlaceDay[];
  /** In their order; archived ones come last. */
  readonly serviceList: readonly ServiceSetup[];
  readonly resourceList: readonly ResourceSetup[];
  readonly setup: SetupState;
};
