import { z } from 'zod';
import type { TenantRole } from '../../domain/command.ts';
import { idSchema } from '../../domain/schemas.ts';

/** Somebody on the roster, whether at work or gone. */
export type RosterPerson = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly locationId: string;
  /** The sign-in of the same person. */
  readonly memberId: string | null;
  readonly hue: number;
  readonly sortOrder: number;
  readonly active: boolean;
  readonly serviceIds: readonly string[];
  readonly pending: boolean;
};

/** Somebody who signs in. */
export type SignInPerson = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: TenantRole;
  readonly active: boolean;
  readonly pending: boolean;
};

export const PEOPLE_QUERY_PARAMS = {
  people: z.strictObject({}),
  /** What is still booked with somebody who is about to leave. */
  visitsAhead: z.strictObject({ staffId: idSchema }),
} as const;

export type PeopleQueryResults = {
  readonly people: {
    /** In the order of the columns on the board; whoever has left comes last. */
    readonly roster: readonly RosterPerson[];
    /** By name; whoever may no longer sign in comes last. */
    readonly signIns: readonly SignInPerson[];
  };
  readonly visitsAhead: { readonly count: number };
};
