import type { Clock } from '../base/time.ts';
import type { RemoteSession } from '../contracts/ports.ts';
import type { SyncStatus } from '../contracts/desk-api.ts';
import { PLATFORM_SCOPE } from '../domain/tables.ts';
import { backOffMs } from './back-off.ts';
import { createScopeSync, type ScopeSnapshot, type ScopeSync } from './scope-sync.ts';
import type { SyncDeps } from './sync-ports.ts';

/** All scopes that one replica follows: their machines, one socket for their nudges, one corrected clock. */
export type SyncEngine = {
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  readonly committed: () => void;
  /** A person signed in, the PC woke up, or somebody pressed "now". */
  readonly wake: () => void;
  /** The PC slept, or its clock was set: time is learnt anew, and the socket, which may be dead, is made anew. */
  readonly woke: () => void;
  /** Compares all of this replica with the cloud, now; what differs is fetched again. */
  readonly checkNow: () => void;
  /** What would clash has been looked at: what waits goes out. */
  readonly release: () => void;
  /** UTC months of the business that a screen shows and this PC does not hold: fetched next. */
  readonly fetchMonths: (months: readonly number[]) => void;
  /** The session of the socket changed: channels are joined anew under it. */
  readonly sessionChanged: () => void;
  readonly setCable: (connected: boolean) => void;
  /** The cloud's time as well as this desk knows it; the PC's own before the first hello. */
  readonly clock: Clock;
  readonly offsetMs: () => number;
  readonly status: () => Omit<SyncStatus, 'conflicts'>;
  /** Each scope by itself, the one that the status bar speaks of first. */
  readonly scopes: () => readonly (Pick<ScopeSnapshot, 'state' | 'completeTo' | 'lastError'> & {
    readonly scope: string;
  })[];
};

/** A lost channel may mean a gateway that restarts: its desks join again at different moments. */
const REJOIN_SPREAD_MS = 6_000;

/** `scopes` holds the business (or the platform) that the status bar speaks of first, then the others. */
export function createSyncEngine(
  deps: SyncDeps,
  scopes: readonly [string, ...string[]],
  startOffsetMs = 0,
): SyncEngine {
  const { scheduler, remote } = deps;
  let offset = startOffsetMs;
  let cable = true;
  let stopped = false;
  const clock: Clock = { now: () => scheduler.now() + offset };

  const machines = scopes.map((scope) =>
    createScopeSync(deps, scope, clock, (ms) => {
      // The platform's hello corrects the clock of its own desks; of two answers the business's counts.
      if (scope === PLATFORM_SCOPE && scopes[0] !== PLATFORM_SCOPE) return;
      offset = ms;
    }),
  );
  const main = machines[0] as ScopeSync;
  const of = (scope: string): ScopeSync | undefined => machines.find((machine) => machine.scope === scope);

  let unsubscribe: (() => void) | null = null;
  let socketSession: RemoteSession | null = null;
  const joined = new Set<string>();
  let cancelRetry: (() => void) | null = null;
  let attempts = 0;

  const drop = (): void => {
    unsubscribe?.();
    unsubscribe = null;
    socketSession = null;
    joined.clear();
  };

  /** Joins under a live session; a token that is no longer current gets a socket of its own. */
  const join = async (): Promise<void> => {
    cancelRetry?.();
    cancelRetry = null;
    const session = await deps.sessions.current();
    if (stopped) return;
    if (!session.ok) {
      listenLater();
      return;
    }
    if (unsubscribe && socketSession?.accessToken === session.value.accessToken) {
      if (scopes.every((scope) => joined.has(scope))) return;
      // The library joins again by itself after most losses; it gets two chances before the socket is made anew.
      if (attempts < 3) {
        listenLater();
        return;
      }
    }
    drop();
    socketSession = session.value;
    unsubscribe = remote.subscribe(session.value, scopes, {
      nudge: (scope, version) => of(scope)?.nudged(version),
      joined: (scope) => {
        joined.add(scope);
        if (scopes.every((one) => joined.has(one))) attempts = 0;
        of(scope)?.rejoined();
      },
      lost: (scope) => {
        if (stopped) return;
        joined.delete(scope);
        of(scope)?.channelLost();
        // A token that died while the PC slept is no matter of joining again: a fresh one is asked for.
        listenLater();
      },
    });
  };

  /** Nudges are hints: whatever goes wrong here costs speed, not data. */
  const listen = (): Promise<void> =>
    join().catch((cause: unknown) => {
      deps.onTrouble({ scope: main.scope, during: 'listen', code: 'BUG', message: String(cause) });
      listenLater();
    });

  const listenLater = (): void => {
    if (cancelRetry || stopped) return;
    attempts += 1;
    const wait = scheduler.random() * REJOIN_SPREAD_MS + backOffMs(attempts, scheduler.random());
    cancelRetry = scheduler.after(wait, () => {
      cancelRetry = null;
      void listen();
    });
  };

  return {
    start: () => {
      for (const machine of machines) machine.start();
      void listen();
    },
    stop: async () => {
      stopped = true;
      cancelRetry?.();
      drop();
      await Promise.all(machines.map((machine) => machine.stop()));
    },
    committed: () => {
      for (const machine of machines) machine.committed();
    },
    wake: () => {
      for (const machine of machines) machine.wake();
      void listen();
    },
    woke: () => {
      attempts = 0;
      drop();
      for (const machine of machines) machine.woke();
      void listen();
    },
    checkNow: () => {
      for (const machine of machines) machine.checkNow();
    },
    fetchMonths: main.fetchMonths,
    release: () => {
      for (const machine of machines) machine.release();
    },
    sessionChanged: () => void listen(),
    setCable: (connected) => {
      cable = connected;
      remote.setCable(connected);
      // Out: the next call says at once that there is nobody. In: nobody waits for a back-off to end.
      for (const machine of machines) machine.wake();
      deps.onStatus();
    },
    clock,
    offsetMs: () => offset,
    scopes: () =>
      machines.map((machine) => {
        const { state, completeTo, lastError } = machine.snapshot();
        return { scope: machine.scope, state, completeTo, lastError };
      }),
    status: () => {
      const snapshots = machines.map((machine) => machine.snapshot());
      const first = main.snapshot();
      const troubled = snapshots.find(({ state }) => state === 'device_refused' || state === 'disk_full');
      const complete = snapshots.map(({ completeTo }) => completeTo);
      return {
        state: troubled?.state ?? (deps.diskFull?.() === true ? 'disk_full' : first.state),
        online: first.online === true,
        completeTo: complete.includes(null) ? null : Math.min(...complete.map(Number)),
        pending: scopes.reduce((sum, scope) => sum + deps.store.pendingCount(scope), 0),
        progress: snapshots.find(({ progress }) => progress !== null)?.progress ?? null,
        lastError: first.lastError,
        hold:
          first.heldUntil === null
            ? null
            : { until: first.heldUntil, clashes: deps.store.clashCount(main.scope) },
        cable,
      };
    },
  };
}
