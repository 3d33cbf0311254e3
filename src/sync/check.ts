import { bucketOf, DAY, MINUTE } from '../base/time.ts';
import type { CheckStorePort, RemoteSession, TableDigests } from '../contracts/ports.ts';
import type { BootstrapReply, DigestReply } from '../contracts/wire.ts';
import {
  columnsOf,
  PLATFORM_SCOPE,
  PLATFORM_TABLES,
  TABLES,
  TENANT_TABLES,
  type TableName,
} from '../domain/tables.ts';
import { monthPlus } from './bootstrap-plan.ts';
import { DONE, failed, type LaneOutcome, PARKED } from './lane.ts';
import { lacksTable } from './older-cloud.ts';
import { answered, deviceProof, refusal, type ScopeContext } from './scope-context.ts';

/** A desk that was just switched on has better things to do. */
const FIRST_AFTER_MS = 5 * MINUTE;
const EVERY_MS = DAY;
/** Somebody works: the digests would speak of two different moments. The wait doubles while that goes on. */
const REST_MS = 1_000;
const LONGEST_REST_MS = 30_000;
const SLICE_REST_MS = 15;
const CALL_REST_MS = 200;
const PAGE_ROWS = 1_000;

/**
 * Compares this file with the cloud, table by table and month by month, while nothing else is to be done, and fetches
 * again what differs. Both sides must stand at the same head; where one moves on, that table is begun anew later.
 */
export type Checker = {
  /** When the next part may begin, from now. */
  readonly dueInMs: () => number;
  readonly run: () => Promise<LaneOutcome>;
  /** A person asks: a whole new pass, at once. */
  readonly begin: () => void;
};

type Step = 'done' | 'moved' | LaneOutcome;
const isOutcome = (step: Step): step is LaneOutcome => typeof step !== 'string';

export function createChecker(
  context: ScopeContext,
  store: CheckStorePort,
  isQuiet: () => boolean,
  /** Runs the check again so much later. */
  later: (ms: number) => void,
): Checker {
  const { scope, scheduler, state, remote } = context;
  const all = (scope === PLATFORM_SCOPE ? PLATFORM_TABLES : TENANT_TABLES).toSorted(
    (a, b) => TABLES[a].no - TABLES[b].no,
  );
  /** Named by a migration: what an earlier version had not kept of them is fetched now. */
  const due = new Set(store.dueTables(scope).filter((table) => all.includes(table)));
  let left: TableName[] = all.filter((table) => due.has(table));
  let isWhole = due.size === 0;
  const afterStart = (): number => scheduler.now() + FIRST_AFTER_MS * (0.5 + scheduler.random());
  let nextAt = isWhole ? afterStart() : scheduler.now();
  /** Compared in this pass, so that a table that is begun anew does not ask for them again. */
  const agreed = new Set<string>();
  /** What was fetched again and still differed: by the cloud's figure, until that changes. */
  const disagreed = new Map<string, string>();

  let rests = 0;
  /** A person waits for the end of this pass. */
  let inHaste = false;
  const rest = (): LaneOutcome => {
    const ms = Math.min(LONGEST_REST_MS, REST_MS * 2 ** rests);
    rests += 1;
    nextAt = scheduler.now() + ms;
    later(ms);
    return PARKED;
  };
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      scheduler.after(inHaste ? 0 : ms, resolve);
    });
  const cursor = (): number => context.store.identity(scope).cursor[0];
  const isReady = (): boolean =>
    state.greeted &&
    !state.resetDue &&
    state.online === true &&
    context.store.identity(scope).state === 'ready' &&
    // Between two device scopes the cloud speaks of rows that are only being fetched, or taken away.
    (context.store.deviceScope?.holds(scope).due ?? null) === null;

  /** Null when rows of the cloud came in meanwhile, or the desk was closed. */
  const sweep = async (table: TableName, at: number): Promise<TableDigests | null> => {
    const reading = store.digests(scope, table);
    for (;;) {
      const slice = reading.next();
      if (slice.done) return slice.value;
      await pause(SLICE_REST_MS);
      if (state.stopped || !isReady() || cursor() !== at) return null;
    }
  };

  const monthsOf = async (
    session: RemoteSession,
    found: TableDigests,
  ): Promise<readonly number[] | LaneOutcome> => {
    const reply = await remote.buckets(session, { ...deviceProof(context.store.identity(scope)), scope });
    if (!reply.ok) return refusal(context, 'check', reply.error, session);
    const today = bucketOf(context.clock.now());
    const named = [...found.keys(), ...reply.value.buckets.map(({ bucket }) => bucket)];
    const months = named.filter((bucket): bucket is number => bucket !== null);
    return [...new Set([...months, monthPlus(today, -1), today, monthPlus(today, 1)])].toSorted(
      (a, b) => b - a,
    );
  };

  const fetchRows = async (
    session: RemoteSession,
    table: TableName,
    bucket: number | null,
    at: number,
  ): Promise<readonly BootstrapReply[] | Step> => {
    const pages: BootstrapReply[] = [];
    const idAt = columnsOf(table).indexOf('id');
    for (;;) {
      const after = pages.at(-1)?.rows.at(-1)?.[idAt] as string | undefined;
      const reply = await remote.bootstrap(session, {
        ...deviceProof(context.store.identity(scope)),
        scope,
        table,
        bucket,
        after_id: after ?? null,
        limit: PAGE_ROWS,
      });
      if (state.stopped) return DONE;
      if (!reply.ok) return refusal(context, `check ${table}`, reply.error, session);
      if (reply.value.head !== at || cursor() !== at) return 'moved';
      pages.push(reply.value);
      if (!reply.value.more) return pages;
      if (reply.value.rows.length === 0) {
        return failed({
          kind: 'fault',
          code: 'NO_PROGRESS',
          message: 'a page without rows that promises more',
        });
      }
    }
  };

  const heal = async (
    session: RemoteSession,
    table: TableName,
    bucket: number | null,
    reply: DigestReply,
  ): Promise<Step> => {
    const pages = await fetchRows(session, table, bucket, reply.head);
    if (typeof pages === 'string' || 'kind' in pages) return pages;
    const put = store.replaceRows(scope, table, bucket, pages);
    if (!put) return 'moved';
    context.onCommit(put.notice);
    const after = await sweep(table, reply.head);
    const isHealed = after === null || isSame(table, after.get(bucket), reply);
    const { missing, surplus, changed } = put;
    // Expected, and no damage.
    if (due.has(table) && isHealed) return 'done';
    const outcome = isHealed ? 'healed' : 'disagrees';
    if (!isHealed) disagreed.set(keyOf(table, bucket), reply.contents);
    store.noteFinding(scope, { at: context.clock.now(), table, bucket, missing, surplus, changed, outcome });
    context.onTrouble({
      scope,
      during: 'check',
      code: isHealed ? 'DIGEST_HEALED' : 'DIGEST_DISAGREES',
      message: `${keyOf(table, bucket)}: ${missing} missing, ${surplus} surplus, ${changed} changed`,
    });
    context.onStatus();
    return 'done';
  };

  const compare = async (session: RemoteSession, table: TableName): Promise<Step> => {
    const at = cursor();
    const found = await sweep(table, at);
    if (!found) return 'moved';
    const months = TABLES[table].bucketed ? await monthsOf(session, found) : null;
    if (months && 'kind' in months) return months;
    for (const bucket of months === null ? [null] : store.heldOf(scope, table, months)) {
      const key = keyOf(table, bucket);
      if (agreed.has(key)) continue;
      await pause(CALL_REST_MS);
      if (state.stopped) return DONE;
      if (!isQuiet()) return 'moved';
      const identity = context.store.identity(scope);
      const reply = await remote.digest(session, { ...deviceProof(identity), scope, table, bucket });
      if (state.stopped) return DONE;
      if (!reply.ok) {
        if (lacksTable(reply.error)) return 'done';
        return refusal(context, `check ${table}`, reply.error, session);
      }
      answered(context);
      if (reply.value.head !== at || cursor() !== at) return 'moved';
      if (!isSame(table, found.get(bucket), reply.value) && disagreed.get(key) !== reply.value.contents) {
        const healed = await heal(session, table, bucket, reply.value);
        if (healed !== 'done') return healed;
      }
      agreed.add(key);
    }
    return 'done';
  };

  return {
    dueInMs: () => Math.max(0, nextAt - scheduler.now()),
    begin: () => {
      left = [...all];
      isWhole = true;
      agreed.clear();
      rests = 0;
      inHaste = true;
      nextAt = scheduler.now();
    },
    run: async () => {
      if (scheduler.now() < nextAt) {
        // Asked for too early, by a timer that was set before the last rest: that one's own was not needed then.
        later(nextAt - scheduler.now());
        return PARKED;
      }
      if (!isReady() || !isQuiet()) return rest();
      if (left.length === 0) {
        left = [...all];
        isWhole = true;
        agreed.clear();
      }
      const session = await context.sessions.current();
      if (!session.ok) return refusal(context, 'check', session.error, null);
      for (let table = left[0]; table !== undefined; table = left[0]) {
        const step = await compare(session.value, table);
        if (isOutcome(step)) return step;
        if (step === 'moved') return rest();
        left.shift();
        if (due.delete(table)) store.noteFetched(scope, table);
        rests = 0;
      }
      inHaste = false;
      if (!isWhole) {
        nextAt = afterStart();
        later(nextAt - scheduler.now());
        return DONE;
      }
      nextAt = scheduler.now() + EVERY_MS;
      store.noteChecked(scope, context.clock.now());
      context.onStatus();
      return DONE;
    },
  };
}

const keyOf = (table: TableName, bucket: number | null): string => `${table} ${bucket ?? 'all'}`;

/** A cloud that knows more columns than this desk is compared by ids and versions alone. */
function isSame(
  table: TableName,
  here: { readonly count: number; readonly hash: string; readonly contents: string } | undefined,
  there: DigestReply,
): boolean {
  if (here === undefined || there.count !== here.count) return here === undefined && there.count === 0;
  if (here.hash !== there.hash) return false;
  return there.cols.join() !== columnsOf(table).join() || here.contents === there.contents;
}
