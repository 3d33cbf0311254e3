import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Replica } from './open-replica.ts';
import { ReplicaError } from './replica-error.ts';

/** Bytes that are given up when the disk is full, so that what is under way is written and what waits is settled. */
const RESERVE_BYTES = 8_000_000;
/** Free beside the reserve before new work is taken again: what was full a moment ago soon is again. */
const MARGIN = 2;

export type DiskReserve = {
  /** The reserve is used up: nothing new is to be written, only what is already there goes on. */
  readonly isFull: () => boolean;
  /** Makes the reserve where it is missing and there is room for it; then the disk counts as good again. */
  readonly look: () => void;
  readonly freeBytes: () => number | null;
  /** Runs work that writes; on a full disk once more, on the reserve. Throws DISK_FULL when that is not enough either. */
  readonly write: <T>(work: () => T) => T;
};

/** `onChange` hears when the disk becomes full, and when it is good again. */
export function createDiskReserve(
  replicaFile: string,
  onChange: (isFull: boolean) => void,
  bytes: number = RESERVE_BYTES,
): DiskReserve {
  const file = `${replicaFile}-reserve`;
  let full = false;
  const turn = (to: boolean): void => {
    if (full === to) return;
    full = to;
    onChange(to);
  };
  const freeBytes = (): number | null => {
    try {
      const { bavail, bsize } = statfsSync(path.dirname(file));
      return bavail * bsize;
    } catch {
      // A file system that cannot say is found out by writing.
      return null;
    }
  };
  const isThere = (): boolean => statSync(file, { throwIfNoEntry: false })?.size === bytes;
  const make = (): boolean => {
    try {
      const handle = openSync(file, 'w', 0o600);
      try {
        // Noise, because a file system that packs nothings away keeps no room for them.
        const written = writeSync(handle, randomBytes(bytes));
        fsyncSync(handle);
        if (written === bytes) return true;
      } finally {
        closeSync(handle);
      }
    } catch {
      // No room yet: looked at again later.
    }
    rmSync(file, { force: true });
    return false;
  };

  return {
    isFull: () => full,
    freeBytes,
    look: () => {
      if (isThere()) return turn(false);
      const free = freeBytes();
      if (full && free !== null && free < bytes * MARGIN) return undefined;
      return turn(!make());
    },
    write: (work) => {
      try {
        return work();
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        rmSync(file, { force: true });
        turn(true);
        return work();
      }
    },
  };
}

const isDiskFull = (error: unknown): boolean => error instanceof ReplicaError && error.code === 'DISK_FULL';

type Methods = Readonly<Record<string, unknown>>;
/** The same object, whose functions write on the reserve when they must. */
const reserved = <T extends object>(methods: T, reserve: DiskReserve): T =>
  Object.fromEntries(
    Object.entries(methods as Methods).map(([name, value]) => [
      name,
      typeof value === 'function'
        ? (...args: unknown[]) => reserve.write(() => (value as (...all: unknown[]) => unknown)(...args))
        : value,
    ]),
  ) as T;

/** A replica that lives on its reserve on a full disk: new commands are refused then (DISK_FULL), all else goes on. */
export function onReserve<R extends Replica>(replica: R, reserve: DiskReserve): R {
  return {
    ...replica,
    execute: (...args) => {
      if (reserve.isFull()) throw new ReplicaError('DISK_FULL', 'the reserve is in use');
      return reserve.write(() => replica.execute(...args));
    },
    syncStore: reserved(replica.syncStore, reserve),
    scopes: reserved(replica.scopes, reserve),
    people: reserved(replica.people, reserve),
    settings: reserved(replica.settings, reserve),
    support: reserved(replica.support, reserve),
  };
}
