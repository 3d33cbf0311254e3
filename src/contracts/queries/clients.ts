import { z } from 'zod';
import type { Instant } from '../../base/time.ts';
import type { ConsentChannel, ConsentPurpose, CONSENT_WAYS } from '../../domain/clients/consent.ts';
import type { AppointmentStatus } from '../../domain/scheduling/status.ts';
import { idSchema } from '../../domain/schemas.ts';
import type { TellingItem } from './telling.ts';

export type ClientListItem = {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly noShows: number;
  readonly doNotBook: boolean;
  readonly hasAlert: boolean;
  readonly lastVisit: Instant | null;
  readonly nextVisit: Instant | null;
};

export type ClientVisit = {
  readonly appointmentId: string;
  readonly locationName: string;
  readonly timeZone: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly status: AppointmentStatus;
  readonly services: readonly string[];
  readonly staffNames: readonly string[];
  readonly priceCents: number;
  readonly paidCents: number;
  readonly pending: boolean;
};

export type ConsentItem = {
  readonly id: string;
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel | null;
  readonly given: boolean;
  readonly how: (typeof CONSENT_WAYS)[number];
  readonly textVersion: string;
  readonly at: Instant;
  readonly actor: string | null;
  readonly pending: boolean;
};

export type ClientDetail = {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: string | null;
  readonly note: string | null;
  readonly doNotBook: boolean;
  readonly doNotBookReason: string | null;
  readonly noShows: number;
  readonly createdAt: Instant;
  readonly pending: boolean;
  /** null: this PC may not hold special information. */
  readonly alerts:
    | readonly {
        readonly id: string;
        readonly kind: 'allergy' | 'alert';
        readonly text: string;
        readonly author: string | null;
        readonly at: Instant;
        readonly pending: boolean;
      }[]
    | null;
  /** Newest first, as all lists here. */
  readonly notes: readonly {
    readonly id: string;
    readonly body: string;
    readonly author: string | null;
    readonly at: Instant;
    readonly pending: boolean;
  }[];
  readonly consents: readonly ConsentItem[];
  readonly visits: readonly ClientVisit[];
  readonly next: ClientVisit | null;
  /** What was paid for all visits on this PC, and what is open of those that have begun. */
  readonly paidCents: number;
  readonly openCents: number;
  /** UTC month yyyymm before which this PC holds no visits, if the client is older than that; otherwise null. */
  readonly heldFrom: number | null;
  readonly tellings: readonly TellingItem[];
};

/** Why two entries may be one person. */
export type DuplicateReason = 'phone' | 'email' | 'name';

export const CLIENT_QUERY_PARAMS = {
  clientList: z.strictObject({ text: z.string().max(120), limit: z.int().min(1).max(500) }),
  client: z.strictObject({ id: idSchema }),
  clientDuplicates: z.strictObject({}),
  /** Who may already be the person that is being typed. */
  similarClients: z.strictObject({
    name: z.string().max(120),
    phone: z.string().max(20).nullable(),
    email: z.string().max(200).nullable(),
  }),
} as const;

export type ClientQueryResults = {
  /** Nothing typed: by name. `total` counts all clients of the business. */
  readonly clientList: { readonly total: number; readonly items: readonly ClientListItem[] };
  readonly client: ClientDetail | null;
  readonly clientDuplicates: readonly {
    readonly first: ClientListItem;
    readonly second: ClientListItem;
    readonly reasons: readonly DuplicateReason[];
  }[];
  readonly similarClients: readonly {
    readonly client: ClientListItem;
    readonly reasons: readonly DuplicateReason[];
  }[];
};
