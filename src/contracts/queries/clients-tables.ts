import type { TableName } from '../../domain/tables.ts';
import type { ClientQueryResults } from './clients.ts';

const LIST = ['client', 'client_alert', 'appointment'] as const;

export const CLIENT_QUERY_TABLES = {
  clientList: LIST,
  client: [
    ...LIST,
    'appointment_line',
    'client_note',
    'consent',
    'telling',
    'ledger_entry',
    'outbox',
    'coverage',
  ],
  clientDuplicates: LIST,
  similarClients: LIST,
} as const satisfies Record<keyof ClientQueryResults, readonly (TableName | 'outbox' | 'coverage')[]>;
