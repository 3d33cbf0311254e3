import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/base/time.ts';
import { present } from '../../src/base/assert.ts';
import { dayOf, minuteOf } from '../../src/domain/scheduling/zoned-time.ts';
import { makeDemo } from './make-demo.ts';

const ZONE = 'Africa/Johannesburg';
const MONDAY_EVENING = Date.parse('2026-11-23T19:12:00Z');
const demo = makeDemo({ seed: 1, scale: 1, now: MONDAY_EVENING });
const salon = present(demo.businesses[0], 'salon');

describe('the demo', () => {
  it('opens at 10:40 of the last trading day when the doors are closed', () => {
    expect(dayOf(demo.now, ZONE)).toBe('2026-11-23');
    expect(minuteOf(demo.now, ZONE)).toBe(640);
    const sunday = makeDemo({ seed: 1, scale: 1, now: Date.parse('2026-11-22T09:00:00Z') });
    expect(dayOf(sunday.now, ZONE)).toBe('2026-11-21');
    const midMorning = Date.parse('2026-11-24T08:15:00Z');
    expect(makeDemo({ seed: 1, scale: 1, now: midMorning }).now).toBe(midMorning);
  });

  it('is a salon of three branches and 14 people, a clinic and a barber with about 20 000 visits', () => {
    expect(salon.rows.of('location')).toHaveLength(3);
    expect(salon.rows.of('staff')).toHaveLength(14);
    expect(demo.businesses.map(({ plan }) => plan.trade)).toEqual(['salon', 'clinic', 'barber']);
    const visits = demo.businesses.reduce((sum, { rows }) => sum + rows.of('appointment').length, 0);
    expect(visits).toBeGreaterThan(17_000);
    expect(visits).toBeLessThan(23_000);
  });

  it('is the same for the same seed, and another for another', () => {
    const again = makeDemo({ seed: 1, scale: 1, now: MONDAY_EVENING });
    expect(again.businesses[0]?.rows.of('appointment')).toEqual(salon.rows.of('appointment'));
    const other = makeDemo({ seed: 2, scale: 1, now: MONDAY_EVENING });
    expect(other.businesses[0]?.rows.of('appointment')[0]).not.toEqual(salon.rows.of('appointment')[0]);
  });

  it('never puts a person or a room in two places at once', () => {
    for (const { rows } of demo.businesses) {
      const held = Map.groupBy(
        rows.of('hold').filter(({ active }) => active),
        ({ resource_id }) => resource_id,
      );
      for (const list of held.values()) {
        const sorted = list.toSorted((a, b) => a.starts_at - b.starts_at);
        for (const [index, hold] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next) expect(hold.ends_at).toBeLessThanOrEqual(next.starts_at);
        }
      }
    }
  });

  it('plants a client who is late, one who is here, a conflict of another desk, a silent desk and a till R 90 short', () => {
    const late = salon.rows.of('appointment').find(({ id }) => id === demo.planted.lateAppointmentId);
    expect(late?.status).toBe('confirmed');
    expect(demo.now - (late?.starts_at ?? 0)).toBeGreaterThanOrEqual(8 * MINUTE);
    const arrived = salon.rows.of('appointment').filter(({ status }) => status === 'arrived');
    expect(arrived.some(({ starts_at }) => starts_at > demo.now)).toBe(true);
    const conflict = present(salon.rows.of('conflict')[0], 'conflict');
    expect(conflict).toMatchObject({ id: demo.planted.conflictId, state: 'open', code: 'overlap' });
    expect(salon.rows.of('device').map(({ id }) => id)).toContain(demo.planted.silentDeskId);
    const counts = salon.rows.of('till_count').map((count) => count.counted_cents - count.expected_cents);
    expect(counts.at(-1)).toBe(-9_000);
    expect(counts.slice(0, -1).every((difference) => difference === 0)).toBe(true);
  });
});
