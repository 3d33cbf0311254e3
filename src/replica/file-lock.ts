// oxlint-disable-next-line import/default -- CommonJS: Node and the bundler make its exports the default
import Database from 'better-sqlite3';
import { asReplicaError, ReplicaError } from './replica-error.ts';

/** How long a desk that is ending may still hold the file. */
const PATIENCE_MS = 3_000;

/**
 * Takes a replica for this process alone: two desks on one file would answer from rows that the other has changed. The
 * lock is the system's own, on an empty database beside the file, so it ends with the process, however that ends. Answers
 * how to let go; throws REPLICA_IN_USE.
 */
export function lockReplica(file: string, nativeBinding: string | undefined): () => void {
  let database: Database.Database | undefined;
  try {
    database = new Database(`${file}-lock`, {
      timeout: PATIENCE_MS,
      ...(nativeBinding === undefined ? {} : { nativeBinding }),
    });
    database.pragma('locking_mode = exclusive');
    database.exec('begin exclusive');
  } catch (error) {
    database?.close();
    if ((error as { code?: unknown } | null)?.code === 'SQLITE_BUSY') {
      throw new ReplicaError('REPLICA_IN_USE', 'another process has this file open', { cause: error });
    }
    throw asReplicaError(error);
  }
  return () => {
    database.close();
  };
}
