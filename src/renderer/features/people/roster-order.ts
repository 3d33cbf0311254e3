/** Where somebody stands on the roster. */
export type Placed = { readonly id: string; readonly sortOrder: number };

/** Distance between neighbours, so that a later hand in the table finds room between them. */
const STEP = 10;

/**
 * The places that change when one person moves by one (-1: to the left). Where all places differ only two are
 * exchanged; where some are equal, as after an import, everybody gets one of their own.
 */
export function movedBy(people: readonly Placed[], id: string, by: -1 | 1): readonly Placed[] {
  const from = people.findIndex((person) => person.id === id);
  const one = people[from];
  const other = people[from + by];
  if (!one || !other) return [];
  if (new Set(people.map(({ sortOrder }) => sortOrder)).size === people.length) {
    return [
      { id: one.id, sortOrder: other.sortOrder },
      { id: other.id, sortOrder: one.sortOrder },
    ];
  }
  const wanted = people.with(from, other).with(from + by, one);
  return wanted
    .map((person, index) => ({ id: person.id, sortOrder: (index + 1) * STEP, before: person.sortOrder }))
    .filter(({ sortOrder, before }) => sortOrder !== before)
    .map(({ id: who, sortOrder }) => ({ id: who, sortOrder }));
}

/** The place behind everybody. */
export const lastPlace = (people: readonly Placed[]): number =>
  Math.max(0, ...people.map(({ sortOrder }) => sortOrder)) + STEP;
