import { expect, test } from 'vitest';
import { PLATFORM_SCOPE, PLATFORM_TABLES } from '../domain/tables.ts';
import { missingMonths, monthPlus, planBootstrap } from './bootstrap-plan.ts';

const SCOPE = '0190a000-0000-7000-8000-00000000000a';
const NOVEMBER = Date.UTC(2026, 10, 23);

test('months run over the turn of the year', () => {
  expect(monthPlus(202_612, 1)).toBe(202_701);
  expect(monthPlus(202_701, -1)).toBe(202_612);
  expect(monthPlus(202_611, -24)).toBe(202_411);
});

test('first come the reference tables, then today’s month, then what follows, then the month just past', () => {
  const buckets = [
    { bucket: 202_609, appointments: 300 },
    { bucket: 202_610, appointments: 400 },
    { bucket: 202_611, appointments: 500 },
    { bucket: 202_701, appointments: 20 },
    // A wedding far ahead.
    { bucket: 203_005, appointments: 1 },
  ];
  const plan = planBootstrap(SCOPE, NOVEMBER, buckets, []);
  const months = plan.first.filter(({ table }) => table === 'appointment').map(({ bucket }) => bucket);
  expect(plan.first[0]).toMatchObject({ table: 'tenant', bucket: null });
  expect(plan.first.findIndex(({ bucket }) => bucket !== null)).toBeGreaterThan(
    plan.first.findIndex(({ table }) => table === 'client'),
  );
  expect(months).toEqual([202_611, 202_701, 203_005, 202_610]);
  expect(plan.appointmentsFirst).toBe(921);
  expect(plan.appointmentsLater).toBe(300);
});

test('a block in a month without bookings is fetched too', () => {
  const plan = planBootstrap(SCOPE, NOVEMBER, [{ bucket: 203_005, appointments: 0 }], []);
  const blocks = plan.first.filter(({ table }) => table === 'block').map(({ bucket }) => bucket);
  expect(blocks).toContain(202_706);
  expect(blocks).toContain(203_005);
  expect(plan.first.some(({ table, bucket }) => table === 'appointment' && bucket === 202_706)).toBe(false);
});

test('a visit booked into the year 2206 by a slip of the finger does not make thousands of requests', () => {
  const usual = planBootstrap(SCOPE, NOVEMBER, [], []).first.length;
  const plan = planBootstrap(SCOPE, NOVEMBER, [{ bucket: 220_611, appointments: 1 }], []);
  expect(plan.first.length - usual).toBeLessThanOrEqual(8);
  expect(plan.first.some(({ table, bucket }) => table === 'appointment' && bucket === 220_611)).toBe(true);
});

test('older months come newest first, down to two years back, without those that are held', () => {
  const plan = planBootstrap(SCOPE, NOVEMBER, [{ bucket: 202_609, appointments: 3 }], [202_608]);
  const months = [...new Set(plan.later.map(({ bucket }) => bucket))];
  expect(months.slice(0, 2)).toEqual([202_609, 202_607]);
  expect(months.at(-1)).toBe(202_411);
  expect(missingMonths(SCOPE, NOVEMBER, [202_608])).toHaveLength(22);
});

test('the platform has no months', () => {
  const plan = planBootstrap(PLATFORM_SCOPE, NOVEMBER, [], []);
  expect(plan.first.map(({ table }) => table)).toEqual(PLATFORM_TABLES);
  expect(missingMonths(PLATFORM_SCOPE, NOVEMBER, [])).toEqual([]);
});
