import {
  readStretches,
  type Stretch,
  type StretchProblem,
  type Weekday,
  WEEKDAYS,
  writeStretches,
} from '../../../domain/business/stretches.ts';

/** A week of hours while it is being typed: the text of each day, kept as it was written. */
export type WeekDraft = Readonly<Record<Weekday, string>>;

/** Hours of a week by weekday; a day that is missing or empty is closed. */
export type Week = { readonly [D in Weekday]?: readonly Stretch[] | undefined };

const eachDay = <T>(make: (day: Weekday) => T): Record<Weekday, T> =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, make(day)])) as Record<Weekday, T>;

export const draftOf = (week: Week): WeekDraft => eachDay((day) => writeStretches(week[day] ?? []));

/** The week that was typed, with every day named; null while some day cannot be read. */
export function weekOf(draft: WeekDraft): Record<Weekday, [number, number][]> | null {
  const read = eachDay((day) => readStretches(draft[day]));
  if (WEEKDAYS.some((day) => !read[day].ok)) return null;
  return eachDay((day) => {
    const hours = read[day];
    return hours.ok ? hours.value.map(([from, to]) => [from, to]) : [];
  });
}

/** What is wrong with a day's text; null: nothing. */
export function problemOf(text: string): StretchProblem | null {
  const hours = readStretches(text);
  return hours.ok ? null : hours.error;
}

export const sameWeek = (a: Week, b: Week): boolean =>
  WEEKDAYS.every((day) => writeStretches(a[day] ?? []) === writeStretches(b[day] ?? []));

/** The hours of one day given to all days below it. */
export const copyDown = (draft: WeekDraft, from: Weekday): WeekDraft =>
  eachDay((day) => (day > from ? draft[from] : draft[day]));

/** Days with equal hours that follow each other, for a week in one line: Mon–Fri, Sat. Closed days are left out. */
export function weekParts(
  week: Week,
): readonly { readonly from: Weekday; readonly to: Weekday; readonly hours: string }[] {
  const parts: { from: Weekday; to: Weekday; hours: string }[] = [];
  for (const day of WEEKDAYS) {
    const hours = writeStretches(week[day] ?? []);
    const last = parts.at(-1);
    if (last && last.hours === hours && Number(last.to) + 1 === Number(day)) last.to = day;
    else parts.push({ from: day, to: day, hours });
  }
  return parts.filter(({ hours }) => hours !== '');
}
