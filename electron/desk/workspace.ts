import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { NewId } from '../../src/base/ids.ts';
import type { CloudPlace } from '../../src/contracts/account-port.ts';
import type { ChangeNotice, RemotePort } from '../../src/contracts/ports.ts';
import { PLATFORM_SCOPE } from '../../src/domain/tables.ts';
import type { SlowStatement } from '../../src/replica/connection.ts';
import type { Replica, ReplicaOptions } from '../../src/replica/open-replica.ts';
import { createDiskReserve, type DiskReserve, onReserve } from '../../src/replica/disk-reserve.ts';
import { openSturdy } from '../../src/replica/rescue.ts';
import { createSyncEngine, type SyncEngine } from '../../src/sync/sync-engine.ts';
import type { Scheduler } from '../../src/sync/sync-ports.ts';
import type { ClerkEvents } from './clerk/clerk-contract.ts';
import { type Clerk, hireClerk } from './clerk/hire-clerk.ts';
import type { DeskClock } from './desk-clock.ts';
import type { DeskLog } from './desk-log.ts';
import { createSecondFileService } from './second-file/second-file-service.ts';
import { createSessionKeeper, type SessionKeeper } from './session-keeper.ts';
import { createSharedFile } from './shared-file.ts';

/** How long calls to the cloud may take to end by themselves when the desk closes, and then after being cut. */
const FINISH_MS = 1_500;
const CUT_MS = 500;
/** Until the replica says how many desks the business has: a spread of at most 50 ms. */
const DESKS_ASSUMED = 5;

/** The reserve is made when the desk has come to rest; afterwards a full disk is looked at so often. */
const FIRST_LOOK_AT_DISK_MS = 20_000;
const LOOK_AT_DISK_MS = 15_000;

const CLOCK_OFFSET = 'clock.offset';
const PRESENT = 'person.present';

export type WorkspaceOptions = {
  readonly userDataDir: string;
  readonly migrationsDir: string;
  readonly nativeBinding: string | null;
  readonly fileKey: Uint8Array;
  readonly clock: DeskClock;
  readonly scheduler: Scheduler;
  readonly newId: NewId;
  readonly log: DeskLog;
  /** A connection of its own, so that closing can cut it without touching others; null without a cloud. */
  readonly connect: () => RemotePort | null;
  /** Where that connection leads. */
  readonly cloud: () => CloudPlace | null;
  readonly onCommit: (notice: ChangeNotice) => void;
  readonly onStatus: () => void;
  /** The cloud says that this PC was taken off the business. */
  readonly onRevoked: () => void;
  /** A page of the file could not be read. */
  readonly onDamaged: () => void;
  readonly appVersion: string;
};

/** The business (or the platform) that this desk works in: its file, its people's sessions and its sync. */
export type Workspace = {
  readonly home: string;
  readonly platform: boolean;
  readonly replica: Replica;
  readonly disk: DiskReserve;
  /** The file was damaged when it was opened, and is a new one. */
  readonly rescued: boolean;
  /** A thread that opens the same file beside this one; until it is let go, no other file takes its place. */
  readonly hireClerk: (onProgress: ClerkEvents['progress']) => Clerk;
  readonly keeper: SessionKeeper | null;
  /** Null until the PC is enrolled, and without a cloud. */
  readonly engine: () => SyncEngine | null;
  readonly enrolled: () => boolean;
  /** The identity of this file towards the cloud, for a scope that it begins to follow. */
  readonly newClientId: NewId;
  /** Starts sync once the PC is enrolled; a second call does nothing. */
  readonly startSync: () => void;
  readonly present: () => string | null;
  readonly setPresent: (memberId: string | null) => void;
  readonly setCable: (connected: boolean) => void;
  readonly close: () => Promise<void>;
};

export const replicaFile = (userDataDir: string, home: string): string =>
  path.join(userDataDir, 'replicas', home, 'replica.db');

/** Throws ReplicaError when the file cannot be opened; see its codes. */
export function openWorkspace(home: string, options: WorkspaceOptions): Workspace {
  const { clock, log } = options;
  const file = replicaFile(options.userDataDir, home);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  let engine: SyncEngine | null = null;
  const reserve = createDiskReserve(file, (isFull) => {
    log(isFull ? 'disk full: the reserve is given up' : 'disk has room again', { free: reserve.freeBytes() });
    if (!isFull) engine?.wake();
    options.onStatus();
  });
  const opening = {
    path: file,
    key: options.fileKey,
    migrationsFolder: options.migrationsDir,
    clock: clock.corrected,
    newId: options.newId,
    onSlow: ({ name, ms }: SlowStatement) => log('slow statement', { name, ms: Math.round(ms) }),
    onCopyTrouble: (cause: unknown) =>
      log('second copy of what waits not written', { message: String(cause) }),
    ...(options.nativeBinding === null ? {} : { nativeBinding: options.nativeBinding }),
  } satisfies ReplicaOptions;
  // A start on a full disk writes as well: a migration, what has to be brought back.
  const opened = reserve.write(() => openSturdy(opening));
  const replica = onReserve(opened, reserve);
  let cancelLook = (): void => {};
  const lookLater = (ms: number): void => {
    cancelLook = options.scheduler.after(ms, () => {
      reserve.look();
      lookLater(LOOK_AT_DISK_MS);
    });
  };
  lookLater(FIRST_LOOK_AT_DISK_MS);
  const { rescue, restored } = opened;
  if (rescue) log('replica rescued', { work: rescue.work, whole: rescue.whole });
  else if (restored.work > 0) log('work brought back from its second copy', { work: restored.work });
  // Offline after a restart the last known difference to the cloud's clock is better than none.
  clock.setOffset(Number(replica.settings.get(CLOCK_OFFSET) ?? 0));
  // A clock that was set back while the desk was off: it is at least as late as when the rows were last complete.
  const seen = Math.max(0, ...replica.scopes.list().map(({ completeAt }) => completeAt ?? 0));
  const behind = seen - clock.corrected.now();
  if (behind > 0) clock.setOffset(clock.offsetMs() + behind);

  const threads = {
    file,
    key: options.fileKey,
    migrationsFolder: options.migrationsDir,
    nativeBinding: options.nativeBinding,
  };
  const shared = createSharedFile();
  const secondFile = createSecondFileService({
    ...threads,
    cloud: options.cloud,
    replica,
    offsetMs: clock.offsetMs,
    unshared: shared.unshared,
  });
  const remote = options.connect();
  const present = (): string | null => replica.settings.get(PRESENT);
  const keeper = remote
    ? createSessionKeeper({
        scope: home,
        people: replica.people,
        remote,
        clock: clock.corrected,
        present,
        onRenewed: () => engine?.sessionChanged(),
      })
    : null;

  const saveOffset = (ms: number): void => {
    if (ms === clock.offsetMs()) return;
    // A changed second is worth a write; the jitter of each answer is not.
    const stored = Number(replica.settings.get(CLOCK_OFFSET) ?? 0);
    clock.setOffset(ms);
    if (Math.abs(stored - ms) <= 1_000) return;
    try {
      replica.settings.set(CLOCK_OFFSET, String(ms));
    } catch (cause) {
      // On a full disk the correction holds until the next start; sync, which reports it, must not fall over it.
      log('clock offset not kept', { message: String(cause) });
    }
  };

  const enrolled = (): boolean => replica.scopes.list().some(({ scope }) => scope === home);
  const startSync = (): void => {
    if (engine || !remote || !keeper || !enrolled()) return;
    const started = createSyncEngine(
      {
        store: replica.syncStore,
        check: replica.checkStore,
        remote,
        sessions: keeper,
        scheduler: options.scheduler,
        newId: options.newId,
        secondFile,
        app: options.appVersion,
        diskFull: reserve.isFull,
        onRevoked: (scope) => {
          // The platform's scope answers for the same device; the business's own word is enough.
          if (scope === home) options.onRevoked();
        },
        desks: () => DESKS_ASSUMED,
        onCommit: options.onCommit,
        onStatus: () => {
          if (engine) saveOffset(engine.offsetMs());
          options.onStatus();
        },
        onTrouble: ({ scope, during, code, message }) => {
          const where = scope === PLATFORM_SCOPE ? 'platform' : 'tenant';
          log('sync trouble', { scope: where, during, code, message });
          if (code === 'REPLICA_CORRUPT') options.onDamaged();
        },
      },
      home === PLATFORM_SCOPE ? [home] : [home, PLATFORM_SCOPE],
      clock.offsetMs(),
    );
    engine = started;
    started.start();
  };

  return {
    home,
    platform: home === PLATFORM_SCOPE,
    replica,
    disk: reserve,
    rescued: rescue !== null,
    hireClerk: (onProgress) => {
      const giveBack = shared.lend();
      const clerk = hireClerk({ ...threads, scope: home, offsetMs: clock.offsetMs() }, onProgress);
      return { ...clerk, letGo: () => clerk.letGo().finally(giveBack) };
    },
    keeper,
    engine: () => engine,
    enrolled,
    newClientId: options.newId,
    startSync,
    present,
    setPresent: (memberId) => {
      if (present() !== memberId) replica.settings.set(PRESENT, memberId);
    },
    setCable: (connected) => {
      secondFile.setCable(connected);
      if (engine) engine.setCable(connected);
      else remote?.setCable(connected);
    },
    close: async () => {
      cancelLook();
      keeper?.close();
      const stopping = engine?.stop();
      if (stopping) {
        const pause = (ms: number) => new Promise<void>((resolve) => options.scheduler.after(ms, resolve));
        await Promise.race([stopping, pause(FINISH_MS)]);
        // Cuts what is still under way: its answer would find a closed file.
        remote?.setCable(false);
        await Promise.race([stopping, pause(CUT_MS)]);
      }
      replica.close();
    },
  };
}
