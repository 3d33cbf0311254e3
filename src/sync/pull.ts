import type { RemoteSession } from '../contracts/ports.ts';
import { AGAIN, DONE, failed, type LaneOutcome } from './lane.ts';
import { answered, deviceProof, refusal, type ScopeContext } from './scope-context.ts';

const PAGE_ROWS = 1_000;

/** The next attempt begins with hello; after a moment, so that two sides that disagree do not run in a circle. */
function doubt(context: ScopeContext, code: string): LaneOutcome {
  context.state.greeted = false;
  context.onStatus();
  return failed({ kind: 'gap', code, message: 'the cloud asks for a fresh start' });
}

/**
 * Pulls until the cloud has no more, then applies everything in one transaction. Only this settles an outbox row: the
 * verdicts travel with the rows they made, so a lost push reply loses nothing.
 */
export async function pullAll(context: ScopeContext, session: RemoteSession): Promise<LaneOutcome> {
  const { store, remote, scope, state } = context;
  const asked = context.clock.now();
  const identity = store.identity(scope);
  // Pages of an attempt that did not end may lack rows that changed since.
  store.discardStaged(scope);
  let since = identity.cursor;
  for (;;) {
    const reply = await remote.pull(session, {
      ...deviceProof(identity),
      scope,
      client_id: identity.clientId,
      epoch: identity.epoch ?? '',
      scope_v: identity.scopeV ?? '',
      since,
      ack: identity.ack,
      limit: PAGE_ROWS,
    });
    if (state.stopped) return DONE;
    if (!reply.ok) return refusal(context, 'pull', reply.error, session);
    answered(context);
    const page = reply.value;
    if ('reset' in page) {
      state.resetDue = true;
      return doubt(context, 'RESET');
    }
    // Verdicts are numbered for the client that asked: after a renumbering they would settle the wrong rows.
    if (store.identity(scope).clientId !== identity.clientId) return AGAIN;
    if (page.epoch !== identity.epoch) return doubt(context, 'OTHER_EPOCH');
    store.stagePage(scope, page);
    if (!page.more) break;
    since = page.next;
  }
  const outcome = store.applyStaged(scope);
  state.head = Math.max(state.head, outcome.head);
  state.completeTo = asked;
  // It was written: the disk takes rows again.
  if (state.blocked === 'disk_full') state.blocked = null;
  if (outcome.notice.tables.length > 0) context.onCommit(outcome.notice);
  context.onStatus();
  return DONE;
}
