import { type Stretch, WEEKDAYS } from './stretches.ts';

/** What a business does to reach its first booking, in this order. */
export const SETUP_STEPS = ['place', 'hours', 'people', 'services', 'book'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** What is there, counted from the rows: no step is ever marked as done. */
export type SetupFacts = {
  readonly places: readonly { readonly id: string; readonly hours: unknown }[];
  /** People at work; `placeIds`: where their weekly pattern has shifts from today on. */
  readonly people: readonly { readonly id: string; readonly placeIds: readonly string[] }[];
  /** Services on offer with the people who do them. */
  readonly services: readonly { readonly staffIds: readonly string[] }[];
  readonly hasVisit: boolean;
};

/** The next step; null once the first visit is in the diary. */
export function nextSetupStep({ places, people, services, hasVisit }: SetupFacts): SetupStep | null {
  if (hasVisit) return null;
  if (places.length === 0) return 'place';
  const open = new Set(places.filter(({ hours }) => opensAtAll(hours)).map(({ id }) => id));
  if (open.size === 0) return 'hours';
  const working = new Set(
    people.filter(({ placeIds }) => placeIds.some((id) => open.has(id))).map(({ id }) => id),
  );
  if (working.size === 0) return 'people';
  return services.some(({ staffIds }) => staffIds.some((id) => working.has(id))) ? 'book' : 'services';
}

/** Whether a week has any hours. */
const opensAtAll = (week: unknown): boolean =>
  typeof week === 'object' &&
  week !== null &&
  WEEKDAYS.some((day) => ((week as Readonly<Record<string, readonly Stretch[]>>)[day] ?? []).length > 0);
