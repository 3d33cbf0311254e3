import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../base/time.ts';
import type { BoardCard, BoardColumn, DayBoard } from '../../../contracts/queries.ts';
import { glanceFacts } from './glance-facts.ts';

const NINE = 9 * HOUR;
const column = (staffId: string, extra: Partial<BoardColumn> = {}): BoardColumn => ({
  staffId,
  name: staffId,
  title: '',
  hue: 0,
  shifts: [{ from: NINE, to: NINE + 8 * HOUR }],
  breaks: [{ from: NINE + 4 * HOUR, to: NINE + 4 * HOUR + 30 * MINUTE }],
  leave: null,
  ...extra,
});
const card = (id: string, staffId: string, hour: number, extra: Partial<BoardCard> = {}): BoardCard => ({
  appointmentId: id,
  lineId: `${id}-1`,
  staffId,
  resourceId: null,
  resourceName: null,
  clientId: id,
  clientName: `Client ${id}`,
  clientPhone: null,
  serviceId: 'cut',
  serviceName: 'Cut',
  hue: 0,
  startsAt: hour * HOUR,
  endsAt: (hour + 1) * HOUR,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  status: 'confirmed',
  source: 'desk',
  priceCents: 50_000,
  paidCents: 0,
  lineCount: 1,
  hasAlert: false,
  doNotBook: false,
  note: null,
  pending: false,
  ...extra,
});
const board = (columns: readonly BoardColumn[], cards: readonly BoardCard[]): DayBoard => ({
  locationId: 'rosebank',
  day: '2026-11-26',
  timeZone: 'UTC',
  bounds: { from: 0, to: 24 * HOUR },
  hours: [{ from: NINE, to: NINE + 8 * HOUR }],
  occasion: null,
  columns,
  cards,
  blocks: [],
  counts: { requested: 0, confirmed: 0, arrived: 0, in_service: 0, done: 0, no_show: 0, cancelled: 0 },
  cover: 'complete',
});

describe('day at a glance', () => {
  it('calls a client late ten minutes after the start, not before and not once arrived', () => {
    const day = board(
      [column('thandi')],
      [card('a', 'thandi', 10), card('b', 'thandi', 11, { status: 'arrived' })],
    );
    expect(glanceFacts(day, 10 * HOUR + 9 * MINUTE).late).toEqual([]);
    expect(glanceFacts(day, 10 * HOUR + 25 * MINUTE).late).toMatchObject([
      { card: { appointmentId: 'a' }, minutes: 25 },
    ]);
  });

  it('leaves cancelled and missed visits out of count and worth; a visit of two lines counts once', () => {
    const day = board(
      [column('thandi')],
      [
        card('a', 'thandi', 10, { lineCount: 2, paidCents: 100_000 }),
        card('a', 'thandi', 11, { lineId: 'a-2', lineCount: 2, paidCents: 100_000 }),
        card('b', 'thandi', 12, { status: 'cancelled' }),
        card('c', 'thandi', 13, { status: 'no_show' }),
      ],
    );
    expect(glanceFacts(day, NINE)).toMatchObject({ visits: 1, worthCents: 100_000, paidCents: 100_000 });
  });

  it('finds who is booked most and who has room left from now on, without breaks', () => {
    const day = board(
      [column('thandi'), column('priya'), column('nomsa', { shifts: [], breaks: [], leave: 'Sick leave' })],
      [card('a', 'thandi', 10), card('b', 'thandi', 11), card('c', 'priya', 10)],
    );
    const facts = glanceFacts(day, 15 * HOUR);
    expect(facts.busiest?.column.staffId).toBe('thandi');
    expect(facts.freest?.freeMinutes).toBe(120);
    expect(facts.away.map(({ staffId }) => staffId)).toEqual(['nomsa']);
  });
});
