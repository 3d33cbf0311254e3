import type { TableName } from '../../domain/tables.ts';
import type { BusinessQueryResults } from './business.ts';

/** Apart from the schemas, so that the page loads without them. */
export const BUSINESS_QUERY_TABLES = {
  business: ['tenant', 'outbox'],
  places: ['location', 'staff', 'outbox'],
  placeDays: ['location', 'location_exception', 'outbox'],
  serviceList: ['service', 'service_staff', 'outbox'],
  resourceList: ['resource', 'outbox'],
  setup: [
    'tenant',
    'location',
    'staff',
    'roster_pattern',
    'service',
    'service_staff',
    'appointment',
    'coverage',
  ],
} as const satisfies Record<keyof BusinessQueryResults, readonly (TableName | 'outbox' | 'coverage')[]>;
