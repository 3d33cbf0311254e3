import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Clock, HOUR, type Instant, MINUTE } from '../../../src/base/time.ts';
import type { QueryParams } from '../../../src/contracts/queries.ts';
import type { CommandContext } from '../../../src/domain/command.ts';
import {
  columnsOf,
  type Row,
  type RowValues,
  type TableName,
  TENANT_TABLES,
} from '../../../src/domain/tables.ts';
import type { CommandBook } from '../../../src/replica/command-book.ts';
import { openReplica, type Replica } from '../../../src/replica/open-replica.ts';

/** A salon of three people in Sandton, on Wednesday 11 November 2026, with a replica that has just been filled. */

export const MIGRATIONS = path.resolve(import.meta.dirname, '../../../migrations/replica');
export const KEY = new Uint8Array(32).fill(7);

let counter = 0;
/** Ids in the order they are made; readable in a failure. */
export function nextId(): string {
  counter += 1;
  return `00000000-0000-7000-8000-${counter.toString(16).padStart(12, '0')}`;
}

export const SCOPE = '0a000000-0000-7000-8000-00000000000a';
export const SANDTON = '0b000000-0000-7000-8000-000000000001';
export const ANA = '0c000000-0000-7000-8000-000000000001';
export const BEN = '0c000000-0000-7000-8000-000000000002';
export const CUT = '0d000000-0000-7000-8000-000000000001';
export const MASSAGE = '0d000000-0000-7000-8000-000000000002';
export const ROOM = '0e000000-0000-7000-8000-000000000001';
export const THANDI = '0f000000-0000-7000-8000-000000000001';
export const MEMBER = '0a100000-0000-7000-8000-000000000001';
export const DEVICE = '0a200000-0000-7000-8000-000000000001';

/** 00:00 in Johannesburg on the day of the stories. */
export const MIDNIGHT: Instant = Date.UTC(2026, 10, 10, 22);
export const TODAY = '2026-11-11';
export const at = (hour: number, minute = 0): Instant => MIDNIGHT + hour * HOUR + minute * MINUTE;

export const clockAt = (now: Instant): Clock & { set: (to: Instant) => void } => {
  let current = now;
  return {
    now: () => current,
    set: (to) => {
      current = to;
    },
  };
};

export const RECEPTION: CommandContext = {
  tenantId: SCOPE,
  actorId: MEMBER,
  deviceId: DEVICE,
  role: 'manager',
  at: at(9),
};

type ServerRow<T extends TableName> = Row<T>;
export const serverRow = <T extends TableName>(
  _table: T,
  id: string,
  version: number,
  values: RowValues<T>,
): ServerRow<T> => ({ id, row_version: version, deleted_at: null, ...values }) as ServerRow<T>;

/** Rows as a page of the wire carries them. */
export const asWire = (table: TableName, rows: readonly Readonly<Record<string, unknown>>[]): unknown[][] =>
  rows.map((row) => columnsOf(table).map((column) => row[column]));

const WEEK = Object.fromEntries(['1', '2', '3', '4', '5', '6'].map((day) => [day, [[480, 1080]]]));

export const salonRows = (): ReadonlyMap<TableName, readonly Readonly<Record<string, unknown>>[]> =>
  new Map<TableName, readonly Readonly<Record<string, unknown>>[]>([
    [
      'location',
      [
        serverRow('location', SANDTON, 1, {
          name: 'Sandton',
          time_zone: 'Africa/Johannesburg',
          address: '1 Rivonia Road',
          phone: null,
          sort_order: 1,
          hours: WEEK,
          active: true,
        }),
      ],
    ],
    [
      'member',
      [
        serverRow('member', MEMBER, 1, {
          user_id: null,
          name: 'Lindiwe',
          email: 'lindiwe@example.test',
          role: 'manager',
          active: true,
        }),
      ],
    ],
    ['staff', [staffRow(ANA, 'Ana', 1), staffRow(BEN, 'Ben', 2)]],
    [
      'roster_pattern',
      [ANA, BEN].flatMap((staff) =>
        [1, 2, 3, 4, 5].map((weekday) =>
          serverRow('roster_pattern', nextId(), 1, {
            staff_id: staff,
            location_id: SANDTON,
            weekday,
            start_minute: 540,
            end_minute: 1020,
            breaks: [[780, 810]],
            valid_from: '2020-01-01',
            valid_to: null,
          }),
        ),
      ),
    ],
    [
      'resource',
      [
        serverRow('resource', ROOM, 1, {
          location_id: SANDTON,
          name: 'Room 1',
          kind: 'room',
          capability: 'treatment-room',
          sort_order: 1,
          active: true,
        }),
      ],
    ],
    [
      'service',
      [
        serviceRow(CUT, 'Cut and finish', 45, 0, null),
        serviceRow(MASSAGE, 'Massage', 60, 15, 'treatment-room'),
      ],
    ],
    [
      'service_staff',
      [
        [CUT, ANA],
        [CUT, BEN],
        [MASSAGE, ANA],
      ].map(([service_id, staff_id]) =>
        serverRow('service_staff', nextId(), 1, {
          service_id: service_id as string,
          staff_id: staff_id as string,
        }),
      ),
    ],
    [
      'device',
      [
        serverRow('device', DEVICE, 1, {
          name: 'Desk 1',
          locations: null,
          classes: ['diary', 'ledger', 'special'],
          enrolled_at: at(0),
          revoked_at: null,
        }),
      ],
    ],
    ['client', [clientRow(THANDI, 'Thandi Mokoena', '+27821234567', 1)]],
  ]);

function staffRow(id: string, name: string, order: number): ServerRow<'staff'> {
  return serverRow('staff', id, 1, {
    name,
    title: 'Stylist',
    location_id: SANDTON,
    member_id: null,
    hue: order,
    sort_order: order,
    active: true,
  });
}

function serviceRow(
  id: string,
  name: string,
  minutes: number,
  after: number,
  requires: string | null,
): ServerRow<'service'> {
  return serverRow('service', id, 1, {
    name,
    category: 'Hair',
    duration_minutes: minutes,
    buffer_before_minutes: 0,
    buffer_after_minutes: after,
    price_cents: 45_000,
    hue: 3,
    requires,
    sort_order: 1,
    active: true,
  });
}

export function clientRow(
  id: string,
  name: string,
  phone: string | null,
  version: number,
): ServerRow<'client'> {
  return serverRow('client', id, version, {
    name,
    phone,
    email: null,
    language: null,
    note: null,
    do_not_book: false,
    no_shows: 0,
    import_id: null,
    created_at: at(0),
    do_not_book_reason: null,
  });
}

export type Desk = {
  readonly replica: Replica;
  readonly folder: string;
  readonly file: string;
  readonly clock: ReturnType<typeof clockAt>;
  /** Closes and opens the same file again, as after a crash or a restart. */
  readonly reopen: (commands?: CommandBook) => Desk;
  readonly dispose: () => void;
};

export function newDesk(folder = mkdtempSync(path.join(tmpdir(), 'replica-')), commands?: CommandBook): Desk {
  const clock = clockAt(at(9));
  const file = path.join(folder, 'replica.db');
  const replica = openReplica({
    path: file,
    key: KEY,
    migrationsFolder: MIGRATIONS,
    clock,
    newId: nextId,
    commands,
  });
  return {
    replica,
    folder,
    file,
    clock,
    reopen: (newer) => {
      replica.close();
      return newDesk(folder, newer);
    },
    dispose: () => {
      replica.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const THIS_MONTH = 202611;

/** Fills a desk by the same pages as a first sync. */
export function fill(
  desk: Desk,
  rows: ReadonlyMap<TableName, readonly Readonly<Record<string, unknown>>[]> = salonRows(),
  head = 1,
): void {
  const { scopes, syncStore } = desk.replica;
  scopes.follow({
    scope: SCOPE,
    scopeName: 'Sunrise Salon',
    clientId: nextId(),
    deviceId: DEVICE,
    deviceSecret: 'a-device-secret-of-some-length',
  });
  syncStore.beginBootstrap(SCOPE, head);
  syncStore.saveHello(SCOPE, { epoch: 'epoch-1', scope_v: 'all' });
  const bucketed = [
    'appointment',
    'appointment_line',
    'hold',
    'block',
    'status_event',
    'ledger_entry',
    'till_count',
  ];
  for (const table of TENANT_TABLES) {
    const bucket = bucketed.includes(table) ? THIS_MONTH : null;
    syncStore.storeBootstrapPage(SCOPE, table, bucket, {
      cols: [...columnsOf(table)],
      rows: asWire(table, rows.get(table) ?? []),
      more: false,
      head,
    });
  }
  syncStore.publishBootstrap(SCOPE);
}

/** Arguments of a booking of one line. */
export function booking(
  over: Partial<{
    id: string;
    staffId: string;
    startsAt: Instant;
    minutes: number;
    clientId: string | null;
    serviceId: string;
    resourceId: string | null;
  }> = {},
): { readonly name: 'appointment.book'; readonly args: Readonly<Record<string, unknown>> } {
  const startsAt = over.startsAt ?? at(10);
  const resourceId = over.resourceId ?? null;
  return {
    name: 'appointment.book',
    args: {
      id: over.id ?? nextId(),
      eventId: nextId(),
      locationId: SANDTON,
      clientId: over.clientId === undefined ? THANDI : over.clientId,
      status: 'confirmed',
      source: 'desk',
      lines: [
        {
          id: nextId(),
          serviceId: over.serviceId ?? CUT,
          staffId: over.staffId ?? ANA,
          resourceId,
          staffHoldId: nextId(),
          resourceHoldId: resourceId === null ? null : nextId(),
          startsAt,
          endsAt: startsAt + (over.minutes ?? 45) * MINUTE,
          priceCents: 45_000,
        },
      ],
      note: null,
      softReason: null,
      importId: null,
    },
  };
}

/** What a search for the next time with one service is asked. */
export const wishFor = (
  serviceId: string,
  over: Partial<QueryParams<'findSlots'>> = {},
): QueryParams<'findSlots'> => ({
  locationId: SANDTON,
  services: [{ serviceId, staffId: null, minutes: null, timing: 'after' }],
  onlyNamed: false,
  from: at(9),
  days: 14,
  weekdays: [],
  startMinute: 0,
  endMinute: 1440,
  count: 4,
  ignoreVisit: null,
  ...over,
});
