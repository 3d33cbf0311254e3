import { foldName } from './import-problem.ts';
import type { ParsedEvent } from './parse-diary.ts';

/** How the events of one file are told apart by person; `one`: they are all of one. */
export const SPLIT_BY = ['one', 'calendar', 'organizer', 'attendee', 'word'] as const;
export type SplitBy = (typeof SPLIT_BY)[number];

/** Somebody whom a file names, how often, and who of the business that may be. */
export type NamedPerson = {
  readonly name: string;
  readonly count: number;
  readonly staffId: string | null;
};

type Staff = { readonly id: string; readonly name: string };
type Event = Pick<
  ParsedEvent,
  'calendar' | 'organizer' | 'attendees' | 'summary' | 'description' | 'location'
>;

export type PeopleIn = Readonly<Record<Exclude<SplitBy, 'one'>, readonly NamedPerson[]>>;

/** Everybody whom the events name, most often first. Words are the names of the staff themselves. */
export function peopleIn(events: readonly Event[], staff: readonly Staff[]): PeopleIn {
  const counted = (namesOf: (event: Event) => readonly string[]): readonly NamedPerson[] => {
    const counts = new Map<string, number>();
    for (const event of events) {
      for (const name of new Set(namesOf(event))) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts]
      .map(([name, count]) => ({ name, count, staffId: staffNamed(name, staff)?.id ?? null }))
      .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  };
  return {
    calendar: counted((event) => namesBy('calendar', event, staff)),
    organizer: counted((event) => namesBy('organizer', event, staff)),
    attendee: counted((event) => namesBy('attendee', event, staff)),
    word: counted((event) => namesBy('word', event, staff)),
  };
}

/** The names by which an event is given to somebody. */
export function namesBy(
  split: Exclude<SplitBy, 'one'>,
  event: Event,
  staff: readonly Staff[],
): readonly string[] {
  switch (split) {
    case 'calendar':
      return event.calendar === null ? [] : [event.calendar];
    case 'organizer':
      return event.organizer === null ? [] : [event.organizer];
    case 'attendee':
      return event.attendees;
    case 'word': {
      const text = foldName(`${event.summary} ${event.description} ${event.location}`);
      return staff.filter(({ name }) => namedIn(text, name)).map(({ name }) => name);
    }
  }
}

/** By the whole name, or by the first one as a word of its own: "with Ana". */
function namedIn(folded: string, name: string): boolean {
  const whole = foldName(name);
  const [first = whole] = whole.split(' ');
  return folded.includes(whole) || folded.split(/[^\p{L}\d]+/u).includes(first);
}

/** "Lerato – chair 2" and "lerato@salon.co.za" are Lerato, when only one of the staff is called so. */
function staffNamed(text: string, staff: readonly Staff[]): Staff | null {
  const folded = foldName(text);
  const exact = staff.filter(({ name }) => folded.includes(foldName(name)));
  const fitting = exact.length > 0 ? exact : staff.filter(({ name }) => namedIn(folded, name));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
