import type { RowReader } from '../domain/command.ts';
import type { KnownClient } from '../domain/imports/import-plan.ts';
import { connect, type ConnectionOptions, sql } from './connection.ts';
import { createRowReader } from './row-reader.ts';

/**
 * A second connection that only reads, for work of seconds in a thread of its own: it sees what is committed, and no
 * click waits for it.
 */
export type ReplicaReader = {
  readonly read: RowReader;
  /** Every client, as imports compare them. */
  readonly clients: () => readonly KnownClient[];
  /** Names of events that imports brought which were not taken back. */
  readonly importedKeys: () => ReadonlySet<string>;
  readonly close: () => void;
};

const CLIENTS = sql(
  'reader.clients',
  'select id, name, phone, email, note, language from client where deleted_at is null',
);
const KEYS = sql(
  'reader.imported-keys',
  'select keys from import_group where deleted_at is null and undone_at is null',
);

/** Throws ReplicaError as `connect` does. */
export function openReader(options: Omit<ConnectionOptions, 'readonly'>): ReplicaReader {
  const connection = connect({ ...options, readonly: true });
  return {
    read: createRowReader(connection),
    clients: () => connection.all<KnownClient>(CLIENTS),
    importedKeys: () =>
      new Set(connection.rows(KEYS).flatMap(([keys]) => JSON.parse(keys as string) as readonly string[])),
    close: connection.close,
  };
}
