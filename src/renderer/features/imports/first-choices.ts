import type { DiarySource, ImportChoices, ImportSource } from '../../../contracts/transfer.ts';
import type { SplitBy } from '../../../domain/imports/event-people.ts';

/** What is proposed for a file that has just been read. */
export function firstChoices(source: ImportSource, locationId: string | null): ImportChoices {
  if (source.kind === 'clients_csv') {
    const { form, columns } = source.csv;
    return { kind: 'clients_csv', form, columns: columns.map(({ guess }) => guess), onKnown: 'skip' };
  }
  const splitBy = firstSplit(source.diary);
  return {
    kind: 'diary_ics',
    locationId: locationId ?? '',
    splitBy,
    staffId: onlyPerson(source.diary),
    people: peopleFor(source.diary, splitBy),
    serviceId: null,
    allDay: 'block',
    daysBack: 0,
    monthsAhead: 12,
  };
}

/** Several calendars in one file are several people, as a rule. */
const firstSplit = ({ calendars }: DiarySource): SplitBy => (calendars.length > 1 ? 'calendar' : 'one');

const onlyPerson = ({ people }: DiarySource): string | null =>
  people.calendar.length === 1 ? (people.calendar[0]?.staffId ?? null) : null;

/** Who the names of the file are, as far as they can be told. */
export const peopleFor = (diary: DiarySource, splitBy: SplitBy): Record<string, string | null> =>
  splitBy === 'one'
    ? {}
    : Object.fromEntries(diary.people[splitBy].map(({ name, staffId }) => [name, staffId]));

/** Enough is chosen to say what would come of it. */
export function isComplete(choices: ImportChoices): boolean {
  if (choices.kind === 'clients_csv') {
    return choices.columns.some((field) => field === 'name' || field === 'first' || field === 'last');
  }
  const hasPerson = choices.staffId !== null || Object.values(choices.people).some((staff) => staff !== null);
  return choices.locationId !== '' && hasPerson && choices.serviceId !== null;
}
