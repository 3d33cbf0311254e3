import { z } from 'zod';
import { bucketOf, type Instant, type PlainDate } from '../../base/time.ts';
import { err, ok } from '../../base/result.ts';
import { withoutClass } from '../access/device-scope.ts';
import { defineCommand, type Rejection, rejection, type RowReader, TENANT_ROLES } from '../command.ts';
import { flagIsOn } from '../flags/flag-is-on.ts';
import { addDays, dayOf } from '../scheduling/zoned-time.ts';
import { centsSchema, daySchema, idSchema, textSchema } from '../schemas.ts';

/** Tenders that a desk can take now; the beta ones need the tenant's flag ENABLE_BETA_PAYMENTS. */
export const TENDERS = ['cash', 'card'] as const;
export const BETA_TENDERS = ['payshap'] as const;
export type Tender = (typeof TENDERS)[number] | (typeof BETA_TENDERS)[number];

/** The location's own day, give or take one around midnight: on any other day no count of a till would miss it. */
function notItsDay(read: RowReader, locationId: string, day: PlainDate, at: Instant): Rejection | null {
  const location = read.get('location', locationId);
  const done = dayOf(at, location?.time_zone ?? 'UTC');
  if ([-1, 0, 1].some((days) => addDays(done, days) === day)) return null;
  return rejection('invalid', { message: 'the trading day is not the day on which it was done' });
}

const isBeta = (tender: Tender): boolean => (BETA_TENDERS as readonly Tender[]).includes(tender);

/** Money taken for an appointment: one more entry in a ledger that is never changed. Refused: not_found, invalid, forbidden. */
export const paymentTake = defineCommand({
  name: 'payment.take',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    appointmentId: idSchema,
    tender: z.enum([...TENDERS, ...BETA_TENDERS]),
    amountCents: centsSchema.min(1),
    /** The location's own day on which it counts. */
    tradingDay: daySchema,
  }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    const without = withoutClass(read, context, 'ledger');
    if (without) return err(without);
    if (isBeta(args.tender) && !flagIsOn(read, context.tenantId, 'ENABLE_BETA_PAYMENTS')) {
      return err(rejection('forbidden', { message: 'the tender is not switched on' }));
    }
    if (read.get('ledger_entry', args.id)) {
      return err(rejection('duplicate', { table: 'ledger_entry', id: args.id }));
    }
    const appointment = read.get('appointment', args.appointmentId);
    if (!appointment) return err(rejection('not_found', { table: 'appointment', id: args.appointmentId }));
    if (appointment.status === 'cancelled') {
      return err(rejection('transition', { message: 'the appointment is cancelled' }));
    }
    const otherDay = notItsDay(read, appointment.location_id, args.tradingDay, context.at);
    if (otherDay) return err(otherDay);
    return ok([
      {
        op: 'insert',
        table: 'ledger_entry',
        id: args.id,
        values: {
          bucket: bucketOf(context.at),
          location_id: appointment.location_id,
          appointment_id: args.appointmentId,
          kind: 'payment',
          tender: args.tender,
          amount_cents: args.amountCents,
          trading_day: args.tradingDay,
          at: context.at,
          actor_id: context.actorId,
          device_id: context.deviceId,
          reverses_id: null,
          reason: null,
        },
      },
    ]);
  },
});

/** Takes a payment back by an equal negative entry, once. Refused: not_found, duplicate. */
export const paymentReverse = defineCommand({
  name: 'payment.reverse',
  version: 1,
  schema: z.strictObject({
    id: idSchema,
    entryId: idSchema,
    tradingDay: daySchema,
    reason: textSchema.min(1),
  }),
  roles: TENANT_ROLES,
  base: () => [],
  decide: (read, args, context) => {
    const without = withoutClass(read, context, 'ledger');
    if (without) return err(without);
    const entry = read.get('ledger_entry', args.entryId);
    if (!entry || entry.kind !== 'payment') {
      return err(rejection('not_found', { table: 'ledger_entry', id: args.entryId }));
    }
    if (read.find('ledger_entry', { reverses_id: args.entryId }).length > 0) {
      return err(rejection('duplicate', { table: 'ledger_entry', id: args.entryId }));
    }
    const otherDay = notItsDay(read, entry.location_id, args.tradingDay, context.at);
    if (otherDay) return err(otherDay);
    return ok([
      {
        op: 'insert',
        table: 'ledger_entry',
        id: args.id,
        values: {
          bucket: bucketOf(context.at),
          location_id: entry.location_id,
          appointment_id: entry.appointment_id,
          kind: 'reversal',
          tender: entry.tender,
          amount_cents: -entry.amount_cents,
          trading_day: args.tradingDay,
          at: context.at,
          actor_id: context.actorId,
          device_id: context.deviceId,
          reverses_id: entry.id,
          reason: args.reason,
        },
      },
    ]);
  },
});
