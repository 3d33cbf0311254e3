import { createHash } from 'node:crypto';
import type { TenantRole } from '../../src/domain/command.ts';
import type { Chance } from './chance.ts';
import { insertSql, literal, type SimCloud } from './sim-cloud.ts';
import type { Trace } from './trace.ts';

export type SimPerson = {
  readonly memberId: string;
  readonly userId: string;
  readonly name: string;
  readonly role: TenantRole;
};

/** The proof of an enrolled PC. */
export type SimDevice = { readonly deviceId: string; readonly deviceSecret: string };

/** A small salon: two branches, three people, one treatment room, two services. */
export type SimBusiness = {
  readonly tenantId: string;
  readonly people: Readonly<Record<'owner' | 'manager' | 'thandi' | 'zanele', SimPerson>>;
  readonly locations: readonly string[];
  readonly devices: readonly SimDevice[];
  readonly userIds: readonly string[];
};

export const ALL_CLASSES: readonly string[] = ['diary', 'ledger', 'special'];

/** `ids` is a chance of its own, so that the same seed makes the same ids. */
export async function foundBusiness(
  cloud: SimCloud,
  seed: number,
  newId: () => string,
  chance: Chance,
  trace: Trace,
  deviceCount: number,
): Promise<SimBusiness> {
  const statements: string[] = [];
  const add = (table: string, values: Readonly<Record<string, unknown>>): void => {
    statements.push(insertSql(table, values));
  };
  const tenantId = newId();
  trace.name(tenantId, 'tenant');
  add('public.tenant', {
    id: tenantId,
    tenant_id: tenantId,
    name: 'Umhlanga Hair',
    slug: `sim-${seed}-${tenantId.slice(-12)}`,
    trade: 'salon',
  });
  const row = (table: string, name: string, values: Readonly<Record<string, unknown>>): string => {
    const id = newId();
    trace.name(id, name);
    add(`public.${table}`, { id, tenant_id: tenantId, ...values });
    return id;
  };

  const person = (name: string, role: TenantRole): SimPerson => {
    const userId = newId();
    trace.name(userId, `user ${name}`);
    add('auth.users', { id: userId, email: `${userId}@example.co.za` });
    return { userId, name, role, memberId: row('member', name, { user_id: userId, name, role }) };
  };
  const people = {
    owner: person('owner', 'owner'),
    manager: person('manager', 'manager'),
    thandi: person('thandi', 'front_desk'),
    zanele: person('zanele', 'front_desk'),
  };

  const hours = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), [[480, 1080]]]));
  const gateway = row('location', 'gateway', { name: 'Gateway', hours });
  const ballito = row('location', 'ballito', { name: 'Ballito', hours, sort_order: 1 });
  const staff = [
    row('staff', 'ana', { name: 'Ana Botha', location_id: gateway }),
    row('staff', 'ben', { name: 'Ben Dube', location_id: gateway, hue: 1 }),
    row('staff', 'carla', { name: 'Carla Nel', location_id: ballito, hue: 2 }),
  ];
  const services = [
    row('service', 'cut', { name: 'Cut', duration_minutes: 30, price_cents: 35_000 }),
    row('service', 'massage', {
      name: 'Massage',
      duration_minutes: 60,
      buffer_after_minutes: 10,
      price_cents: 60_000,
      requires: 'treatment-room',
    }),
  ];
  row('resource', 'room', {
    name: 'Room 1',
    kind: 'room',
    capability: 'treatment-room',
    location_id: gateway,
  });
  for (const staff_id of staff) {
    for (const service_id of services) row('service_staff', 'skill', { service_id, staff_id });
  }
  for (const name of ['Lindiwe', 'Pieter', 'Aisha']) {
    row('client', name.toLowerCase(), { name, phone: '+27821234567', created_at: '2024-01-01' });
  }

  const devices = Array.from({ length: deviceCount }, (_, index): SimDevice => {
    const narrow = index > 0 && chance.happens(0.3);
    const locations = narrow && chance.happens(0.7) ? [gateway] : null;
    const classes = narrow && locations === null ? ['diary'] : ALL_CLASSES;
    const deviceSecret = Buffer.from(chance.bytesInto(new Uint8Array(24))).toString('hex');
    const deviceId = row('device', `device ${index + 1}`, {
      name: `Desk ${index + 1}`,
      locations: JSON.stringify(locations),
      classes,
      enrolled_at: '2024-01-01',
    });
    add('sync.device_secret', {
      device_id: deviceId,
      scope_id: tenantId,
      hash: createHash('sha256').update(deviceSecret).digest(),
      name: `Desk ${index + 1}`,
    });
    return { deviceId, deviceSecret };
  });

  const epoch = newId();
  await cloud.admin(
    `begin; ${statements.join('; ')};
     update sync.scope_clock set epoch = ${literal(epoch)} where scope_id = ${literal(tenantId)}; commit`,
  );
  const userIds = Object.values(people).map(({ userId }) => userId);
  return { tenantId, people, locations: [gateway, ballito], devices, userIds };
}
