import type { TableName } from '../domain/tables.ts';
import type { QueryName } from './queries.ts';
import { PEOPLE_QUERY_TABLES } from './queries/people-tables.ts';

/** Which commits make an answer stale. */
export const QUERY_TABLES: Readonly<Record<QueryName, readonly (TableName | 'outbox' | 'coverage')[]>> = {
  locations: ['location'],
  services: ['service', 'service_staff'],
  staff: ['staff'],
  resources: ['resource'],
  dayBoard: [
    'appointment',
    'appointment_line',
    'block',
    'roster_pattern',
    'roster_exception',
    'location',
    'location_exception',
    'staff',
    'client',
    'client_alert',
    'service',
    'resource',
    'ledger_entry',
    'outbox',
    'coverage',
  ],
  appointment: [
    'appointment',
    'appointment_line',
    'status_event',
    'ledger_entry',
    'client',
    'client_alert',
    'outbox',
  ],
  clientSearch: ['client', 'client_alert', 'appointment'],
  freeSlots: ['hold', 'roster_pattern', 'roster_exception', 'location', 'location_exception', 'block'],
  conflicts: ['conflict', 'hold', 'appointment', 'outbox'],
  takings: ['ledger_entry', 'appointment', 'till_count', 'outbox', 'coverage'],
  flagMatrix: ['flag', 'flag_override', 'tenant_overview'],
  flagValues: ['flag', 'flag_override'],
  imports: ['import_group', 'outbox'],
  ...PEOPLE_QUERY_TABLES,
};
