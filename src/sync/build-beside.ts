import type { SecondFileOrder, SecondFilePart, SecondFilePort } from '../contracts/second-file.ts';
import { bucketOf } from '../base/time.ts';
import { PLATFORM_SCOPE } from '../domain/tables.ts';
import { monthPlus, WINDOW_MONTHS_BACK } from './bootstrap-plan.ts';
import { AGAIN, DONE, failed, type LaneOutcome } from './lane.ts';
import { progressRate } from './progress-rate.ts';
import { answered, refusal, type ScopeContext } from './scope-context.ts';
import type { Rebuild } from './scope-state.ts';
import type { RemoteSession } from '../contracts/ports.ts';

/**
 * Visits up to which rows go straight into the open file: a second or two of small steps, no more than what a thread, a
 * second connection and the exchange of files cost.
 */
export const FEW_VISITS = 3_000;

/** Who builds second files for the scope: nobody for the platform's few rows, nor where there are no threads. */
export const builderOf = ({ secondFile, scope }: ScopeContext): SecondFilePort | null =>
  scope === PLATFORM_SCOPE ? null : (secondFile ?? null);

/** A fresh file was put in place: what this machine knows of the old one no longer holds. */
function exchanged(context: ScopeContext): void {
  const { state } = context;
  state.accepted = 0;
  state.firstSync = false;
}

/** Puts in place what was built; false when the open file has got ahead of it. */
async function exchange(
  context: ScopeContext,
  builder: SecondFilePort,
  part: SecondFilePart,
  change: Rebuild['change'],
): Promise<boolean> {
  const notice = await builder.putInPlace(context.scope, part, change);
  if (notice === null) return false;
  exchanged(context);
  context.onCommit(notice);
  context.onStatus();
  return true;
}

/**
 * Builds a second file with everything that this PC holds, and puts it in place. `rebuild` is set where the open file's
 * rows are not to be built upon; people read and write in it until the exchange all the same.
 */
export async function buildBeside(
  context: ScopeContext,
  builder: SecondFilePort,
  rebuild: Rebuild | null,
): Promise<LaneOutcome> {
  const { store, scope, state, clock } = context;
  const known = store.identity(scope);
  const order: SecondFileOrder = {
    scope,
    scopeName: scope,
    clientId: rebuild?.change?.clientId ?? known.clientId,
    deviceId: known.deviceId,
    deviceSecret: known.deviceSecret,
    epoch: rebuild?.epoch ?? known.epoch ?? '',
    scopeV: rebuild?.scopeV ?? known.scopeV ?? '',
    holds: rebuild ? rebuild.holds : (store.deviceScope?.holds(scope).now ?? null),
    head: rebuild?.head ?? known.cursor[0],
    ack: known.ack,
    alsoMonths: store.coverage(scope).filter((month) => month < oldestOf(clock.now())),
  };
  state.firstSync = known.onlyToday === true;
  const rate = progressRate(context.scheduler.now);
  let last: RemoteSession | null = null;
  const built = await builder.build(order, {
    session: async () => {
      const session = await context.sessions.current();
      last = session.ok ? session.value : null;
      return session;
    },
    progress: ({ rows, ofRows }) => {
      answered(context);
      state.progress = rate(rows, ofRows);
      context.onStatus();
    },
    ...(rebuild === null && known.onlyToday === true
      ? { near: () => exchange(context, builder, 'near', null) }
      : {}),
  });
  state.progress = null;
  if (state.stopped) return DONE;
  if (!built.ok) {
    if (built.error.kind === 'gap') state.greeted = false;
    return built.error.code === 'STOPPED'
      ? failed(built.error)
      : refusal(context, 'build', built.error, last);
  }
  // What it lacks by now is a few rows: the next build is one pull.
  if (!(await exchange(context, builder, 'whole', rebuild?.change ?? null))) return AGAIN;
  if (rebuild) {
    state.resetDue = false;
    state.rebuild = null;
    // Under the new epoch or client id the machine introduces itself again.
    state.greeted = false;
  }
  return DONE;
}

const oldestOf = (now: number): number => monthPlus(bucketOf(now), -WINDOW_MONTHS_BACK);
