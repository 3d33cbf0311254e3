/** A moment: integer milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A calendar day without a zone: 'YYYY-MM-DD'. */
export type PlainDate = string;

/** Minutes after local midnight, 0 to 1440. */
export type MinuteOfDay = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A half-open stretch of time: `from` belongs to it, `to` does not. */
export type Interval = { readonly from: Instant; readonly to: Instant };

export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to;

/** Where the time comes from; passed in so that rules and sync stay deterministic. */
export type Clock = { readonly now: () => Instant };

/** The UTC month of an instant as an integer yyyymm: the unit in which history is loaded and checked. */
export function bucketOf(at: Instant): number {
  // Civil-from-days (Howard Hinnant), so that rules need no Date.
  const z = Math.floor(at / DAY) + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return year * 100 + month;
}
