import { HOUR, type Instant, MINUTE } from '../base/time.ts';
import type { ScopeContext } from './scope-context.ts';

/** After an absence of so long, what waits is looked at before it is sent. */
export const LOOK_AFTER_MS = 12 * HOUR;
/** Nobody looks: it is sent all the same, because a booking must not stay unsent for ever. */
export const HOLD_MS = 15 * MINUTE;

/**
 * Until when nothing is sent, so that a person can look at what would clash; null: what waits may go. A moment further
 * away than a hold lasts was written under a wrong clock and holds nothing.
 */
export function heldUntil({ store, scope, clock }: ScopeContext): Instant | null {
  const { heldUntil: until } = store.identity(scope);
  const left = until === null ? 0 : until - clock.now();
  return left > 0 && left <= HOLD_MS ? until : null;
}

/** The rows here are so old, and work of this desk waits: first the cloud's rows, then a look, then it is sent. */
export function isComingBack(context: ScopeContext): boolean {
  const { store, scope, clock } = context;
  const { completeAt } = store.identity(scope);
  return completeAt !== null && clock.now() - completeAt >= LOOK_AFTER_MS && store.pendingCount(scope) > 0;
}

/** The mark is in the store before the pull is: a crash after the pull does not send what nobody has looked at. */
export function holdPush({ store, scope, clock }: ScopeContext): void {
  store.holdPush(scope, clock.now() + HOLD_MS);
}

/**
 * All rows are here and what waits was replayed on them: without a clash there is nothing to look at. Otherwise the time
 * for looking begins with the first such pull.
 */
export function rehearse(context: ScopeContext, cameBack: boolean): void {
  const { store, scope } = context;
  if (heldUntil(context) === null) return;
  if (store.clashCount(scope) === 0) store.holdPush(scope, null);
  else if (cameBack) holdPush(context);
  context.onStatus();
}

/** A person has looked, or the time is over: what waits goes out. */
export function release(context: ScopeContext): void {
  if (context.store.identity(context.scope).heldUntil === null) return;
  context.store.holdPush(context.scope, null);
  context.onStatus();
}
