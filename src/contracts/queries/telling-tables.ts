import type { TableName } from '../../domain/tables.ts';
import type { TellingQueryResults } from './telling.ts';

const VISIT = [
  'appointment',
  'appointment_line',
  'client',
  'telling',
  'service',
  'staff',
  'location',
  'outbox',
] as const;

export const TELLING_QUERY_TABLES = {
  toTell: VISIT,
  visitTelling: VISIT,
  messageTemplates: ['message_template', 'tenant', 'outbox'],
} as const satisfies Record<keyof TellingQueryResults, readonly (TableName | 'outbox')[]>;
