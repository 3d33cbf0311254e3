import type { AuthError, Session, SupabaseClient } from '@supabase/supabase-js';
import { err, ok, type Result } from '../base/result.ts';
import type { RemoteFailure, RemoteSession } from '../contracts/ports.ts';
import { type Cable, guardedFetch } from './guarded-fetch.ts';
import { remoteFailure } from './remote-failure.ts';
import { type CloudAddress, supabaseClient } from './supabase-client.ts';

const AUTH_DEADLINE_MS = 15_000;

export const sessionOf = (session: Session): RemoteSession => ({
  userId: session.user.id,
  email: session.user.email ?? '',
  accessToken: session.access_token,
  refreshToken: session.refresh_token,
  expiresAt: (session.expires_at ?? 0) * 1000,
});

const failureOf = (error: AuthError): RemoteFailure =>
  remoteFailure({
    // The library names every failure without an answer AuthRetryableFetchError; its status is then 0.
    status: error.status ?? 0,
    code: typeof error.code === 'string' ? error.code : '',
    message: error.message,
  });

const noAnswer = (cause: unknown): RemoteFailure => {
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return remoteFailure({ status: 0, code: '', message });
};

/**
 * One client a call, so that two people's sessions never meet in the library's memory; `requests` is how many the call
 * needs.
 *
 * The library repeats a refresh that got no answer for 30 seconds. Here the first silence is the answer: the caller
 * has its own back-off, and a repeat behind its back could spend the refresh token without anybody keeping the new one.
 */
export async function askAuth<Answer extends { readonly error: AuthError | null }>(
  address: CloudAddress,
  cable: Cable,
  underlying: typeof fetch | undefined,
  call: (auth: SupabaseClient['auth']) => Promise<Answer>,
  requests = 1,
): Promise<Result<Answer, RemoteFailure>> {
  const giveUp = Promise.withResolvers<RemoteFailure>();
  const guarded = guardedFetch(cable, AUTH_DEADLINE_MS, underlying);
  let left = requests;
  const client = supabaseClient(address, {
    fetch: async (input, init) => {
      if (left === 0) throw new Error('a call is sent once');
      left -= 1;
      try {
        const response = await guarded(input, init);
        // An overloaded or broken cloud is repeated by the library as well.
        if (response.status >= 500) {
          giveUp.resolve(remoteFailure({ status: response.status, code: '', message: 'auth failed' }));
        }
        return response;
      } catch (cause) {
        giveUp.resolve(noAnswer(cause));
        throw cause;
      }
    },
  });
  // What the library throws beyond its own errors is no answer either; after giving up nobody waits for it.
  const answer = call(client.auth).catch(noAnswer);
  const outcome = await Promise.race([answer, giveUp.promise]);
  if ('kind' in outcome) return err(outcome);
  return outcome.error ? err(failureOf(outcome.error)) : ok(outcome);
}

type WithSession = {
  readonly data: { readonly session: Session | null };
  readonly error: AuthError | null;
};

/** The session in an answer; `fault` where there should have been one. */
export function sessionIn(answer: Result<WithSession, RemoteFailure>): Result<RemoteSession, RemoteFailure> {
  if (!answer.ok) return answer;
  const { session } = answer.value.data;
  if (session) return ok(sessionOf(session));
  return err({ kind: 'fault', code: 'NO_SESSION', message: 'an answer without a session' });
}

/** Sign-in, refresh and sign-out at `/auth/v1`. */
export function authCalls(address: CloudAddress, cable: Cable, underlying?: typeof fetch) {
  return {
    signIn: async (email: string, password: string) =>
      sessionIn(
        await askAuth(address, cable, underlying, (auth) => auth.signInWithPassword({ email, password })),
      ),
    refresh: async (refreshToken: string) =>
      sessionIn(
        await askAuth(address, cable, underlying, (auth) =>
          auth.refreshSession({ refresh_token: refreshToken }),
        ),
      ),
    /** Ends this session alone; the person stays signed in on other PCs. */
    signOut: async (session: RemoteSession): Promise<Result<null, RemoteFailure>> => {
      try {
        const response = await guardedFetch(
          cable,
          AUTH_DEADLINE_MS,
          underlying,
        )(`${address.url.replace(/\/$/, '')}/auth/v1/logout?scope=local`, {
          method: 'POST',
          headers: { apikey: address.publishableKey, Authorization: `Bearer ${session.accessToken}` },
        });
        // A session that is already gone is signed out.
        if (response.ok || response.status === 401 || response.status === 403) return ok(null);
        return err(remoteFailure({ status: response.status, code: '', message: 'sign-out refused' }));
      } catch (cause) {
        return err(noAnswer(cause));
      }
    },
  };
}
