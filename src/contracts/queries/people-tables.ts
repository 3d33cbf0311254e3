import type { TableName } from '../../domain/tables.ts';
import type { PeopleQueryResults } from './people.ts';

/** Apart from the schemas, so that the page loads without them. */
export const PEOPLE_QUERY_TABLES = {
  people: ['staff', 'service_staff', 'member', 'outbox'],
  visitsAhead: ['hold'],
} as const satisfies Record<keyof PeopleQueryResults, readonly (TableName | 'outbox')[]>;
