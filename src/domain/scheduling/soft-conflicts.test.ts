import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../base/time.ts';
import { newSoftConflicts, type SoftFacts, softConflicts } from './soft-conflicts.ts';

const MIDNIGHT = 1_795_730_400_000;
const at = (hour: number, minute = 0): number => MIDNIGHT + hour * HOUR + minute * MINUTE;
const from = (start: number, end: number) => ({ from: start, to: end });

/** Thandi works nine to five with lunch at one; the salon trades from eight to six. */
const weekday: SoftFacts = {
  hours: [from(at(8), at(18))],
  occasion: null,
  shifts: [from(at(9), at(17))],
  breaks: [from(at(13), at(13, 30))],
  leave: null,
  blocks: [{ ...from(at(15), at(16)), reason: 'Stock delivery' }],
  offersService: true,
  doNotBook: false,
};
const kinds = (start: number, end: number, facts: Partial<SoftFacts> = {}) =>
  softConflicts(from(start, end), { ...weekday, ...facts }).map((conflict) => conflict.kind);

describe('soft conflicts', () => {
  it('says nothing about a booking within hours and shift', () => {
    expect(kinds(at(10), at(11))).toEqual([]);
    expect(kinds(at(9), at(13))).toEqual([]);
    expect(kinds(at(16), at(17))).toEqual([]);
  });

  it('names the part that runs past the shift', () => {
    expect(softConflicts(from(at(16, 30), at(17, 30)), weekday)).toEqual([
      { kind: 'shift', from: at(17), to: at(17, 30), reason: null },
    ]);
  });

  it('names hours and shift apart when the booking runs past both', () => {
    expect(kinds(at(16, 30), at(18, 30))).toEqual(['hours', 'shift']);
    expect(kinds(at(18), at(19))).toEqual(['hours']);
  });

  it('clips a break and a block to the booking, with the reason as it was written', () => {
    expect(softConflicts(from(at(12, 45), at(13, 15)), weekday)).toEqual([
      { kind: 'break', from: at(13), to: at(13, 15), reason: null },
    ]);
    expect(softConflicts(from(at(15, 30), at(16, 30)), weekday)).toEqual([
      { kind: 'block', from: at(15, 30), to: at(16), reason: 'Stock delivery' },
    ]);
  });

  it('says a public holiday once, by its name', () => {
    const found = softConflicts(from(at(10), at(11)), {
      ...weekday,
      hours: [],
      occasion: 'Day of Reconciliation',
      shifts: [],
      breaks: [],
      blocks: [],
    });
    expect(found).toEqual([{ kind: 'closed', from: at(10), to: at(11), reason: 'Day of Reconciliation' }]);
  });

  it('says leave instead of an empty shift, and an empty shift where there is no leave', () => {
    expect(kinds(at(10), at(11), { shifts: [], breaks: [], leave: 'Annual leave' })).toEqual(['leave']);
    expect(kinds(at(10), at(11), { shifts: [], breaks: [] })).toEqual(['shift']);
  });

  it('warns of a person who does not offer the service', () => {
    expect(kinds(at(10), at(11), { offersService: false })).toEqual(['skill']);
  });

  it('warns of a client who is not to be booked, beside everything else', () => {
    expect(kinds(at(13), at(13, 30), { doNotBook: true })).toEqual(['break', 'do_not_book']);
  });

  it('asks about a move only what its old place did not already have', () => {
    const before = softConflicts(from(at(17), at(17, 30)), weekday);
    const after = softConflicts(from(at(17), at(18, 30)), weekday);
    expect(newSoftConflicts(before, after).map((conflict) => conflict.kind)).toEqual(['hours']);
    expect(newSoftConflicts(after, before)).toEqual([]);
  });
});
