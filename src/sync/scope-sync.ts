import { type Clock, type Instant, MINUTE } from '../base/time.ts';
import type { RemoteFailure, SyncState } from '../contracts/ports.ts';
import { nudgeJitterMs, pollMs, settlePauseMs } from './back-off.ts';
import { buildBeside, builderOf } from './build-beside.ts';
import { bootstrapFirst, bootstrapLater, bootstrapWanted, carryOutScope } from './bootstrap.ts';
import { missingMonths } from './bootstrap-plan.ts';
import { createChecker } from './check.ts';
import { greet } from './greet.ts';
import { AGAIN, createLane, DONE, type Lane, type LaneOutcome, PARKED } from './lane.ts';
import { pullAll } from './pull.ts';
import { pushMemory, pushOnce } from './push.ts';
import { heldUntil, holdPush, isComingBack, rehearse, release } from './rehearsal.ts';
import { refusal, type ScopeContext } from './scope-context.ts';
import { initialState, isDamaged, isDiskFull, isSilence, type ScopeState } from './scope-state.ts';
import type { SyncDeps } from './sync-ports.ts';

export type ScopeSnapshot = Readonly<
  Omit<
    ScopeState,
    'accepted' | 'greeted' | 'greetedAt' | 'head' | 'rebuild' | 'resetBegun' | 'stopped' | 'wantedMonths'
  >
> & {
  readonly state: SyncState;
  /** Nothing is sent until then, or until a person has looked at what would clash. */
  readonly heldUntil: Instant | null;
};

/** The machine of one scope: pull and push lanes that never wait for each other, and one for older months. */
export type ScopeSync = {
  readonly scope: string;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  /** A hint that the scope stands at `version` now. */
  readonly nudged: (version: number) => void;
  /** The channel is (again) joined: what was said in between was not heard. */
  readonly rejoined: () => void;
  readonly channelLost: () => void;
  /** Something new waits in the outbox. */
  readonly committed: () => void;
  /** The network, the session or a person asks: no back-off holds now. */
  readonly wake: () => void;
  /** The PC slept, or its clock was set: the cloud is greeted anew before anything else is asked. */
  readonly woke: () => void;
  /** Compares all of this file with the cloud, now. */
  readonly checkNow: () => void;
  /** A person has looked at what would clash: what waits goes out. */
  readonly release: () => void;
  readonly fetchMonths: (months: readonly number[]) => void;
  readonly snapshot: () => ScopeSnapshot;
};

/** Pull reads only: that this desk is alive, and how far its clock is off, is told and learnt by hello. */
const HELLO_EVERY_MS = 30 * MINUTE;
/** A lost channel may mean a lost server: its desks look at different moments whether it is still there. */
const LOOK_AFTER_LOSS_MS = 5_000;

export function createScopeSync(
  deps: SyncDeps,
  scope: string,
  clock: Clock,
  setOffset: (ms: number) => void,
): ScopeSync {
  const state = initialState(deps.store.identity(scope).completeAt);
  const context: ScopeContext = { ...deps, scope, state, clock, setOffset };
  const { store, scheduler, sessions } = deps;

  const onThrow =
    (during: string) =>
    (cause: unknown): RemoteFailure => {
      if (isDiskFull(cause)) state.blocked = 'disk_full';
      const code = isDiskFull(cause) ? 'DISK_FULL' : isDamaged(cause) ? 'REPLICA_CORRUPT' : 'BUG';
      state.lastError = { code, at: clock.now() };
      const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      deps.onTrouble({ scope, during, code, message });
      deps.onStatus();
      return { kind: 'fault', code, message };
    };

  /** The pull that ends a long absence is under way. */
  let cameBack = false;
  const runPull = async (): Promise<LaneOutcome> => {
    const session = await sessions.current();
    if (!session.ok) return refusal(context, 'session', session.error, null);
    if (state.stopped) return DONE;
    if (!state.greeted || Math.abs(scheduler.now() - state.greetedAt) >= HELLO_EVERY_MS) {
      const greeted = await greet(context, session.value);
      // A busy cloud that knows us already is read from all the same; the next pull says hello again.
      const mayRead = greeted.kind === 'failed' && greeted.failure.kind === 'busy' && state.greeted;
      if ((greeted.kind !== 'done' && !mayRead) || state.stopped) return greeted;
    }
    if (isComingBack(context)) {
      holdPush(context);
      cameBack = true;
    }
    if (state.rebuild) {
      // Nothing of the open file's clock can be pulled any more; the history lane builds another.
      history.request();
      return PARKED;
    }
    if (state.resetDue || store.identity(scope).state !== 'ready') {
      const first = await bootstrapFirst(context, session.value);
      // A failure may be a doubt about who we are: the next attempt begins with hello.
      if (first.kind === 'failed' && !isSilence(first.failure.kind)) state.greeted = false;
      if (first.kind !== 'done' || state.stopped) return first;
    }
    const pulled = await pullAll(context, session.value);
    if (pulled.kind === 'done' && !state.stopped) {
      rehearse(context, cameBack);
      cameBack = false;
      afterPull();
    }
    return pulled;
  };

  const runPush = async (): Promise<LaneOutcome> => {
    if (store.identity(scope).state !== 'ready') return PARKED;
    if (isComingBack(context)) return PARKED;
    const until = heldUntil(context);
    if (until !== null) {
      push.requestAfter(until - clock.now());
      return PARKED;
    }
    release(context);
    return pushOnce(context, memory, pullForVerdicts);
  };

  /** Work that the cloud does not have yet, beyond the queue's front that waits for its verdicts. */
  const unsent = (): number => store.identity(scope).ack + store.pendingCount(scope) - state.accepted;
  const pauseBeforePull = (): number => (unsent() > 0 ? settlePauseMs(store.pendingCount(scope)) : 0);
  const pullForVerdicts = (): void => {
    const pause = pauseBeforePull();
    if (pause === 0) pull.request();
    else pull.requestAfter(pause);
  };

  const runHistory = async (): Promise<LaneOutcome> => {
    const builder = builderOf(context);
    if (builder && state.rebuild) {
      if (!state.greeted) {
        pull.request();
        return PARKED;
      }
      const built = await buildBeside(context, builder, state.rebuild);
      if (built.kind === 'done') pull.force();
      return built;
    }
    if (!state.greeted || state.resetDue || store.identity(scope).state !== 'ready') {
      // Whoever doubts who we are to the cloud asked in vain: the pull says hello and comes back here.
      if (!state.greeted) pull.request();
      return PARKED;
    }
    const rescoping = store.deviceScope?.holds(scope).due ?? null;
    const missing = missingMonths(scope, clock.now(), store.coverage(scope));
    if (rescoping === null && missing.length === 0 && state.wantedMonths.size === 0) return PARKED;
    const session = await sessions.current();
    if (!session.ok) return refusal(context, 'session', session.error, null);
    if (rescoping !== null) {
      const carriedOut = await carryOutScope(context, session.value);
      if (carriedOut.kind !== 'done') return carriedOut;
    }
    if (state.wantedMonths.size > 0) {
      const fetched = await bootstrapWanted(context, session.value);
      if (fetched.kind !== 'done') return fetched;
    }
    if (missing.length === 0) return DONE;
    return bootstrapLater(context, session.value);
  };

  const memory = pushMemory();
  const lane = (during: string, run: () => Promise<LaneOutcome>): Lane =>
    createLane({ scheduler, run, onChange: deps.onStatus, onThrow: onThrow(during) });
  const pull = lane('pull', async () => {
    const outcome = await runPull();
    // A refused session may only have been too old: the next one is tried at once, the one after that waits.
    if (outcome.kind === 'failed' && outcome.failure.kind === 'auth' && pull.failing() !== 'auth') {
      return retryWithFreshSession(outcome);
    }
    return outcome;
  });
  const push = lane('push', runPush);
  const history = lane('history', runHistory);

  const isQuiet = (): boolean => !pull.running() && !push.running() && !history.running();
  const checker = deps.check && createChecker(context, deps.check, isQuiet, (ms) => check?.requestAfter(ms));
  const check: Lane | undefined = checker && lane('check', checker.run);

  let freshTried = false;
  const retryWithFreshSession = (outcome: LaneOutcome): LaneOutcome => {
    if (freshTried) return outcome;
    freshTried = true;
    return AGAIN;
  };

  /** The network works and all rows are here: whatever waited for that goes on. */
  const afterPull = (): void => {
    freshTried = false;
    pull.requestAfter(pollMs(scheduler.random()));
    const pushFails = push.failing();
    if (pushFails !== null && (isSilence(pushFails) || pushFails === 'auth')) push.force();
    else push.request();
    history.request();
    if (checker) check?.requestAfter(checker.dueInMs());
  };

  const currentState = (): SyncState => {
    if (state.stopped) return 'closed';
    if (state.blocked) return state.blocked;
    if (state.online === null) return 'opening';
    if (!state.online) return 'offline';
    if (state.tooOld) return 'upgrade_required';
    if (state.resetDue) return 'reset';
    if (state.firstSync) return 'bootstrapping';
    if (push.running()) return 'pushing';
    if (pull.running()) return 'pulling';
    return 'idle';
  };

  return {
    scope,
    start: () => pull.request(),
    stop: async () => {
      state.stopped = true;
      await Promise.all([
        pull.stop(),
        push.stop(),
        history.stop(),
        check?.stop(),
        builderOf(context)?.stop(),
      ]);
    },
    nudged: (version) => {
      // Our own push, or an old hint: those rows are here.
      if (version > 0 && version <= store.identity(scope).cursor[0]) return;
      const pause = push.running() ? pauseBeforePull() : 0;
      pull.requestAfter(Math.max(pause, nudgeJitterMs(deps.desks(), scheduler.random())));
    },
    rejoined: () => pull.force(),
    channelLost: () => pull.requestAfter(scheduler.random() * LOOK_AFTER_LOSS_MS),
    committed: () => push.request(),
    wake: () => {
      freshTried = false;
      pull.force();
      push.force();
    },
    woke: () => {
      state.greeted = false;
      freshTried = false;
      pull.force();
    },
    checkNow: () => {
      checker?.begin();
      check?.force();
    },
    fetchMonths: (months) => {
      const { coveredFrom = null } = store.identity(scope);
      const held = new Set(store.coverage(scope));
      const missing = months.filter(
        (month) => !held.has(month) && (coveredFrom === null || month < coveredFrom),
      );
      if (missing.length === 0) return;
      state.wantedMonths = new Set([...state.wantedMonths, ...missing]);
      history.force();
    },
    release: () => {
      release(context);
      push.force();
    },
    snapshot: () => ({ ...state, state: currentState(), heldUntil: heldUntil(context) }),
  };
}
