import { DESK_SCHEMA, type HelloReply } from '../contracts/wire.ts';
import { MINUTE } from '../base/time.ts';
import type { RemoteSession } from '../contracts/ports.ts';
import { builderOf } from './build-beside.ts';
import { AGAIN, DONE, type LaneOutcome } from './lane.ts';
import { answered, deviceProof, refusal, type ScopeContext } from './scope-context.ts';

/** Longer than any call may take. */
const LONGEST_WAY_MS = MINUTE;

/**
 * Says hello: learns the cloud's epoch, head, what of ours it has, and its time. A different epoch means that the
 * cloud was restored or replaced: this replica becomes a new client of it and fetches everything again, while what
 * waits here keeps its uuids and goes out once more.
 */
export async function greet(context: ScopeContext, session: RemoteSession): Promise<LaneOutcome> {
  const { store, remote, scheduler, scope, state, schema = DESK_SCHEMA } = context;
  const known = store.identity(scope);
  const sent = scheduler.now();
  const reply = await remote.hello(session, {
    ...deviceProof(known),
    scope,
    client_id: known.clientId,
    schema,
    ...(context.app === undefined ? {} : { app: context.app }),
    // Ids are without gaps: the newest is so many above the last one that is settled here.
    queued: known.ack + store.pendingCount(scope),
  });
  if (state.stopped) return DONE;
  if (!reply.ok) return refusal(context, 'hello', reply.error, session);
  answered(context);
  const hello = reply.value;
  const took = scheduler.now() - sent;
  // The PC's clock was set while the answer was under way, or the PC slept: half the way says nothing then.
  if (took < 0 || took > LONGEST_WAY_MS) return AGAIN;
  // The answer is as old as half the way there and back.
  context.setOffset(hello.now - sent - Math.round(took / 2));
  store.hearTime(scope, hello.now);

  // A push may have renumbered while this hello was under way: the answer was about another client.
  if (store.identity(scope).clientId !== known.clientId) return AGAIN;
  const restored = known.epoch !== null && known.epoch !== hello.epoch;
  const otherScope = known.scopeV !== null && known.scopeV !== hello.scope_v;
  const behind = known.cursor[0] > hello.head;
  if (otherScope && !restored && !behind && hello.holds && mayRescope(context)) {
    store.deviceScope?.begin(scope, hello.scope_v, hello.holds);
    // A pull was refused because of it. If there was another reason as well, the next one says so.
    state.resetDue = false;
    state.rebuild = null;
    state.accepted = 0;
    return introduced(context, hello);
  }
  const other = restored || otherScope || behind;
  state.resetDue ||= other;
  // Not hello's lmid: if this file was copied, those numbers are the other copy's. Sending again proves each uuid.
  state.accepted = 0;
  const lost = restored || behind;
  if (state.resetDue && known.state === 'ready' && builderOf(context)) {
    // The open file stays as it is, its old epoch in it, until another one takes its place: a restart finds this out again.
    const change = lost ? { clientId: context.newId(), keptUpTo: 0 } : null;
    state.rebuild = {
      epoch: hello.epoch,
      scopeV: hello.scope_v,
      holds: hello.holds ?? null,
      head: hello.head,
      change,
    };
    return introduced(context, hello);
  }
  if (lost) store.renumber(scope, context.newId());
  // The mark that everything is to be fetched again must outlive a crash, so it is set before the new epoch is.
  if (state.resetDue && (other || !state.resetBegun)) {
    store.beginBootstrap(scope, hello.head, lost ? 0 : hello.head);
    state.resetBegun = true;
  }
  const { epoch, scope_v, holds } = hello;
  store.saveHello(scope, { epoch, scope_v, ...(holds ? { holds } : {}) });
  return introduced(context, hello);
}

/**
 * Only a whole file whose rows are known to be of one scope is changed row by row; others are built anew. A change that
 * another one overtakes leaves rows that pulls have passed over, so it is not built upon either.
 */
function mayRescope({ store, scope }: ScopeContext): boolean {
  const { state, onlyToday } = store.identity(scope);
  const held = store.deviceScope?.holds(scope);
  return state === 'ready' && onlyToday !== true && !!held?.now && held.due === null;
}

function introduced(
  { state, scheduler, schema = DESK_SCHEMA }: ScopeContext,
  hello: HelloReply,
): LaneOutcome {
  state.head = hello.head;
  state.tooOld = hello.min_schema > schema;
  state.greeted = true;
  state.greetedAt = scheduler.now();
  return DONE;
}
