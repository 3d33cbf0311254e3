import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf } from './time.ts';

describe('the month of an instant', () => {
  it('agrees with the calendar from 1970 to 2200', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
        expect(bucketOf(date.getTime())).toBe(date.getUTCFullYear() * 100 + date.getUTCMonth() + 1);
      }),
    );
  });
});
