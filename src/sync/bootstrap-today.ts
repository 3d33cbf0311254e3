import { DAY, HOUR, type Interval } from '../base/time.ts';
import type { RemoteSession } from '../contracts/ports.ts';
import { TABLES, TENANT_TABLES, type TableName } from '../domain/tables.ts';
import { AGAIN, DONE, failed, type LaneOutcome } from './lane.ts';
import { lacksTable } from './older-cloud.ts';
import { progressRate } from './progress-rate.ts';
import { answered, deviceProof, refusal, type ScopeContext } from './scope-context.ts';

/** Small enough to be stored between two keystrokes. */
const PAGE_ROWS = 500;
const AT_ONCE = 3;
/** Today begins so long before UTC's day where the clocks are most ahead. */
const EARLIEST_MIDNIGHT = 14 * HOUR;

/** Today and tomorrow of every time zone. */
export const daysAroundToday = (now: number): Interval => {
  const midnight = Math.floor(now / DAY) * DAY;
  return { from: midnight - EARLIEST_MIDNIGHT, to: midnight + 2 * DAY + HOUR };
};

/** Large, and of no use at the counter in the first minute. */
const LATER = new Set<TableName>(['import_group', 'import_trace']);

/**
 * The very first rows of a large business: its frame, and the visits of today and tomorrow with their clients. Once
 * they are published the desk is at work; everything else is built in a second file.
 */
export async function bootstrapToday(context: ScopeContext, session: RemoteSession): Promise<LaneOutcome> {
  const { store, scope, state, clock } = context;
  if (!store.today) return DONE;
  const span = daysAroundToday(clock.now());
  const tables = TENANT_TABLES.filter((table) => !LATER.has(table)).toSorted(
    (a, b) => TABLES[a].no - TABLES[b].no,
  );
  const queue = tables.values();
  let stop: LaneOutcome | null = null;
  let rows = 0;
  const progress = progressRate(context.scheduler.now);
  state.progress = progress(0, null);
  const work = async (): Promise<void> => {
    for (const table of queue) {
      const ended = await fetchTable(context, session, table, span, (count) => {
        rows += count;
        state.progress = progress(rows, null);
        context.onStatus();
      });
      stop ??= ended ?? (state.stopped ? DONE : null);
      if (stop) return;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (stop) return stop;
  const notice = store.today.publish(scope, span);
  state.progress = null;
  context.onCommit(notice);
  context.onStatus();
  return DONE;
}

/** Null when the table's part is here. */
async function fetchTable(
  context: ScopeContext,
  session: RemoteSession,
  table: TableName,
  span: Interval,
  onRows: (count: number) => void,
): Promise<LaneOutcome | null> {
  const { store, remote, scope, state } = context;
  const began = store.identity(scope);
  let after: string | null = null;
  for (;;) {
    const reply = await remote.bootstrap(session, {
      ...deviceProof(store.identity(scope)),
      scope,
      table,
      bucket: null,
      span: [span.from, span.to],
      after_id: after,
      limit: PAGE_ROWS,
    });
    if (state.stopped) return DONE;
    if (!reply.ok) {
      return lacksTable(reply.error) ? null : refusal(context, `today ${table}`, reply.error, session);
    }
    answered(context);
    const page = reply.value;
    const now = store.identity(scope);
    if (now.epoch !== began.epoch || now.scopeV !== began.scopeV || now.state !== 'building') return AGAIN;
    if (page.scope_v !== undefined && page.scope_v !== now.scopeV) return otherScope(context);
    store.today?.storePage(table, page);
    onRows(page.rows.length);
    const last: unknown = page.rows.at(-1)?.[page.cols.indexOf('id')];
    if (!page.more || typeof last !== 'string') return null;
    after = last;
  }
}

/** What this PC may hold was changed while it was being fetched: hello says what it is now. */
export function otherScope(context: ScopeContext): LaneOutcome {
  context.state.greeted = false;
  return failed({
    kind: 'gap',
    code: 'OTHER_SCOPE',
    message: 'the device scope changed while rows were fetched',
  });
}
