import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import { publicHoliday } from './public-holidays.ts';
import { addDays } from './zoned-time.ts';

describe('public holidays of South Africa', () => {
  it.each([
    '2026-01-01',
    '2026-03-21',
    '2026-04-03', // Good Friday
    '2026-04-06', // Family Day
    '2026-04-27',
    '2026-05-01',
    '2026-06-16',
    '2026-08-09',
    '2026-09-24',
    '2026-12-16',
    '2026-12-25',
    '2026-12-26',
    '2027-03-26',
    '2028-04-14',
  ])('%s is one', (day) => expect(publicHoliday(day)).not.toBeNull());

  it.each(['2026-08-10', '2027-03-22', '2027-12-27', '2028-09-25', '2029-12-17', '2030-06-17', '2031-04-28'])(
    'the Monday %s is one because the Sunday before is',
    (day) => expect(publicHoliday(day)).not.toBeNull(),
  );

  it.each([
    '2026-03-23', // the holiday was a Saturday: nothing moves
    '2022-12-28',
    '2026-11-23',
  ])('%s is a working day', (day) => expect(publicHoliday(day)).toBeNull());

  it('are those of a library that follows the published lists, for a century', () => {
    const library = new Holidays('ZA');
    /** Declared for one occasion: a location's exceptions. */
    const once = new Set(['2023-12-15', '2024-05-29']);
    for (let year = 1996; year < 2096; year += 1) {
      const theirs = library
        .getHolidays(year, 'en')
        .filter(({ type, date }) => type === 'public' && !once.has(date.slice(0, 10)))
        .map(({ date, name }) => [date.slice(0, 10), name]);
      const days = Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index));
      const ours = days
        .filter((day) => day.startsWith(String(year)))
        .flatMap((day) => {
          const name = publicHoliday(day);
          return name === null ? [] : [[day, name]];
        });
      expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    }
  });
});
