/** Stable codes of what can go wrong with the file itself; texts live in the catalogues under `errors.<code>`. */
export const REPLICA_ERROR_CODES = [
  'REPLICA_LOCKED', // the key does not open this file, or it is no database
  'REPLICA_NEWER', // made by a newer version of the console
  'REPLICA_CORRUPT', // pages fail their check
  'REPLICA_BUILDING', // a first sync is under way: nothing can be written yet
  'REPLICA_UNKNOWN_SCOPE', // this file follows no such scope
  'REPLICA_IN_USE', // another process has this file open
  'REPLICA_IO', // the disk failed or the file is not writable
  'DISK_FULL',
] as const;
export type ReplicaErrorCode = (typeof REPLICA_ERROR_CODES)[number];

/** A failure of the file, not of a business rule. The message is for logs and holds no personal data. */
export class ReplicaError extends Error {
  override readonly name = 'ReplicaError';
  readonly code: ReplicaErrorCode;

  constructor(code: ReplicaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const sqliteCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** SQLite's own codes in ours; anything else is a bug and passes through unchanged. */
export function asReplicaError(error: unknown): unknown {
  const code = sqliteCode(error);
  const named = (ours: ReplicaErrorCode): ReplicaError =>
    new ReplicaError(ours, `${code}: ${(error as Error).message}`, { cause: error });
  if (code === 'SQLITE_NOTADB') return named('REPLICA_LOCKED');
  if (code === 'SQLITE_FULL') return named('DISK_FULL');
  // A page whose authentication tag is wrong surfaces as a read error of the cipher or as a malformed image.
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_IOERR_CORRUPTFS') return named('REPLICA_CORRUPT');
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_READONLY') {
    return named('REPLICA_IO');
  }
  return error;
}
