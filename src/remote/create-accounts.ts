import type { AuthError, SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { ok } from '../base/result.ts';
import {
  type AccountPort,
  invitationAcceptedSchema,
  invitationListSchema,
  invitationMadeSchema,
  invitationSeenSchema,
  type SignUpOutcome,
} from '../contracts/account-port.ts';
import { askAuth, sessionIn, sessionOf } from './auth-calls.ts';
import { checkCloud } from './cloud-check.ts';
import { createCable, guardedFetch } from './guarded-fetch.ts';
import { rpcCalls } from './rpc-calls.ts';
import type { CloudAddress } from './supabase-client.ts';

/** A person waits at the first screen: shorter than for work behind. */
const CHECK_DEADLINE_MS = 12_000;

/** Accounts and invitations; like the rest of the adapter it throws nothing. */
export function createAccounts(options: CloudAddress & { readonly fetch?: typeof fetch }): AccountPort {
  const cable = createCable();
  const { fetch: underlying, ...address } = options;
  const rpc = rpcCalls(address, cable, underlying);
  const auth = <Answer extends { readonly error: AuthError | null }>(
    call: (client: SupabaseClient['auth']) => Promise<Answer>,
    requests?: number,
  ) => askAuth(address, cable, underlying, call, requests);
  const nothing = z.unknown().transform(() => null);

  return {
    check: () => checkCloud(address, guardedFetch(cable, CHECK_DEADLINE_MS, underlying)),
    signUp: async (email, password) => {
      const answer = await auth((client) => client.signUp({ email, password }));
      if (!answer.ok) {
        const taken: SignUpOutcome = { kind: 'taken' };
        return ['user_already_exists', 'email_exists'].includes(answer.error.code) ? ok(taken) : answer;
      }
      const { session, user } = answer.value.data;
      if (session) return ok({ kind: 'session', session: sessionOf(session) });
      // A cloud that confirms addresses does not say that one is taken; its stranger has no identity.
      return ok({ kind: user?.identities?.length === 0 ? 'taken' : 'confirm' });
    },
    requestCode: async (email) => {
      const answer = await auth((client) => client.resetPasswordForEmail(email));
      return answer.ok ? ok(null) : answer;
    },
    useCode: async (email, token, type) =>
      sessionIn(await auth((client) => client.verifyOtp({ email, token, type }))),
    setPassword: async ({ accessToken, refreshToken }, password) => {
      const answer = await auth(async (client) => {
        // The library changes the password of whoever is in its memory: this session, for this one call.
        const { error } = await client.setSession({ access_token: accessToken, refresh_token: refreshToken });
        return error ? { error } : client.updateUser({ password });
      }, 2);
      return answer.ok ? ok(null) : answer;
    },
    lookAtInvitation: (token) => rpc(null, 'invitation_look', { token }, invitationSeenSchema),
    acceptInvitation: (session, token) =>
      rpc(session, 'invitation_accept', { token }, invitationAcceptedSchema),
    listInvitations: (session, scope) => rpc(session, 'invitation_list', { scope }, invitationListSchema),
    createInvitation: (session, scope, whom) =>
      rpc(session, 'invitation_create', { scope, ...whom }, invitationMadeSchema),
    withdrawInvitation: (session, scope, id) => rpc(session, 'invitation_withdraw', { scope, id }, nothing),
    setCable: cable.set,
  };
}
