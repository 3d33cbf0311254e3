import type { Clock } from '../base/time.ts';
import { bucketOf } from '../base/time.ts';
import { err, ok } from '../base/result.ts';
import type { RemotePort, RemoteFailure, RemoteResult, RemoteSession } from '../contracts/ports.ts';
import type {
  FinishedFile,
  SecondFileOrder,
  SecondFilePart,
  SecondFileProgress,
  SecondFileStore,
} from '../contracts/second-file.ts';
import type { BootstrapReply } from '../contracts/wire.ts';
import { lacksTable, nothingOf } from './older-cloud.ts';
import { type BootstrapPlan, type BootstrapStep, monthPlus, planBootstrap } from './bootstrap-plan.ts';

/** Rows a request: some 200 kB compressed, a twentieth of a second of the cloud's work. */
const PAGE_ROWS = 5_000;
/** Requests under way at once: while one page is stored, the next are made and travel. */
const AT_ONCE = 3;
const PULL_ROWS = 5_000;

export type SecondFileBuild = {
  readonly store: SecondFileStore;
  readonly remote: Pick<RemotePort, 'buckets' | 'bootstrap' | 'pull'>;
  readonly session: () => RemoteResult<RemoteSession>;
  readonly clock: Clock;
  readonly progress: (progress: SecondFileProgress) => void;
  /** Hears that the near part stands ready, and answers whether it was put in place; null: nobody waits for it. */
  readonly near: (() => Promise<boolean>) | null;
  readonly stopped: () => boolean;
};

/** The way out of nested loops; never leaves this file. */
class Stopped extends Error {
  readonly failure: RemoteFailure;
  constructor(failure: RemoteFailure) {
    super(failure.code);
    this.failure = failure;
  }
}
const STOPPED: RemoteFailure = { kind: 'offline', code: 'STOPPED', message: 'the build was ended' };
const RESET: RemoteFailure = { kind: 'gap', code: 'RESET', message: 'the cloud asks for a fresh start' };
const NO_PROGRESS: RemoteFailure = {
  kind: 'fault',
  code: 'NO_PROGRESS',
  message: 'a page without rows that promises more',
};

/**
 * Fills a second file with a scope, months newest first, and brings it up to date. What is stored stays: another call
 * goes on from there. Answers the cloud's failure that ended it; the store's are thrown.
 */
export async function buildSecondFile(order: SecondFileOrder, build: SecondFileBuild): RemoteResult<null> {
  try {
    await run(order, build);
    return ok(null);
  } catch (cause) {
    if (cause instanceof Stopped) return err(cause.failure);
    throw cause;
  }
}

async function run(order: SecondFileOrder, build: SecondFileBuild): Promise<void> {
  const ask = asker(order, build);
  const { buckets } = await ask((session, proof) => build.remote.buckets(session, proof));
  const plan = planBootstrap(order.scope, build.clock.now(), buckets, [], order.alsoMonths);
  const coveredFrom = monthPlus(bucketOf(build.clock.now()), -1);
  const count = counter(build, plan);
  await fetchAll(build, ask, plan.first, count);
  if (build.near && plan.later.some((step) => build.store.resume(step.table, step.bucket) === null)) {
    do await finish('near', coveredFrom, order, build, ask);
    while (!(await build.near()));
  }
  await fetchAll(build, ask, plan.later, count);
  await finish('whole', coveredFrom, order, build, ask);
}

type Ask = <T>(
  call: (
    session: RemoteSession,
    proof: { readonly scope: string; readonly device_id: string; readonly device_secret: string },
  ) => RemoteResult<T>,
) => Promise<T>;

/** One call under a live session; throws Stopped with the failure. */
const asker =
  (order: SecondFileOrder, build: SecondFileBuild): Ask =>
  async (call) => {
    const session = await build.session();
    if (!session.ok) throw new Stopped(session.error);
    const { scope, deviceId, deviceSecret } = order;
    const reply = await call(session.value, { scope, device_id: deviceId, device_secret: deviceSecret });
    if (build.stopped()) throw new Stopped(STOPPED);
    if (!reply.ok) throw new Stopped(reply.error);
    return reply.value;
  };

/** Counts rows, and guesses how many there are from the visits that the cloud counted. */
function counter(
  { store, progress }: SecondFileBuild,
  plan: BootstrapPlan,
): (step: BootstrapStep, rows: number) => void {
  let rows = store.heldRows();
  let visits = 0;
  const appointments = plan.appointmentsFirst + plan.appointmentsLater;
  return (step, added) => {
    rows += added;
    if (step.table === 'appointment') visits += added;
    // Visits come first in their month: their share of the rows so far is known after the first months.
    const ofRows = visits === 0 ? null : Math.max(rows, Math.round((rows / visits) * appointments));
    progress({ rows, ofRows });
  };
}

async function fetchAll(
  build: SecondFileBuild,
  ask: Ask,
  steps: readonly BootstrapStep[],
  count: (step: BootstrapStep, rows: number) => void,
): Promise<void> {
  const queue = steps.values();
  let isOver = false;
  const work = async (): Promise<void> => {
    for (const step of queue) {
      if (isOver) return;
      try {
        await fetchStep(build, ask, step, (rows) => count(step, rows));
      } catch (cause) {
        isOver = true;
        throw cause;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

async function fetchStep(
  { store, remote }: SecondFileBuild,
  ask: Ask,
  { table, bucket, knownEmpty }: BootstrapStep,
  onRows: (rows: number) => void,
): Promise<void> {
  for (;;) {
    const after = store.resume(table, bucket);
    if (after === 'done') return;
    if (knownEmpty && bucket !== null) {
      store.markEmpty(table, bucket);
      return;
    }
    const page: BootstrapReply = await ask(async (session, proof) => {
      const request = { ...proof, table, bucket, after_id: after, limit: PAGE_ROWS };
      const reply = await remote.bootstrap(session, request);
      return reply.ok || !lacksTable(reply.error) ? reply : ok(nothingOf(table, 0));
    });
    if (page.more && page.rows.length === 0) throw new Stopped(NO_PROGRESS);
    store.storePage(table, bucket, page);
    onRows(page.rows.length);
    if (!page.more) return;
  }
}

async function finish(
  part: SecondFilePart,
  coveredFrom: number,
  order: SecondFileOrder,
  build: SecondFileBuild,
  ask: Ask,
): Promise<void> {
  const file = build.store.finish(part, coveredFrom);
  try {
    await catchUp(order, build, ask, file);
  } finally {
    file.close();
  }
}

/** Pulls until nothing is left. Verdicts of the queue are the open file's: this one has no queue. */
async function catchUp(
  { scope }: SecondFileOrder,
  { remote }: SecondFileBuild,
  ask: Ask,
  { store, discard }: FinishedFile,
): Promise<void> {
  const identity = store.identity(scope);
  store.discardStaged(scope);
  let since = identity.cursor;
  for (;;) {
    const page = await ask((session, proof) =>
      remote.pull(session, {
        ...proof,
        client_id: identity.clientId,
        epoch: identity.epoch ?? '',
        scope_v: identity.scopeV ?? '',
        since,
        ack: identity.ack,
        limit: PULL_ROWS,
      }),
    );
    if ('reset' in page) {
      discard();
      throw new Stopped(RESET);
    }
    store.stagePage(scope, page);
    if (!page.more) break;
    since = page.next;
  }
  store.applyStaged(scope);
}
