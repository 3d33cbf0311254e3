import type { TableName } from '../../domain/tables.ts';
import type { RosterQueryResults } from './roster.ts';

/** Which commits make the answers about the roster stale. */
const ROSTER: readonly TableName[] = [
  'roster_pattern',
  'roster_exception',
  'location',
  'location_exception',
  'staff',
];
const DIARY: readonly (TableName | 'outbox' | 'coverage')[] = [
  ...ROSTER,
  'appointment',
  'appointment_line',
  'client',
  'service',
  'coverage',
];
const PLACES: readonly (TableName | 'outbox' | 'coverage')[] = [
  ...DIARY,
  'hold',
  'block',
  'service_staff',
  'resource',
];

export const ROSTER_QUERY_TABLES = {
  rosterWeek: [...ROSTER, 'outbox'],
  outsideRoster: DIARY,
  reassignOptions: PLACES,
  reassignPlan: PLACES,
} as const satisfies Readonly<
  Record<keyof RosterQueryResults, readonly (TableName | 'outbox' | 'coverage')[]>
>;
