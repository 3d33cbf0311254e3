import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DAY, type Instant } from '../base/time.ts';
import { connect, type Connection } from './connection.ts';
import { lockReplica } from './file-lock.ts';
import { openReplica, type Replica, type ReplicaOptions } from './open-replica.ts';
import { ReplicaError } from './replica-error.ts';
import { type CopiedTable, type PlainRow, rowsAround } from './safe-copy/copied-rows.ts';
import { type Identity, readKept, safeCopyLog, writeKept } from './safe-copy/safe-copy.ts';
import { syncFolder } from './safe-copy/sealed-log.ts';

/** What was saved from a damaged file. */
export type Rescue = {
  readonly at: Instant;
  /** Pieces of work that wait, brought into the new file. */
  readonly work: number;
  /** Everything that waits could be read, in the damaged file or in its second copy. */
  readonly whole: boolean;
};

export type SturdyReplica = Replica & {
  /** Null when the file was sound. */
  readonly rescue: Rescue | null;
};

/** A disk that damages one file after another is not to be trusted with another. */
const MOST_A_DAY = 3;
const DAMAGED = 'damaged';
const LAST_RESCUE = 'rescue.last';

/** Remembers for the next start that a page of this file could not be read. */
export function markDamaged(file: string): void {
  writeFileSync(`${file}-${DAMAGED}`, '');
}

/** Whether there is a replica, or what one that is being rescued will be made from. */
export const replicaExists = (file: string): boolean => existsSync(file) || existsSync(`${file}-waiting`);

/**
 * Opens a replica for one process alone. One that is damaged is put aside whole, never deleted; what waits, refusals that
 * only this PC knows, its identity and its people come into a new file, and sync fetches the rest. Throws ReplicaError as
 * `openReplica` does; REPLICA_IN_USE; REPLICA_CORRUPT when that happened three times within a day.
 */
export function openSturdy(options: ReplicaOptions): SturdyReplica {
  const letGo = lockReplica(options.path, options.nativeBinding);
  try {
    const { replica, rescue } = opened(options);
    return {
      ...replica,
      rescue,
      close: () => {
        replica.close();
        letGo();
      },
    };
  } catch (error) {
    letGo();
    throw error;
  }
}

/** The last rescue of this file, for a diagnosis. */
export function lastRescue({ settings }: Pick<Replica, 'settings'>): Rescue | null {
  const text = settings.get(LAST_RESCUE);
  return text === null ? null : (JSON.parse(text) as Rescue);
}

function opened(options: ReplicaOptions): { readonly replica: Replica; readonly rescue: Rescue | null } {
  if (!existsSync(`${options.path}-${DAMAGED}`)) {
    try {
      return { replica: openReplica(options), rescue: null };
    } catch (error) {
      if (!isDamage(error, options)) throw error;
    }
  }
  const { whole } = saveWhatCanBeRead(options);
  putAside(options.path, options.clock.now());
  const replica = openReplica(options);
  const rescue = { at: options.clock.now(), work: replica.restored.work, whole };
  replica.settings.set(LAST_RESCUE, JSON.stringify(rescue));
  rmSync(`${options.path}-${DAMAGED}`, { force: true });
  return { replica, rescue };
}

/** A damaged first page looks like a wrong key; a second copy that this key opens says that it is not. */
function isDamage(error: unknown, { path: file, key }: ReplicaOptions): boolean {
  if (!(error instanceof ReplicaError)) return false;
  if (error.code === 'REPLICA_CORRUPT') return true;
  return error.code === 'REPLICA_LOCKED' && readKept(safeCopyLog(file, key)).readable > 0;
}

/** Into the second copy, from which the new file is made: also if this process ends before it is. */
function saveWhatCanBeRead({ path: file, key, nativeBinding }: ReplicaOptions): { readonly whole: boolean } {
  const log = safeCopyLog(file, key);
  const kept = readKept(log);
  const found = readDamaged(() => connect({ path: file, key, nativeBinding }));
  // The copy is in the order in which things were done; what it lacks follows by age.
  const byUuid = (rows: readonly PlainRow[]) => rows.map((row) => [row['uuid'] as string, row] as const);
  const work = new Map([...kept.work, ...byUuid(found.rows.outbox).filter(([uuid]) => !kept.work.has(uuid))]);
  const decided = new Map([...byUuid(found.rows.journal), ...kept.decided]);
  writeKept(log, { identity: kept.identity ?? identityFrom(found.rows), work, decided });
  return { whole: found.whole.has('outbox') || (kept.identity !== null && kept.unreadable === 0) };
}

const SAVED = ['outbox', 'journal', 'meta', 'pc_person', 'setting'] as const;
type Found = Readonly<Record<CopiedTable, readonly PlainRow[]>>;

function readDamaged(open: () => Connection): {
  readonly rows: Found;
  readonly whole: ReadonlySet<CopiedTable>;
} {
  const rows: Record<CopiedTable, readonly PlainRow[]> = {
    outbox: [],
    journal: [],
    meta: [],
    pc_person: [],
    setting: [],
  };
  const whole = new Set<CopiedTable>();
  let connection: Connection;
  try {
    connection = open();
  } catch (error) {
    if (error instanceof ReplicaError) return { rows, whole };
    throw error;
  }
  for (const table of SAVED) {
    const read = rowsAround(connection, table);
    rows[table] = read.rows;
    if (read.whole) whole.add(table);
  }
  connection.close();
  return { rows, whole };
}

const identityFrom = ({ meta, pc_person, setting }: Found): Identity | null =>
  meta.length === 0 ? null : { scopes: meta, people: pc_person, settings: setting };

/** The file and its log move into a folder of their own, the log first: beside a new file it would be taken for its own. */
function putAside(file: string, now: Instant): void {
  const all = path.join(path.dirname(file), DAMAGED);
  const stamps = existsSync(all) ? readdirSync(all).map(Number) : [];
  if (stamps.filter((at) => Math.abs(now - at) < DAY).length >= MOST_A_DAY) {
    throw new ReplicaError(
      'REPLICA_CORRUPT',
      `damaged ${MOST_A_DAY} times within a day: the disk is failing`,
    );
  }
  const aside = path.join(all, String(now));
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const end of ['-wal', '-shm', '']) {
    const from = `${file}${end}`;
    if (existsSync(from)) renameSync(from, path.join(aside, path.basename(from)));
  }
  syncFolder(path.dirname(file));
}
