import type { Clock } from '../base/time.ts';
import type { RemoteFailure, RemoteSession, ScopeIdentity } from '../contracts/ports.ts';
import { failed, type LaneOutcome } from './lane.ts';
import { isSilence, type ScopeState } from './scope-state.ts';
import type { SyncDeps } from './sync-ports.ts';

/** What the lanes of one scope share. */
export type ScopeContext = SyncDeps & {
  readonly scope: string;
  readonly state: ScopeState;
  /** Corrected time: the PC's clock plus the offset kept from the last hello. */
  readonly clock: Clock;
  readonly setOffset: (ms: number) => void;
};

export const deviceProof = (identity: ScopeIdentity) => ({
  device_id: identity.deviceId,
  device_secret: identity.deviceSecret,
});

/** Records that the cloud answered. */
export function answered(context: ScopeContext): void {
  const { state } = context;
  const cured = state.blocked === 'auth_required' || state.blocked === 'device_refused';
  if (state.online === true && !cured) return;
  state.online = true;
  if (cured) state.blocked = null;
  context.onStatus();
}

/**
 * Records what a failure says about the world, and turns it into the lane's outcome. Only a person helps against
 * `auth` and `device`; the lanes go on asking with back-off, because a person may act elsewhere.
 */
export function refusal(
  context: ScopeContext,
  during: string,
  failure: RemoteFailure,
  session: RemoteSession | null,
): LaneOutcome {
  const { state } = context;
  state.online = !isSilence(failure.kind);
  if (failure.kind === 'auth') {
    if (session) context.sessions.refused(session);
    state.blocked = 'auth_required';
  } else if (failure.kind === 'device') state.blocked = 'device_refused';
  else if (failure.kind === 'revoked') {
    state.blocked = 'device_refused';
    context.onRevoked?.(context.scope);
  } else if (failure.kind === 'upgrade') state.tooOld = true;
  else if (failure.kind === 'gap') state.greeted = false;
  if (failure.kind !== 'offline') {
    state.lastError = { code: failure.code, at: context.clock.now() };
    context.onTrouble({ scope: context.scope, during, code: failure.code, message: failure.message });
  }
  context.onStatus();
  return failed(failure);
}
