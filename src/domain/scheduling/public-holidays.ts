import type { PlainDate } from '../../base/time.ts';
import { addDays, weekdayOf } from './zoned-time.ts';

/**
 * South Africa's public holidays by the Public Holidays Act 36 of 1994; days that the President declares for one
 * occasion are exceptions of a location. Written out, because the library that knows every country's is a tenth of a
 * second of each start; the test holds both equal.
 */
const FIXED: Readonly<Record<string, string>> = {
  '01-01': "New Year's Day",
  '03-21': 'Human Rights Day',
  '04-27': 'Freedom Day',
  '05-01': "Workers' Day",
  '06-16': 'Youth Day',
  '08-09': "National Women's Day",
  '09-24': 'Heritage Day',
  '12-16': 'Day of Reconciliation',
  '12-25': 'Christmas Day',
  '12-26': 'Day of Goodwill',
};
const SUNDAY = 7;

/** Gregorian Easter Sunday, by the rule that Butcher published in 1876. */
function easterSunday(year: number): PlainDate {
  const golden = year % 19;
  const century = Math.trunc(year / 100);
  const ofCentury = year % 100;
  const corrected = Math.trunc((century - Math.trunc((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.trunc(century / 4) - corrected + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.trunc(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.trunc((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  const month = Math.trunc(days / 31);
  return `${year}-0${month}-${String((days % 31) + 1).padStart(2, '0')}`;
}

function holidaysOf(year: number): ReadonlyMap<PlainDate, string> {
  const easter = easterSunday(year);
  const known = new Map<PlainDate, string>(
    Object.entries(FIXED).map(([day, name]) => [`${year}-${day}`, name]),
  );
  known.set(addDays(easter, -2), 'Good Friday');
  known.set(addDays(easter, 1), 'Family Day');
  // The Act gives the Monday for each that falls on a Sunday, unless that Monday is one already.
  for (const day of [...known.keys()].filter((one) => weekdayOf(one) === SUNDAY)) {
    const monday = addDays(day, 1);
    if (!known.has(monday)) known.set(monday, 'Public Holiday');
  }
  return known;
}

const years = new Map<number, ReadonlyMap<PlainDate, string>>();

/** The holiday's English name, or null. */
export function publicHoliday(day: PlainDate): string | null {
  const year = Number(day.slice(0, 4));
  let known = years.get(year);
  if (!known) {
    known = holidaysOf(year);
    years.set(year, known);
  }
  return known.get(day) ?? null;
}
