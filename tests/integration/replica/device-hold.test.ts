import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TableName } from '../../../src/domain/tables.ts';
import {
  at,
  CUT,
  type Desk,
  DEVICE,
  fill,
  newDesk,
  salonRows,
  SANDTON,
  SCOPE,
  serverRow,
  TODAY,
  wishFor,
} from './replica-fixture.ts';

const ROSEBANK = '0b000000-0000-7000-8000-000000000002';
const OTHER_PC = '0a200000-0000-7000-8000-000000000002';
const VIEW = { scope: SCOPE, now: at(9), showNames: true };

let desk: Desk;
beforeEach(() => {
  desk = newDesk();
});
afterEach(() => desk.dispose());

/** The salon with a second branch, seen from a PC with these limits. */
function fillFor(locations: readonly string[] | null, classes: readonly string[]): void {
  const rows = new Map<TableName, readonly Readonly<Record<string, unknown>>[]>(salonRows());
  const [sandton] = rows.get('location') ?? [];
  const pc = { locations, classes, enrolled_at: at(0), revoked_at: null };
  rows.set('location', [
    ...(sandton ? [sandton] : []),
    { ...sandton, id: ROSEBANK, name: 'Rosebank', sort_order: 2 },
  ]);
  rows.set('device', [
    serverRow('device', DEVICE, 1, { name: 'Desk 1', ...pc }),
    serverRow('device', OTHER_PC, 1, { ...pc, name: 'Annex', locations: null, revoked_at: at(1) }),
  ]);
  fill(desk, rows);
}
const cover = (query: 'dayBoard' | 'takings', locationId: string): string =>
  desk.replica.query(query, { locationId, day: TODAY }, VIEW).cover;

describe('a PC that may hold one branch', () => {
  it('never shows another branch as an empty day, and marks it in the list', () => {
    fillFor([SANDTON], ['diary', 'ledger', 'special']);
    expect([cover('dayBoard', SANDTON), cover('takings', SANDTON)]).toEqual(['complete', 'complete']);
    expect([cover('dayBoard', ROSEBANK), cover('takings', ROSEBANK)]).toEqual(['not_here', 'not_here']);
    const places = desk.replica.query('locations', {}, VIEW);
    expect(places.map(({ name, isOnThisPc }) => [name, isOnThisPc])).toEqual([
      ['Sandton', true],
      ['Rosebank', false],
    ]);
    const elsewhere = wishFor(CUT, { locationId: ROSEBANK });
    expect(desk.replica.query('findSlots', elsewhere, VIEW)).toEqual({
      slots: [],
      lookedTo: null,
      cut: true,
    });
    expect(desk.replica.query('findSlots', wishFor(CUT), VIEW).slots).toHaveLength(4);
  });
});

describe('a PC without the ledger', () => {
  it('has a diary and no figure of money, not even a zero', () => {
    fillFor(null, ['diary']);
    expect([cover('dayBoard', SANDTON), cover('takings', SANDTON)]).toEqual(['complete', 'not_here']);
  });
});

describe('the list of PCs', () => {
  it('names those at work first, this one marked, with what each may hold', () => {
    fillFor([SANDTON], ['diary', 'ledger']);
    expect(desk.replica.query('devices', {}, VIEW)).toEqual([
      {
        id: DEVICE,
        name: 'Desk 1',
        locationIds: [SANDTON],
        classes: ['ledger'],
        enrolledAt: at(0),
        revokedAt: null,
        isThisPc: true,
      },
      expect.objectContaining({ name: 'Annex', locationIds: null, revokedAt: at(1), isThisPc: false }),
    ]);
  });
});
