import { z } from 'zod';
import { daySchema, idSchema } from '../domain/schemas.ts';
import type { Instant, PlainDate } from '../base/time.ts';
import type { AppointmentStatus } from '../domain/scheduling/status.ts';
import type { Cover } from './queries/cover.ts';
import type { DeviceItem } from './queries/devices.ts';
import { BOARD_PARAMS, type BoardResults } from './queries/board.ts';
import { CLIENT_QUERY_PARAMS, type ClientQueryResults } from './queries/clients.ts';
import { PEOPLE_QUERY_PARAMS, type PeopleQueryResults } from './queries/people.ts';
import { BUSINESS_QUERY_PARAMS, type BusinessQueryResults } from './queries/business.ts';
import { ROSTER_QUERY_PARAMS, type RosterQueryResults } from './queries/roster.ts';
import type { ConflictItem, Rehearsal } from './queries/conflicts.ts';
import { FIND_SLOTS_PARAMS, type FoundSlots } from './queries/slots.ts';
import { TELLING_QUERY_PARAMS, type TellingQueryResults } from './queries/telling.ts';

/** Named reads of the page. A query declares the tables it reads; a commit that touches one drops its answer. */

export type { Cover };
export type * from './queries/board.ts';
export type * from './queries/conflicts.ts';

export type LocationItem = {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly address: string;
  /** Whether this PC may hold the branch's diary. */
  readonly isOnThisPc: boolean;
};

export type ServiceItem = {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly durationMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly priceCents: number;
  readonly hue: number;
  readonly requires: string | null;
  /** Staff who do it. */
  readonly staffIds: readonly string[];
};

export type ResourceItem = {
  readonly id: string;
  readonly locationId: string;
  readonly name: string;
  readonly kind: string;
  readonly capability: string;
};

export type ClientHit = {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly noShows: number;
  readonly doNotBook: boolean;
  readonly hasAlert: boolean;
  readonly lastVisit: Instant | null;
};

export type AppointmentDetail = {
  readonly id: string;
  readonly locationId: string;
  readonly timeZone: string;
  readonly status: AppointmentStatus;
  readonly source: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly priceCents: number;
  readonly paidCents: number;
  readonly note: string | null;
  readonly softReason: string | null;
  readonly cancelReason: string | null;
  readonly pending: boolean;
  readonly client: (ClientHit & { readonly note: string | null; readonly alerts: readonly string[] }) | null;
  readonly lines: readonly {
    readonly id: string;
    readonly serviceId: string;
    readonly serviceName: string;
    readonly hue: number;
    readonly staffId: string;
    readonly staffName: string;
    readonly resourceId: string | null;
    readonly resourceName: string | null;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
    readonly priceCents: number;
  }[];
  readonly history: readonly {
    readonly id: string;
    readonly from: AppointmentStatus | null;
    readonly to: AppointmentStatus;
    readonly at: Instant;
    readonly actor: string | null;
    readonly device: string | null;
    readonly reason: string | null;
    readonly pending: boolean;
  }[];
  readonly payments: readonly LedgerItem[];
};

export type LedgerItem = {
  readonly id: string;
  readonly kind: 'payment' | 'reversal';
  readonly tender: string;
  readonly amountCents: number;
  readonly at: Instant;
  readonly actor: string | null;
  readonly reason: string | null;
  /** Taken on this desk and not yet seen by the cloud. */
  readonly pending: boolean;
  readonly reversed: boolean;
};

export type Takings = {
  readonly locationId: string;
  readonly day: PlainDate;
  readonly cover: Cover;
  readonly totalCents: number;
  readonly pendingCents: number;
  readonly byTender: readonly { readonly tender: string; readonly count: number; readonly cents: number }[];
  readonly byStaff: readonly {
    readonly staffId: string;
    readonly staffName: string;
    readonly count: number;
    readonly cents: number;
  }[];
  readonly entries: readonly (LedgerItem & {
    readonly appointmentId: string | null;
    readonly clientName: string | null;
    readonly staffName: string | null;
    readonly serviceName: string | null;
  })[];
  /** Visits of the day that are not cancelled or missed and not fully paid. */
  readonly open: readonly {
    readonly appointmentId: string;
    readonly clientName: string | null;
    readonly serviceName: string;
    readonly staffName: string;
    readonly startsAt: Instant;
    readonly status: AppointmentStatus;
    readonly dueCents: number;
  }[];
  /** The newest count of the till at this location up to this day. */
  readonly tillCount: {
    readonly tradingDay: PlainDate;
    readonly expectedCents: number;
    readonly countedCents: number;
    readonly at: Instant;
    readonly actor: string | null;
    readonly note: string | null;
  } | null;
};

export type FlagMatrix = {
  readonly flags: readonly {
    readonly id: string;
    readonly key: string;
    readonly description: string;
    readonly defaultOn: boolean;
  }[];
  readonly tenants: readonly {
    readonly tenantId: string;
    readonly name: string;
    readonly slug: string;
    readonly trade: string;
    readonly status: string;
    readonly locationCount: number;
    readonly staffCount: number;
  }[];
  readonly overrides: readonly {
    readonly id: string;
    readonly tenantId: string;
    readonly flagId: string;
    readonly isOn: boolean;
    readonly reason: string;
    readonly changedBy: string;
    readonly changedAt: Instant;
    readonly version: number;
  }[];
};

/** The three flags of the handover as this tenant's desk sees them. */
export type FlagValues = {
  readonly aiFeatures: boolean;
  readonly betaPayments: boolean;
  readonly maintenanceMode: boolean;
  readonly maintenanceReason: string | null;
};

export type ImportItem = {
  readonly id: string;
  readonly kind: string;
  readonly fileName: string;
  readonly rowCount: number;
  readonly importedAt: Instant;
  readonly actor: string | null;
  readonly undoneAt: Instant | null;
  readonly pending: boolean;
};

const none = z.strictObject({});

/** Parameters of each query, checked on arrival in the desk. */
export const QUERY_PARAMS = {
  locations: none,
  services: none,
  staff: z.strictObject({ locationId: idSchema.nullable() }),
  resources: z.strictObject({ locationId: idSchema }),
  ...BOARD_PARAMS,
  appointment: z.strictObject({ id: idSchema }),
  clientSearch: z.strictObject({ text: z.string().max(120), limit: z.int().min(1).max(50) }),
  findSlots: FIND_SLOTS_PARAMS,
  conflicts: none,
  conflictCount: none,
  rehearsal: none,
  takings: z.strictObject({ locationId: idSchema, day: daySchema }),
  flagMatrix: none,
  flagValues: none,
  imports: none,
  ...PEOPLE_QUERY_PARAMS,
  devices: none,
  ...BUSINESS_QUERY_PARAMS,
  ...ROSTER_QUERY_PARAMS,
  ...CLIENT_QUERY_PARAMS,
  ...TELLING_QUERY_PARAMS,
} as const;

export type QueryName = keyof typeof QUERY_PARAMS;
export type QueryParams<Q extends QueryName> = z.infer<(typeof QUERY_PARAMS)[Q]>;

/** What each subject's own file lists. */
type SubjectResults = BoardResults &
  PeopleQueryResults &
  BusinessQueryResults &
  RosterQueryResults &
  ClientQueryResults &
  TellingQueryResults;

export type QueryResults = SubjectResults & {
  readonly locations: readonly LocationItem[];
  readonly services: readonly ServiceItem[];
  readonly staff: readonly {
    readonly id: string;
    readonly name: string;
    readonly title: string;
    readonly hue: number;
  }[];
  readonly resources: readonly ResourceItem[];
  readonly appointment: AppointmentDetail | null;
  readonly clientSearch: readonly ClientHit[];
  readonly findSlots: FoundSlots;
  readonly conflicts: readonly ConflictItem[];
  readonly conflictCount: number;
  readonly rehearsal: Rehearsal;
  readonly takings: Takings;
  readonly flagMatrix: FlagMatrix;
  readonly flagValues: FlagValues;
  readonly imports: readonly ImportItem[];
  readonly devices: readonly DeviceItem[];
};
