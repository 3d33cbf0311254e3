import type { BucketsReply } from '../contracts/wire.ts';
import type { RemoteSession } from '../contracts/ports.ts';
import { type BootstrapStep, planBootstrap } from './bootstrap-plan.ts';
import { bootstrapToday, otherScope } from './bootstrap-today.ts';
import { buildBeside, builderOf, FEW_VISITS } from './build-beside.ts';
import { AGAIN, DONE, failed, type LaneOutcome, PARKED } from './lane.ts';
import { lacksTable, nothingOf } from './older-cloud.ts';
import { progressRate } from './progress-rate.ts';
import { rescope } from './rescope.ts';
import { answered, deviceProof, refusal, type ScopeContext } from './scope-context.ts';

/** Rows a page: storing one must not keep a click waiting. */
const PAGE_ROWS = 500;
/** Steps under way at once: the network's wait is shared, the file takes one page at a time all the same. */
const AT_ONCE = 3;

/** Fetches one table or one month of it, from where an earlier attempt stopped. Null when it is held whole. */
async function fetchStep(
  context: ScopeContext,
  session: RemoteSession,
  step: BootstrapStep,
  onRows: (step: BootstrapStep, count: number) => void,
): Promise<LaneOutcome | null> {
  const { store, remote, scope, state } = context;
  const began = store.identity(scope);
  for (;;) {
    const after = store.bootstrapResume(scope, step.table, step.bucket);
    if (after === 'done') return null;
    if (step.knownEmpty) {
      store.storeBootstrapPage(scope, step.table, step.bucket, nothingOf(step.table, state.head));
      return null;
    }
    const reply = await remote.bootstrap(session, {
      ...deviceProof(store.identity(scope)),
      scope,
      table: step.table,
      bucket: step.bucket,
      after_id: after,
      limit: PAGE_ROWS,
    });
    if (state.stopped) return DONE;
    if (!reply.ok) {
      if (!lacksTable(reply.error)) return refusal(context, `bootstrap ${step.table}`, reply.error, session);
      store.storeBootstrapPage(scope, step.table, step.bucket, nothingOf(step.table, state.head));
      return null;
    }
    answered(context);
    // A reset came between: this page belongs to rows that are gone.
    const now = store.identity(scope);
    if (reply.value.scope_v !== undefined && reply.value.scope_v !== now.scopeV) return otherScope(context);
    if (now.epoch !== began.epoch || now.scopeV !== began.scopeV || now.state !== began.state) return AGAIN;
    if (reply.value.more && reply.value.rows.length === 0) {
      return failed({
        kind: 'fault',
        code: 'NO_PROGRESS',
        message: 'a page without rows that promises more',
      });
    }
    const notice = store.storeBootstrapPage(scope, step.table, step.bucket, reply.value);
    onRows(step, reply.value.rows.length);
    if (notice.tables.length > 0) context.onCommit(notice);
    if (!reply.value.more) return null;
  }
}

async function readBuckets(
  context: ScopeContext,
  session: RemoteSession,
): Promise<BucketsReply | { readonly stop: LaneOutcome }> {
  const { store, remote, scope } = context;
  const reply = await remote.buckets(session, { ...deviceProof(store.identity(scope)), scope });
  if (context.state.stopped) return { stop: DONE };
  if (!reply.ok) return { stop: refusal(context, 'buckets', reply.error, session) };
  answered(context);
  return reply.value;
}

/** Runs the steps and keeps the progress that the status bar shows. Null when all are held. */
async function fetchSteps(
  context: ScopeContext,
  session: RemoteSession,
  steps: readonly BootstrapStep[],
  appointments: number,
): Promise<LaneOutcome | null> {
  const { state } = context;
  let reference = 0;
  let booked = 0;
  const progress = progressRate(context.scheduler.now);
  state.progress = progress(0, null);
  const count = (at: BootstrapStep, rows: number): void => {
    if (at.bucket === null) reference += rows;
    else if (at.table === 'appointment') booked += rows;
    // How many clients there are is known only when they are here.
    const ofRows = at.bucket === null ? null : reference + Math.max(booked, appointments);
    state.progress = progress(reference + booked, ofRows);
    context.onStatus();
  };
  const queue = steps.values();
  let stop: LaneOutcome | null = null;
  const work = async (): Promise<void> => {
    // Taken from one queue in order, so that what is needed first also comes first.
    for (const step of queue) {
      try {
        const ended = await fetchStep(context, session, step, count);
        stop ??= ended ?? (state.stopped ? DONE : null);
      } catch (cause) {
        // The others end with their page: the next attempt takes up what is left.
        stop ??= AGAIN;
        throw cause;
      }
      if (stop) return;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (stop) return stop;
  state.progress = null;
  return null;
}

/** First sync, stage 1: as soon as it is published, today's diary is usable. `head` is that of the last hello. */
export async function bootstrapFirst(context: ScopeContext, session: RemoteSession): Promise<LaneOutcome> {
  const { store, scope, state } = context;
  state.firstSync = true;
  context.onStatus();
  // A half-built file is gone on with at the head that it was begun at: the cloud has moved on since, pull follows.
  if (!state.resetDue && store.identity(scope).state !== 'building') store.beginBootstrap(scope, state.head);
  const buckets = await readBuckets(context, session);
  if ('stop' in buckets) return buckets.stop;
  const plan = planBootstrap(scope, context.clock.now(), buckets.buckets, []);
  if (builderOf(context) && plan.appointmentsFirst + plan.appointmentsLater > FEW_VISITS) {
    const today = await bootstrapToday(context, session);
    // What follows today is still the first sync.
    if (today.kind === 'done' && !state.stopped) state.resetDue = state.resetBegun = false;
    return today;
  }
  const stop = await fetchSteps(context, session, plan.first, plan.appointmentsFirst);
  if (stop) return stop;
  const notice = store.publishBootstrap(scope);
  state.firstSync = false;
  state.resetDue = false;
  state.resetBegun = false;
  context.onCommit(notice);
  context.onStatus();
  return DONE;
}

/** Stage 2: older months, newest first, while the desk is already at work. */
export async function bootstrapLater(context: ScopeContext, session: RemoteSession): Promise<LaneOutcome> {
  const { store, scope } = context;
  const buckets = await readBuckets(context, session);
  if ('stop' in buckets) return buckets.stop;
  // A reset came between: an old month in a file that is being built would pass for all that follows it.
  if (store.identity(scope).state !== 'ready') return PARKED;
  const plan = planBootstrap(scope, context.clock.now(), buckets.buckets, store.coverage(scope));
  const builder = builderOf(context);
  const { onlyToday } = store.identity(scope);
  const visits = plan.appointmentsLater + (onlyToday === true ? plan.appointmentsFirst : 0);
  if (builder && (onlyToday === true || visits > FEW_VISITS)) return buildBeside(context, builder, null);
  return (await fetchSteps(context, session, plan.later, plan.appointmentsLater)) ?? DONE;
}

/** Months that somebody looks at, before all others and however old they are. They go into the open file. */
export async function bootstrapWanted(context: ScopeContext, session: RemoteSession): Promise<LaneOutcome> {
  const { store, scope, state, clock } = context;
  const wanted = state.wantedMonths;
  const buckets = await readBuckets(context, session);
  if ('stop' in buckets) return buckets.stop;
  // A file with today alone gets them with everything else.
  if (store.identity(scope).state !== 'ready' || store.identity(scope).onlyToday === true) return DONE;
  const { later } = planBootstrap(scope, clock.now(), buckets.buckets, store.coverage(scope), [...wanted]);
  const steps = later.filter(({ bucket }) => bucket !== null && wanted.has(bucket));
  const visits = buckets.buckets.reduce(
    (sum, one) => sum + (wanted.has(one.bucket) ? one.appointments : 0),
    0,
  );
  const stop = await fetchSteps(context, session, steps, visits);
  if (stop) return stop;
  state.wantedMonths = new Set([...state.wantedMonths].filter((month) => !wanted.has(month)));
  context.onStatus();
  return DONE;
}

/** Far more visits than the open file holds are not fetched into it row by row. */
const MANY_MORE_VISITS = 10_000;

/** Carries out a changed device scope: in the open file, or in a second one where very much comes in. */
export async function carryOutScope(context: ScopeContext, session: RemoteSession): Promise<LaneOutcome> {
  const { store, scope } = context;
  const port = store.deviceScope;
  if (!port) return DONE;
  const buckets = await readBuckets(context, session);
  if ('stop' in buckets) return buckets.stop;
  const builder = builderOf(context);
  const visits = buckets.buckets.reduce((sum, { appointments }) => sum + appointments, 0);
  const { due } = port.holds(scope);
  if (builder && due && visits - port.visits() > MANY_MORE_VISITS) {
    const { epoch, scopeV, cursor } = store.identity(scope);
    return buildBeside(context, builder, {
      epoch: epoch ?? '',
      scopeV: scopeV ?? '',
      holds: due,
      head: cursor[0],
      change: null,
    });
  }
  return rescope(context, port, session, buckets.buckets);
}
