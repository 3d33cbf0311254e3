import { type Connection, sql } from '../connection.ts';
import { addRow, type PlainRow, rowsOf } from './copied-rows.ts';
import { type SealedLog, sealedLog } from './sealed-log.ts';

/**
 * A second copy, beside the replica, of what the cloud does not have: work that waits, refusals that only this PC knows,
 * who this PC is, and who may switch in. A file that is damaged or that lost its newest commits is made good from it.
 */
export type Kept = {
  readonly identity: Identity | null;
  /** By uuid, oldest first. */
  readonly work: ReadonlyMap<string, PlainRow>;
  /** Journal rows that nothing else knows. */
  readonly decided: ReadonlyMap<string, PlainRow>;
};
export type Identity = {
  readonly scopes: readonly PlainRow[];
  readonly people: readonly PlainRow[];
  readonly settings: readonly PlainRow[];
};

type CopyRecord =
  | ({ readonly t: 'identity' } & Identity)
  | { readonly t: 'work'; readonly rows: readonly PlainRow[] }
  | { readonly t: 'settled'; readonly uuids: readonly string[] }
  | { readonly t: 'decided'; readonly rows: readonly PlainRow[] };

const PURPOSE = 'second copy of what waits';
export const safeCopyFile = (replicaFile: string): string => `${replicaFile}-waiting`;
export const safeCopyLog = (
  replicaFile: string,
  key: Uint8Array,
  onLate?: (cause: unknown) => void,
): SealedLog => sealedLog(safeCopyFile(replicaFile), key, PURPOSE, onLate);

/** Choices of this PC that come back with it; others say how this one file is built. */
const SETTINGS = ['person.present', 'device.name', 'clock.offset', 'pin.days'];
const OWN_SETTINGS = `where key in (${SETTINGS.map((key) => `'${key}'`).join(', ')}) order by key`;
/** Version 0: the cloud never saw it; put away: a person needs it no more. */
const ONLY_HERE =
  "where status = 'rejected' and version = 0 and json_extract(detail, '$.put_away') is null order by uuid";

/** `readable`: how many lines could be read; none says that this key opens nothing here. */
export function readKept(log: SealedLog): Kept & { readonly readable: number; readonly unreadable: number } {
  const { lines, unreadable } = log.read();
  let identity: Identity | null = null;
  const work = new Map<string, PlainRow>();
  const decided = new Map<string, PlainRow>();
  for (const line of lines) {
    const record = JSON.parse(line) as CopyRecord;
    if (record.t === 'identity') identity = record;
    else if (record.t === 'work') {
      for (const row of record.rows) {
        const uuid = row['uuid'] as string;
        // What was put into the queue anew stands where it was put last.
        work.delete(uuid);
        work.set(uuid, row);
      }
    } else if (record.t === 'settled') for (const uuid of record.uuids) work.delete(uuid);
    else {
      for (const row of record.rows) {
        if (isPutAway(row)) decided.delete(row['uuid'] as string);
        else decided.set(row['uuid'] as string, row);
      }
    }
  }
  return { identity, work, decided, readable: lines.length, unreadable };
}

const isPutAway = ({ detail }: PlainRow): boolean =>
  typeof detail === 'string' && 'put_away' in (JSON.parse(detail) as object);

export function writeKept(log: SealedLog, { identity, work, decided }: Kept): void {
  const records: CopyRecord[] = [];
  if (identity) records.push({ t: 'identity', ...identity });
  if (decided.size > 0) records.push({ t: 'decided', rows: [...decided.values()] });
  if (work.size > 0) records.push({ t: 'work', rows: [...work.values()] });
  log.rewrite(records.map((record) => JSON.stringify(record)));
}

/** What a file that can be read holds of the same. */
export function keptIn(connection: Connection): Kept {
  const byUuid = (rows: readonly PlainRow[]) => new Map(rows.map((row) => [row['uuid'] as string, row]));
  return {
    identity: identityIn(connection),
    work: byUuid(rowsOf(connection, 'outbox', 'order by scope, id')),
    decided: byUuid(rowsOf(connection, 'journal', ONLY_HERE)),
  };
}

const identityIn = (connection: Connection): Identity => ({
  scopes: rowsOf(connection, 'meta', 'order by scope'),
  people: rowsOf(connection, 'pc_person', 'order by scope, member_id'),
  settings: rowsOf(connection, 'setting', OWN_SETTINGS),
});

export type SafeCopy = {
  /** Notes for the copy what the present transaction does; written when it is committed. */
  readonly added: (row: PlainRow) => void;
  readonly settled: (uuid: string) => void;
  readonly decidedHere: (scope: string, uuid: string) => void;
  /** Who this PC is has changed, or who may switch in. */
  readonly identityChanged: () => void;
  /** Another file has taken the place of this one. */
  readonly anew: () => void;
};

export const NO_COPY: SafeCopy = {
  added: () => {},
  settled: () => {},
  decidedHere: () => {},
  identityChanged: () => {},
  anew: () => {},
};

/** Beyond this, and when little of it still waits, the copy is written anew. */
const COMPACT_BYTES = 2_000_000;
const BYTES_A_ROW = 4_000;
const WAITING = sql('copy.waiting', 'select count(*) from outbox');

/** `onTrouble` hears why the copy could not be written: the work itself is in the replica all the same. */
export function createSafeCopy(
  connection: Connection,
  log: SealedLog,
  onTrouble: (cause: unknown) => void,
): SafeCopy {
  let noted: CopyRecord[] = [];
  let isBehind = false;

  const write = (records: readonly CopyRecord[]): void => {
    try {
      const waiting = connection.row(WAITING)?.[0] as number;
      const isLong = log.size() > COMPACT_BYTES && waiting * BYTES_A_ROW < log.size();
      if (isBehind || isLong) writeKept(log, keptIn(connection));
      else log.append(records.map((record) => JSON.stringify(record)));
      isBehind = false;
    } catch (cause) {
      isBehind = true;
      onTrouble(cause);
    }
  };
  const note = (record: CopyRecord): void => {
    if (noted.length === 0) connection.whenEnded(flush);
    noted.push(record);
  };
  const flush = (kept: boolean): void => {
    const due = noted;
    noted = [];
    if (!kept) return;
    const rows = due.flatMap((record) => (record.t === 'work' ? record.rows : []));
    const uuids = due.flatMap((record) => (record.t === 'settled' ? record.uuids : []));
    const others = due.filter(({ t }) => t !== 'work' && t !== 'settled');
    // What was renumbered or given back is taken away and added again: added last, it waits.
    const records: CopyRecord[] = [...others];
    if (uuids.length > 0) records.push({ t: 'settled', uuids });
    if (rows.length > 0) records.push({ t: 'work', rows });
    write(records);
  };

  return {
    added: (row) => note({ t: 'work', rows: [row] }),
    settled: (uuid) => note({ t: 'settled', uuids: [uuid] }),
    decidedHere: (scope, uuid) => {
      const rows = rowsOf(connection, 'journal', 'where scope = ? and uuid = ?', scope, uuid);
      note({ t: 'decided', rows });
    },
    identityChanged: () => write([{ t: 'identity', ...identityIn(connection) }]),
    anew: () => {
      isBehind = true;
      write([]);
    },
  };
}

/** What was brought back into a file from its copy. */
export type Restored = {
  /** Scopes in which work came back; their rows are to be replayed. */
  readonly scopes: readonly string[];
  readonly work: number;
  readonly decided: number;
  readonly unreadable: number;
};

const IN_JOURNAL = sql('copy.in-journal', 'select 1 from journal where uuid = ?');
const IN_OUTBOX = sql('copy.in-outbox', 'select 1 from outbox where uuid = ?');
const NEXT_ID = sql(
  'copy.next-id',
  'update meta set last_id = last_id + 1 where scope = ? returning last_id',
);

/**
 * Brings back what the copy has and the file lacks: after damage all of it, after a power cut perhaps the newest work.
 * Then the copy is what the file holds. `newId` names the PC anew towards the cloud where it had to be brought back,
 * because nobody knows which numbers it had used.
 */
export function restoreFrom(connection: Connection, log: SealedLog, newId: () => string): Restored {
  const kept = readKept(log);
  const scopes = new Set<string>();
  let work = 0;
  let decided = 0;
  /** Of a scope that this file does not follow any more or yet: it stays in the copy. */
  let homeless = 0;
  const here = (uuid: string): boolean =>
    connection.row(IN_JOURNAL, uuid) !== undefined || connection.row(IN_OUTBOX, uuid) !== undefined;
  connection.transaction(() => {
    const added = (kept.identity?.scopes ?? []).filter((row) =>
      addRow(connection, 'meta', { ...row, client_id: newId() }),
    );
    if (added.length > 0) {
      for (const row of kept.identity?.people ?? []) addRow(connection, 'pc_person', row);
      for (const row of kept.identity?.settings ?? []) addRow(connection, 'setting', row);
    }
    for (const row of kept.decided.values()) {
      if (addRow(connection, 'journal', row)) decided += 1;
    }
    for (const [uuid, row] of kept.work) {
      if (here(uuid)) continue;
      const scope = row['scope'] as string;
      const [id] = connection.row(NEXT_ID, scope) ?? [];
      if (id === undefined) {
        homeless += 1;
        continue;
      }
      addRow(connection, 'outbox', { ...row, id: id as number });
      scopes.add(scope);
      work += 1;
    }
  });
  const now = keptIn(connection);
  if (homeless > 0) return { scopes: [...scopes], work, decided, unreadable: kept.unreadable };
  if (kept.unreadable > 0 || JSON.stringify(flat(now)) !== JSON.stringify(flat(kept))) writeKept(log, now);
  return { scopes: [...scopes], work, decided, unreadable: kept.unreadable };
}

const flat = ({ identity, work, decided }: Kept): unknown => [
  identity && [identity.scopes, identity.people, identity.settings],
  [...work.values()],
  [...decided.values()],
];
