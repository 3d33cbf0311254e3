import { TENANT_ROLES, type TenantRole } from '../../src/domain/command.ts';
import type { TableName } from '../../src/domain/tables.ts';
import { idOf, MONDAY } from './command-case.ts';
import type { AnyRow } from './memory-rows.ts';

export const TENANT = idOf('tenant');
export const DEVICE = idOf('device');
export const memberOf = (role: TenantRole): string => idOf(role);
export const userOf = (role: TenantRole): string => idOf(`user ${role}`);

/** The small salon in which every command case plays. */
export function world(): readonly (readonly [TableName, AnyRow])[] {
  const staff = (name: string, place: string): readonly [TableName, AnyRow] => [
    'staff',
    {
      id: idOf(name),
      name,
      title: '',
      location_id: idOf(place),
      member_id: null,
      hue: 0,
      sort_order: 0,
      active: true,
    },
  ];
  const service = (
    name: string,
    minutes: number,
    cents: number,
    more: Readonly<Record<string, unknown>> = {},
  ): readonly [TableName, AnyRow] => [
    'service',
    {
      id: idOf(name),
      name,
      category: '',
      duration_minutes: minutes,
      buffer_before_minutes: 0,
      buffer_after_minutes: 0,
      price_cents: cents,
      hue: 0,
      requires: null,
      sort_order: 0,
      active: true,
      ...more,
    },
  ];
  const place = (name: string): readonly [TableName, AnyRow] => [
    'location',
    {
      id: idOf(name),
      name,
      time_zone: 'Africa/Johannesburg',
      address: '',
      phone: null,
      sort_order: 0,
      hours: {},
      active: true,
    },
  ];
  const room = (name: string, at: string): readonly [TableName, AnyRow] => [
    'resource',
    {
      id: idOf(name),
      location_id: idOf(at),
      name,
      kind: 'room',
      capability: 'treatment-room',
      sort_order: 0,
      active: true,
    },
  ];
  return [
    [
      'tenant',
      {
        id: TENANT,
        name: 'Salon',
        slug: 'salon',
        trade: 'salon',
        vat_registered: false,
        language: 'en',
        status: 'active',
      },
    ],
    place('gateway'),
    place('ballito'),
    ...TENANT_ROLES.map((role): readonly [TableName, AnyRow] => [
      'member',
      { id: memberOf(role), user_id: userOf(role), name: role, email: null, role, active: true },
    ]),
    staff('ayanda', 'gateway'),
    staff('ana', 'gateway'),
    room('room', 'gateway'),
    room('far-room', 'ballito'),
    service('cut', 45, 35_000),
    service('colour', 90, 95_000, { buffer_before_minutes: 5, buffer_after_minutes: 10 }),
    service('massage', 60, 60_000, { requires: 'treatment-room' }),
    [
      'device',
      {
        id: DEVICE,
        name: 'Desk 1',
        locations: null,
        classes: ['diary', 'ledger', 'special'],
        enrolled_at: MONDAY,
        revoked_at: null,
      },
    ],
    ...['thandi', 'pieter'].map((name): readonly [TableName, AnyRow] => [
      'client',
      {
        id: idOf(name),
        name,
        phone: '+27821234567',
        email: null,
        language: null,
        note: null,
        do_not_book: false,
        no_shows: 0,
        import_id: null,
        created_at: MONDAY,
      },
    ]),
  ];
}
