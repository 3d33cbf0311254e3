import type { TableName } from '../domain/tables.ts';
import type { QueryName } from './queries.ts';
import { BOARD_TABLES } from './queries/board.ts';
import { CLIENT_QUERY_TABLES } from './queries/clients-tables.ts';
import { PEOPLE_QUERY_TABLES } from './queries/people-tables.ts';
import { BUSINESS_QUERY_TABLES } from './queries/business-tables.ts';
import { ROSTER_QUERY_TABLES } from './queries/roster-tables.ts';
import { FIND_SLOTS_TABLES } from './queries/slots.ts';
import { TELLING_QUERY_TABLES } from './queries/telling-tables.ts';

const CONFLICT_TABLES = [
  'conflict',
  'hold',
  'appointment',
  'outbox',
  'location',
  'location_exception',
  'service',
  'resource',
  'staff',
  'client',
  'tenant',
] as const;

/** Which commits make an answer stale. */
export const QUERY_TABLES: Readonly<Record<QueryName, readonly (TableName | 'outbox' | 'coverage')[]>> = {
  locations: ['location', 'device'],
  services: ['service', 'service_staff'],
  staff: ['staff', 'roster_pattern'],
  resources: ['resource'],
  ...BOARD_TABLES,
  appointment: [
    'appointment',
    'appointment_line',
    'status_event',
    'ledger_entry',
    'client',
    'client_alert',
    'service',
    'staff',
    'resource',
    'location',
    'outbox',
  ],
  clientSearch: ['client', 'client_alert', 'appointment'],
  findSlots: FIND_SLOTS_TABLES,
  conflicts: CONFLICT_TABLES,
  conflictCount: ['conflict', 'outbox'],
  rehearsal: CONFLICT_TABLES,
  takings: ['ledger_entry', 'appointment', 'till_count', 'device', 'service', 'staff', 'outbox', 'coverage'],
  flagMatrix: ['flag', 'flag_override', 'tenant_overview'],
  flagValues: ['flag', 'flag_override'],
  imports: ['import_group', 'outbox'],
  ...PEOPLE_QUERY_TABLES,
  devices: ['device'],
  ...BUSINESS_QUERY_TABLES,
  ...ROSTER_QUERY_TABLES,
  ...CLIENT_QUERY_TABLES,
  ...TELLING_QUERY_TABLES,
};
