import { bothHold, type DeviceHolds } from '../contracts/device-scope.ts';
import type { DeviceScopePort, NarrowPlace, RemoteSession } from '../contracts/ports.ts';
import type { BucketsReply } from '../contracts/wire.ts';
import { TABLES } from '../domain/tables.ts';
import { type BootstrapStep, planBootstrap } from './bootstrap-plan.ts';
import { otherScope } from './bootstrap-today.ts';
import { AGAIN, DONE, type LaneOutcome } from './lane.ts';
import { lacksTable } from './older-cloud.ts';
import { answered, deviceProof, refusal, type ScopeContext } from './scope-context.ts';

/** Small enough to be stored between two keystrokes. */
const PAGE_ROWS = 500;

/** One table, or one month of it, of the branches that are new here (undefined: of all). */
type Widening = BootstrapStep & { readonly places: readonly string[] | undefined };

/** What has to be fetched so that a file that holds `now` holds `due`, in the months that it holds. */
export function planWidening(
  now: DeviceHolds,
  due: DeviceHolds,
  steps: readonly BootstrapStep[],
): readonly Widening[] {
  const kept = bothHold(now, due);
  const newPlaces = (due.locations ?? []).filter((id) => kept.locations?.includes(id) === false);
  const isPlaceNew = kept.locations !== null && (due.locations === null || newPlaces.length > 0);
  return steps.flatMap((step): readonly Widening[] => {
    const { class: kind, locationColumn } = TABLES[step.table];
    if (!due.classes.includes(kind)) return [];
    if (!kept.classes.includes(kind)) return [{ ...step, places: undefined }];
    if (locationColumn === null || !isPlaceNew) return [];
    return [{ ...step, places: due.locations === null ? undefined : newPlaces }];
  });
}

/** Takes away and fetches what the change of the device scope asks for; done when nothing is due any more. */
export async function rescope(
  context: ScopeContext,
  port: DeviceScopePort,
  session: RemoteSession,
  buckets: BucketsReply['buckets'],
): Promise<LaneOutcome> {
  const { store, scope, state, clock } = context;
  const { now, due } = port.holds(scope);
  if (!now || !due) return DONE;
  const isSame = (): boolean => JSON.stringify(port.holds(scope).due) === JSON.stringify(due);

  let pending = 0;
  let place: NarrowPlace | null = { table: 0, after: '' };
  while (place) {
    const step: ReturnType<DeviceScopePort['narrow']> = port.narrow(scope, place);
    pending += step.pending;
    place = step.next;
    if (step.notice.tables.length > 0) context.onCommit(step.notice);
    // A click may come between.
    await new Promise<void>((resolve) => context.scheduler.after(0, resolve));
    if (state.stopped) return DONE;
    if (!isSame()) return AGAIN;
  }

  const held = store.coverage(scope);
  const plan = planBootstrap(scope, clock.now(), buckets, [], held);
  const steps = [
    ...plan.first,
    ...plan.later.filter(({ bucket }) => bucket !== null && held.includes(bucket)),
  ];
  for (const step of planWidening(now, due, steps)) {
    if (step.knownEmpty) continue;
    const ended = await fetchWidening(context, port, session, step);
    if (ended) return ended;
    if (!isSame()) return AGAIN;
  }
  context.onCommit(port.end(scope, pending));
  return DONE;
}

/** Null when the step's rows are here. */
async function fetchWidening(
  context: ScopeContext,
  port: DeviceScopePort,
  session: RemoteSession,
  { table, bucket, places }: Widening,
): Promise<LaneOutcome | null> {
  const { store, remote, scope, state } = context;
  let after: string | null = null;
  for (;;) {
    const { scopeV, epoch, ...identity } = store.identity(scope);
    const reply = await remote.bootstrap(session, {
      ...deviceProof({ ...identity, scopeV, epoch }),
      scope,
      table,
      bucket,
      ...(places === undefined ? {} : { places: [...places] }),
      after_id: after,
      limit: PAGE_ROWS,
    });
    if (state.stopped) return DONE;
    if (!reply.ok) {
      return lacksTable(reply.error) ? null : refusal(context, `widen ${table}`, reply.error, session);
    }
    answered(context);
    const page = reply.value;
    const here = store.identity(scope);
    if (here.epoch !== epoch || here.scopeV !== scopeV || here.state !== 'ready') return AGAIN;
    if (page.scope_v !== scopeV) return otherScope(context);
    context.onCommit(port.storePage(scope, table, page));
    const last: unknown = page.rows.at(-1)?.[page.cols.indexOf('id')];
    if (!page.more || typeof last !== 'string') return null;
    after = last;
  }
}
