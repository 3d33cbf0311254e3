import { bucketOf, HOUR, MINUTE } from '../../src/base/time.ts';
import type { Salon } from '../e2e/harness/salon.ts';
import { asOwner, insertRow, newId } from '../fixtures/tenant.ts';

/** Forty people and eight hundred bookings on the day that the desks of a salon show first. */
export const PEOPLE = 40;
export const BOOKINGS = 800;

const STATUSES = [
  'done',
  'done',
  'in_service',
  'arrived',
  'confirmed',
  'requested',
  'confirmed',
  'cancelled',
] as const;
const EACH = BOOKINGS / PEOPLE;
const LENGTH = 25 * MINUTE;

/** Fills the first branch of a salon before its desks are opened; the two people of the fixture are among the forty. */
export async function fillBusyDay({ cloud, tenant, day }: Salon): Promise<void> {
  const tenantId = tenant.tenantId;
  const locationId = tenant.locations[0];
  const midnight = Date.parse(`${day}T00:00:00+02:00`);
  await asOwner(cloud, async (client) => {
    const add = async (table: string, values: Readonly<Record<string, unknown>>): Promise<string> => {
      const id = newId();
      await insertRow(client, `public.${table}`, { id, tenant_id: tenantId, ...values });
      return id;
    };
    const people: string[] = [tenant.staff[0], tenant.staff[1]];
    for (let index = people.length; index < PEOPLE; index += 1) {
      const staffId = await add('staff', {
        name: `Person ${String(index + 1)}`,
        title: 'Stylist',
        location_id: locationId,
        hue: index % 10,
        sort_order: index,
      });
      await add('service_staff', { service_id: tenant.services.cut, staff_id: staffId });
      await add('roster_pattern', {
        staff_id: staffId,
        location_id: locationId,
        weekday: 1,
        start_minute: 480,
        end_minute: 1080,
        valid_from: '2020-01-01',
      });
      people.push(staffId);
    }
    for (const [index, staffId] of people.entries()) {
      for (let turn = 0; turn < EACH; turn += 1) {
        const from = midnight + 8 * HOUR + turn * 30 * MINUTE;
        const status = STATUSES[(index + turn) % STATUSES.length] ?? 'confirmed';
        const at = { starts_at: new Date(from), ends_at: new Date(from + LENGTH) };
        const place = { bucket: bucketOf(from), location_id: locationId };
        const clientId = await add('client', {
          name: `Nomsa ${String(index)} van der Merwe ${String(turn)}`,
          phone: `+2782${String(1_000_000 + index * 100 + turn)}`,
        });
        const visit = await add('appointment', {
          ...place,
          ...at,
          client_id: clientId,
          status,
          source: 'desk',
          price_cents: 35_000,
          note: turn % 5 === 0 ? 'Asked for the chair at the window' : null,
          created_at: new Date(from - 24 * HOUR),
        });
        const line = await add('appointment_line', {
          ...place,
          ...at,
          appointment_id: visit,
          position: 0,
          service_id: tenant.services.cut,
          staff_id: staffId,
          price_cents: 35_000,
        });
        await add('hold', {
          ...place,
          during: `[${at.starts_at.toISOString()},${at.ends_at.toISOString()})`,
          appointment_id: visit,
          line_id: line,
          resource_id: staffId,
          active: status !== 'cancelled',
        });
      }
    }
  });
}
