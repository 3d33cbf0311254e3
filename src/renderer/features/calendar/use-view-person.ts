import type { QueryResults } from '../../../contracts/queries.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useViewPersonId } from './board-view.ts';

type Person = QueryResults['staff'][number];
const NOBODY: readonly Person[] = [];

/** Everybody of a location, and whose days the views of one person show. */
export function useViewPerson(locationId: string | null): {
  readonly people: readonly Person[];
  readonly person: Person | null;
} {
  const chosen = useViewPersonId();
  const people = useDeskQuery('staff', { locationId }, { enabled: locationId !== null }).data ?? NOBODY;
  return { people, person: people.find(({ id }) => id === chosen) ?? people[0] ?? null };
}
