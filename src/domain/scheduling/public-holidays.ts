import Holidays from 'date-holidays';
import type { PlainDate } from '../../base/time.ts';

/**
 * South Africa's public holidays by the Public Holidays Act 36 of 1994, as `date-holidays` knows them; days that the
 * President declares for one occasion are exceptions of a location. Checked against published dates in the test.
 */
const calendar = new Holidays('ZA');
const years = new Map<number, ReadonlyMap<PlainDate, string>>();

/** The holiday's English name, or null. */
export function publicHoliday(day: PlainDate): string | null {
  const year = Number(day.slice(0, 4));
  let known = years.get(year);
  if (!known) {
    known = new Map(
      calendar
        .getHolidays(year, 'en')
        .filter(({ type }) => type === 'public')
        .map(({ date, name }) => [date.slice(0, 10), name]),
    );
    years.set(year, known);
  }
  return known.get(day) ?? null;
}
