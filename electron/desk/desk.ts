import type { NewId } from '../../src/base/ids.ts';
import type { Clock } from '../../src/base/time.ts';
import type { AccountPort, CloudPlace } from '../../src/contracts/account-port.ts';
import type { CallResult, DeskCalls, PageEvents } from '../../src/contracts/desk-api.ts';
import type { DeskInit } from '../../src/contracts/main-api.ts';
import type { ChangeNotice, RemotePort } from '../../src/contracts/ports.ts';
import type { Scheduler } from '../../src/sync/sync-ports.ts';
import { expectedFailure } from './call-failure.ts';
import { createCloudLink } from './cloud-link.ts';
import { createDeskCalls } from './desk-calls.ts';
import { createDeskClock } from './desk-clock.ts';
import type { DeskLog } from './desk-log.ts';
import type { ExportService } from './export-service.ts';
import { createFileDesk, type FileDesk } from './file-desk.ts';
import type { ImportService } from './import-service.ts';
import { createJoinService } from './join-service.ts';
import { discardReplica, lastHome, otherBusinesses } from './last-home.ts';
import { createSessionService } from './session-service.ts';
import type { SupportService } from './support/support-service.ts';
import { createStatusReader } from './status-reader.ts';
import { openWorkspace, replicaFile, type Workspace } from './workspace.ts';
import { watchForWaking } from './wake-watch.ts';
import { createWriteGate } from './write-gate.ts';

/** Status changes within so many ms are told once: a pull passes through several states. */
const STATUS_QUIET_MS = 40;
/** Below this the page's clock need not be told of a correction. */
const CLOCK_STEP_MS = 500;

/** What the desk is made of; everything of Electron and of this PC comes from outside. */
export type DeskWorld = {
  readonly init: DeskInit;
  readonly pcClock: Clock;
  readonly scheduler: Scheduler;
  readonly newId: NewId;
  readonly log: DeskLog;
  /** Says who is signed in, for a desk that has to take this one's place. */
  readonly tellPresent: (memberId: string | null) => void;
  /** The cloud took this PC off the business: whoever keeps the file's key destroys it. */
  readonly tellRevoked: (home: string, sharesKey: boolean) => void;
  /**
   * The file of this workspace is damaged. Whoever is around the desk ends it; the next one rescues what waits and has
   * the rest fetched again.
   */
  readonly onDamaged: (file: string) => void;
  /** An owner or manager may have a recovery code made. */
  readonly allowRecoveryCode: () => void;
  /** A new connection to a cloud, for a person who waits or for the exchange behind. */
  readonly connect: (place: CloudPlace, urgency: 'now' | 'behind') => RemotePort;
  /** The same for accounts and invitations. */
  readonly accounts: (place: CloudPlace) => AccountPort;
  /** Keeps the cloud that a first start was told of for the next start. */
  readonly keepCloud: (place: CloudPlace) => void;
};

export type Desk = {
  /** Answers any call of a page; never throws. */
  readonly call: (name: keyof DeskCalls, args: readonly unknown[]) => Promise<CallResult<unknown>>;
  /** Hears what every page is told; call the returned function to stop. */
  readonly listen: (listener: DeskListener) => () => void;
  /** Files that wait for main to save them. */
  readonly files: Pick<FileDesk, 'take'>;
  readonly close: () => Promise<void>;
};

export type DeskListener = <E extends keyof PageEvents>(
  event: E,
  payload: Parameters<PageEvents[E]>[0],
) => void;

/** Opens the desk on what it had open the last time. Throws ReplicaError when that file cannot be opened. */
export function openDesk(world: DeskWorld): Desk {
  const { init, log, scheduler } = world;
  const clock = createDeskClock(world.pcClock, init.demo?.now ?? null);
  const listeners = new Set<DeskListener>();
  const tell: DeskListener = (event, payload) => {
    for (const listener of listeners) listener(event, payload);
  };

  let cable = true;
  const gate = createWriteGate();
  const files = createFileDesk(world.newId);
  const cloud = createCloudLink({
    place: init.cloud,
    connect: world.connect,
    accounts: world.accounts,
    keep: world.keepCloud,
  });
  const status = createStatusReader(
    clock,
    () => sessions.workspace(),
    () => cable,
  );

  let statusTimer: (() => void) | null = null;
  let toldStatus = '';
  let toldSession = '';
  let toldOffset = 0;
  const tellSession = (): void => {
    const state = sessions.state();
    const text = JSON.stringify({ ...state, clockOffsetMs: 0 });
    if (text === toldSession && Math.abs(state.clockOffsetMs - toldOffset) < CLOCK_STEP_MS) return;
    toldSession = text;
    toldOffset = state.clockOffsetMs;
    tell('sessionState', state);
  };
  const tellStatus = (): void => {
    const now = status.read();
    const text = JSON.stringify(now);
    if (text !== toldStatus) tell('syncStatus', now);
    toldStatus = text;
    // Read-only states and the clock's correction come from sync.
    tellSession();
  };
  const statusChanged = (): void => {
    statusTimer ??= scheduler.after(STATUS_QUIET_MS, () => {
      statusTimer = null;
      tellStatus();
    });
  };
  const committed = (notice: ChangeNotice): void => {
    status.changed(notice);
    tell('changed', notice);
    statusChanged();
  };

  const open = (home: string): Workspace => {
    const workspace = openWorkspace(home, {
      userDataDir: init.userDataDir,
      migrationsDir: init.migrationsDir,
      nativeBinding: init.nativeBinding,
      fileKey: Buffer.from(init.fileKeyHex, 'hex'),
      clock,
      scheduler: gate.scheduler(scheduler),
      newId: world.newId,
      log,
      connect: () => {
        const behind = cloud.behind();
        return behind && gate.remote(behind);
      },
      cloud: cloud.place,
      onCommit: committed,
      onStatus: statusChanged,
      onDamaged: () => world.onDamaged(replicaFile(init.userDataDir, home)),
      onRevoked: () => world.tellRevoked(home, otherBusinesses(init.userDataDir, home)),
      appVersion: init.appVersion,
    });
    workspace.setCable(cable);
    return workspace;
  };
  const home = lastHome(init.userDataDir);
  const last = home === null ? null : open(home);
  const sessions = createSessionService(
    {
      init,
      clock,
      log,
      remote: cloud.remote,
      cloud: () => {
        const place = cloud.place();
        return place && { url: place.url, changeable: joining.isCloudOpen() };
      },
      open,
      discard: (home) => discardReplica(init.userDataDir, home),
      onChange: () => {
        status.forget();
        world.tellPresent(sessions.signedIn());
        tellSession();
        statusChanged();
      },
    },
    last,
  );
  const joining = createJoinService({
    userDataDir: init.userDataDir,
    cloudFixed: init.cloudFixed,
    pcClock: world.pcClock,
    cloud,
    sessions,
    onChange: tellSession,
  });
  world.tellPresent(sessions.signedIn());
  last?.startSync();
  const stopWatching = watchForWaking(scheduler, (ms) => {
    log('slept, or the clock was set', { ms });
    sessions.workspace()?.engine()?.woke();
  });

  const setCable = (connected: boolean): void => {
    cable = connected;
    cloud.setCable(connected);
    sessions.workspace()?.setCable(connected);
  };
  let imports: Promise<ImportService> | null = null;
  let exporting: Promise<ExportService> | null = null;
  let supporting: Promise<SupportService> | null = null;
  const calls = createDeskCalls({
    init,
    clock,
    sessions,
    cloud,
    joining,
    readStatus: () => {
      // The page now knows more than it was told: what comes next is told even if it is as before.
      toldStatus = '';
      return status.read();
    },
    imports: () => {
      // Readers of foreign files are large and seldom needed.
      imports ??= import('./import-service.ts').then(({ createImportService }) =>
        createImportService({
          sessions,
          newId: world.newId,
          committed,
          progress: (progress) => tell('progress', progress),
          clock,
          gate,
          files,
          log,
        }),
      );
      return imports;
    },
    exports: () => {
      exporting ??= import('./export-service.ts').then(({ createExportService }) =>
        createExportService({
          sessions,
          progress: (progress) => tell('progress', progress),
          clock,
          files,
          log,
        }),
      );
      return exporting;
    },
    support: () => {
      supporting ??= import('./support/support-service.ts').then(({ createSupportService }) =>
        createSupportService({ sessions, clock, files, log, appVersion: init.appVersion, committed }),
      );
      return supporting;
    },
    committed,
    setCable,
    allowRecoveryCode: world.allowRecoveryCode,
    mayWrite: gate.opened,
  });

  return {
    call: async (name, args) => {
      try {
        return { ok: true, value: await calls(name, args) };
      } catch (cause) {
        const expected = expectedFailure(cause);
        if (expected) {
          if (expected.code.startsWith('REPLICA'))
            log('replica failure', { call: name, message: expected.message });
          const home = sessions.workspace()?.home;
          if (expected.code === 'REPLICA_CORRUPT' && home !== undefined)
            world.onDamaged(replicaFile(init.userDataDir, home));
          return { ok: false, error: expected };
        }
        const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
        log('bug', { call: name, message });
        return { ok: false, error: { code: 'UNKNOWN', message: 'a fault in the desk; see its log' } };
      }
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    files,
    close: async () => {
      statusTimer?.();
      stopWatching();
      listeners.clear();
      // A transaction that a clerk has open ends before its file is closed here.
      await gate.opened();
      await (await imports)?.close();
      await files.close();
      await sessions.close();
    },
  };
}
