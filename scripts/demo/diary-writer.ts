import { bucketOf, DAY, MINUTE, overlaps, type Instant, type Interval } from '../../src/base/time.ts';
import { heldInterval } from '../../src/domain/scheduling/holds.ts';
import { isHolding, type AppointmentStatus } from '../../src/domain/scheduling/status.ts';
import { dayOf } from '../../src/domain/scheduling/zoned-time.ts';
import type { Business } from './business-rows.ts';
import { DEMO_TIME_ZONE } from './businesses.ts';
import type { DemoRow } from './demo-rows.ts';
import type { Chance } from './random.ts';

/** One visit to be written down, with everything that follows from it. */
export type Visit = {
  readonly staff: DemoRow<'staff'>;
  readonly service: DemoRow<'service'>;
  readonly client: DemoRow<'client'> | null;
  readonly startsAt: Instant;
  readonly status: AppointmentStatus;
  readonly resourceId: string | null;
  readonly bookedBy: string | null;
  readonly note?: string;
};

/** Writes visits of one business and keeps what is taken, so that no two hold the same person or room. */
export class DiaryWriter {
  private readonly business: Business;
  private readonly chance: Chance;
  private readonly now: Instant;
  private readonly taken = new Map<string, Interval[]>();
  private readonly noShows = new Map<string, number>();

  constructor(business: Business, chance: Chance, now: Instant) {
    this.business = business;
    this.chance = chance;
    this.now = now;
  }

  isFree(resourceId: string, interval: Interval): boolean {
    return !this.busyOf(resourceId, interval.from).some((other) => overlaps(other, interval));
  }

  /** What is taken on the day of an instant; trading hours never cross midnight UTC here. */
  busyOf(resourceId: string, at: Instant): readonly Interval[] {
    return this.taken.get(dayKey(resourceId, at)) ?? [];
  }

  /** The first free room or piece of equipment that the service asks for; undefined when all are taken. */
  roomFor(service: DemoRow<'service'>, locationId: string, interval: Interval): string | null | undefined {
    if (service.requires === null) return null;
    return this.business.rows
      .of('resource')
      .find(
        (room) =>
          room.location_id === locationId &&
          room.capability === service.requires &&
          this.isFree(room.id, interval),
      )?.id;
  }

  write(visit: Visit): DemoRow<'appointment'> {
    const { rows } = this.business;
    const { staff, service, startsAt, status } = visit;
    const endsAt = startsAt + service.duration_minutes * MINUTE;
    const bucket = bucketOf(startsAt);
    const locationId = staff.location_id;
    const createdAt = Math.min(startsAt, this.now) - this.chance.between(1, 20 * 24 * 60) * MINUTE;
    const appointment = rows.add('appointment', {
      id: this.chance.id(createdAt),
      bucket,
      location_id: locationId,
      client_id: visit.client?.id ?? null,
      status,
      source: visit.client === null ? 'walk_in' : this.chance.happens(0.25) ? 'online' : 'desk',
      starts_at: startsAt,
      ends_at: endsAt,
      price_cents: service.price_cents,
      note: visit.note ?? null,
      cancel_reason: status === 'cancelled' ? this.chance.pick(['client_request', 'client_ill']) : null,
      soft_reason: null,
      import_id: null,
      created_at: createdAt,
      created_by: visit.bookedBy,
      client_knows: null,
    });
    const line = rows.add('appointment_line', {
      id: this.chance.id(createdAt),
      bucket,
      location_id: locationId,
      appointment_id: appointment.id,
      position: 0,
      service_id: service.id,
      staff_id: staff.id,
      resource_id: visit.resourceId,
      starts_at: startsAt,
      ends_at: endsAt,
      price_cents: service.price_cents,
    });
    const held = heldInterval(service, startsAt, endsAt);
    for (const resourceId of [staff.id, ...(visit.resourceId === null ? [] : [visit.resourceId])]) {
      rows.add('hold', {
        id: this.chance.id(createdAt),
        bucket,
        location_id: locationId,
        appointment_id: appointment.id,
        line_id: line.id,
        resource_id: resourceId,
        starts_at: held.from,
        ends_at: held.to,
        active: isHolding(status),
      });
      if (isHolding(status)) this.reserve(resourceId, held);
    }
    this.writeHistory(appointment);
    if (status === 'done') this.writePayment(appointment, endsAt);
    if (status === 'no_show' && visit.client) {
      this.noShows.set(visit.client.id, (this.noShows.get(visit.client.id) ?? 0) + 1);
    }
    return appointment;
  }

  /** Keeps a stretch of somebody's time from being filled. */
  reserve(resourceId: string, interval: Interval): void {
    const key = dayKey(resourceId, interval.from);
    const list = this.taken.get(key) ?? [];
    list.push(interval);
    this.taken.set(key, list);
  }

  /** Totals that rows carry: each client's missed visits. */
  finish(): void {
    this.business.rows.rewrite('client', (client) => ({
      ...client,
      no_shows: this.noShows.get(client.id) ?? 0,
    }));
  }

  private writeHistory(appointment: DemoRow<'appointment'>): void {
    const { rows } = this.business;
    const chain: readonly (readonly [AppointmentStatus | null, AppointmentStatus, Instant])[] = [
      [null, 'confirmed', appointment.created_at],
      ...finalSteps(appointment),
    ];
    for (const [from, to, at] of chain) {
      rows.add('status_event', {
        id: this.chance.id(at),
        bucket: appointment.bucket,
        location_id: appointment.location_id,
        appointment_id: appointment.id,
        from_status: from,
        to_status: to,
        at,
        actor_id: appointment.created_by,
        device_id: null,
        reason: appointment.cancel_reason,
      });
    }
  }

  private writePayment(appointment: DemoRow<'appointment'>, endsAt: Instant): void {
    const at = endsAt + this.chance.between(0, 6) * MINUTE;
    this.business.rows.add('ledger_entry', {
      id: this.chance.id(at),
      bucket: bucketOf(at),
      location_id: appointment.location_id,
      appointment_id: appointment.id,
      kind: 'payment',
      tender: this.chance.happens(0.3) ? 'cash' : 'card',
      amount_cents: appointment.price_cents,
      trading_day: dayOf(at, DEMO_TIME_ZONE),
      at,
      actor_id: appointment.created_by,
      device_id: null,
      reverses_id: null,
      reason: null,
    });
  }
}

const dayKey = (resourceId: string, at: Instant): string => `${resourceId} ${Math.floor(at / DAY)}`;

/** How a visit came to its status; old ones keep only the last step, as a real history of two years would weigh. */
function finalSteps(
  appointment: DemoRow<'appointment'>,
): readonly (readonly [AppointmentStatus, AppointmentStatus, Instant])[] {
  const { starts_at: start, ends_at: end } = appointment;
  switch (appointment.status as AppointmentStatus) {
    case 'requested':
    case 'confirmed':
      return [];
    case 'arrived':
      return [['confirmed', 'arrived', start - 6 * MINUTE]];
    case 'in_service':
      return [
        ['confirmed', 'arrived', start - 4 * MINUTE],
        ['arrived', 'in_service', start + MINUTE],
      ];
    case 'done':
      return [['in_service', 'done', end]];
    case 'no_show':
      return [['confirmed', 'no_show', start + 25 * MINUTE]];
    case 'cancelled':
      return [['confirmed', 'cancelled', appointment.created_at + 60 * MINUTE]];
  }
}
