import { DESK_SCHEMA, MAX_BATCH } from '../contracts/wire.ts';
import type { OutboxBatch, RemoteResult, RemoteSession } from '../contracts/ports.ts';
import { AGAIN, DONE, failed, PARKED, type LaneOutcome } from './lane.ts';
import { answered, deviceProof, refusal, type ScopeContext } from './scope-context.ts';

/** A session for the run: its actor's own if it is alive, otherwise that of whoever is at the desk. */
async function senderOf(context: ScopeContext, batch: OutboxBatch): RemoteResult<RemoteSession> {
  const own = await context.sessions.ofMember(batch.actorId);
  return own ? { ok: true, value: own } : context.sessions.current();
}

/** Refusals of the bytes themselves: the protocol's, SQLSTATE class 22 (data), no JSON, too large. */
const UNREADABLE = /^(SY400|PT400|22\w{3}|PGRST102|HTTP400|HTTP413|body_too_large)$/;

export type PushMemory = {
  /** Halves while the cloud refuses whole batches, until the mutation that it cannot take stands alone. */
  batchSize: number;
};
export const pushMemory = (): PushMemory => ({ batchSize: MAX_BATCH });

/**
 * Sends the oldest run that the cloud does not have yet. Its reply is a hint; `pullSoon` fetches the word that counts.
 */
export async function pushOnce(
  context: ScopeContext,
  memory: PushMemory,
  pullSoon: () => void,
): Promise<LaneOutcome> {
  const { store, remote, scope, state, schema = DESK_SCHEMA } = context;
  if (!state.greeted || state.resetDue || state.tooOld) return PARKED;
  const identity = store.identity(scope);
  const batch = store.nextBatch(scope, MAX_BATCH, state.accepted);
  const mutations = (batch?.mutations ?? [])
    .filter(({ id }) => id > state.accepted)
    .slice(0, memory.batchSize);
  if (!batch || mutations.length === 0) return DONE;

  const session = await senderOf(context, batch);
  if (!session.ok) return refusal(context, 'push', session.error, null);
  if (state.stopped) return DONE;
  const reply = await remote.push(session.value, {
    ...deviceProof(identity),
    scope,
    client_id: identity.clientId,
    schema,
    mutations,
  });
  if (state.stopped) return DONE;
  if (reply.ok) {
    answered(context);
    // A hello that noticed a new epoch meanwhile renumbered the queue: this reply counts in the old numbers.
    if (store.identity(scope).clientId !== identity.clientId) return AGAIN;
    memory.batchSize = MAX_BATCH;
    pullSoon();
    if (reply.value.lmid < (mutations[0]?.id ?? 0)) {
      return failed({ kind: 'fault', code: 'NO_PROGRESS', message: 'a push was answered but not taken' });
    }
    // No further than what was sent: in a file put back from a backup the cloud's numbers beyond it are other work.
    state.accepted = Math.max(state.accepted, Math.min(reply.value.lmid, mutations.at(-1)?.id ?? 0));
    return AGAIN;
  }
  const outcome = refusal(context, 'push', reply.error, session.value);
  if (reply.error.kind === 'copied' || reply.error.kind === 'gap') {
    // Another PC runs a copy of this file under the same client id, or the cloud misses numbers that will never come
    // (it forgot them, or this desk was killed between setting work aside and numbering anew): become a new client.
    store.renumber(scope, context.newId());
    state.accepted = 0;
    state.greeted = false;
    pullSoon();
    return outcome;
  }
  if (reply.error.kind === 'refused' || reply.error.kind === 'fault') {
    return setAside(context, memory, mutations, outcome, pullSoon);
  }
  return outcome;
}

/**
 * The cloud cannot take the bytes of this batch at all. Smaller batches find the one that it cannot take; that one is
 * set aside with what it says, so that the others go on.
 */
function setAside(
  context: ScopeContext,
  memory: PushMemory,
  mutations: OutboxBatch['mutations'],
  outcome: LaneOutcome,
  pullSoon: () => void,
): LaneOutcome {
  const { store, scope, state } = context;
  const [only, ...others] = mutations;
  if (others.length > 0) {
    memory.batchSize = Math.max(1, Math.floor(mutations.length / 2));
    return AGAIN;
  }
  if (!only || !store.setAside || outcome.kind !== 'failed' || outcome.failure.kind !== 'refused')
    return outcome;
  // A cloud in the middle of an upgrade refuses everything: only what says that the bytes are bad is the mutation's.
  if (!UNREADABLE.test(outcome.failure.code)) return outcome;
  memory.batchSize = MAX_BATCH;
  // The cloud never saw its number, and numbers have no gaps: the rest of the queue is numbered anew.
  const notice = store.setAside(scope, only.uuid, {
    code: outcome.failure.code,
    message: outcome.failure.message,
  });
  store.renumber(scope, context.newId());
  state.accepted = 0;
  state.greeted = false;
  context.onCommit(notice);
  // Hello first: under the new numbers the rest goes on at once.
  pullSoon();
  return PARKED;
}
