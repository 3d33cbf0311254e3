import type { z } from 'zod';
import { err, ok } from '../base/result.ts';
import type { RemoteResult, RemoteSession } from '../contracts/ports.ts';
import { type Cable, guardedFetch } from './guarded-fetch.ts';
import { remoteFailure } from './remote-failure.ts';
import { type CloudAddress, supabaseClient } from './supabase-client.ts';

/** Longer than the cloud's own statement time-out (8 s), so that its answer wins over our impatience. */
const RPC_DEADLINE_MS = 20_000;

/** The cloud's functions, each called as `rpc(name, {req})`. */
export type RpcName =
  | 'sync_hello'
  | 'sync_push'
  | 'sync_pull'
  | 'sync_buckets'
  | 'sync_bootstrap'
  | 'sync_digest'
  | 'device_enrol'
  | 'device_choices'
  | 'device_contacts'
  | 'device_rename'
  | 'device_scope'
  | 'device_revoke'
  | 'my_memberships'
  | 'flag_set'
  | 'invitation_accept'
  | 'invitation_create'
  | 'invitation_list'
  | 'invitation_look'
  | 'invitation_withdraw'
  | 'ops_health';

export type Rpc = <Schema extends z.ZodType>(
  /** Null: with the publishable key alone, for what may be asked before there is an account. */
  session: RemoteSession | null,
  name: RpcName,
  req: Readonly<Record<string, unknown>>,
  reply: Schema,
) => RemoteResult<z.infer<Schema>>;

/** Calls a function and checks the shape of what comes back (`fault` when it is wrong). */
export function rpcCalls(address: CloudAddress, cable: Cable, underlying?: typeof fetch): Rpc {
  const client = supabaseClient(address, { fetch: guardedFetch(cable, RPC_DEADLINE_MS, underlying) });
  return async (session, name, req, schema) => {
    const call = client.rpc(name, { req });
    const { data, error, status } = await (session
      ? call.setHeader('Authorization', `Bearer ${session.accessToken}`)
      : call);
    if (error) {
      const { code = '', message = '', details } = error;
      // Without an answer the library puts a stack there, which no log needs.
      return err(remoteFailure({ status, code, message, ...(status > 0 && details ? { details } : {}) }));
    }
    const parsed = schema.safeParse(data);
    if (parsed.success) return ok(parsed.data);
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    return err({ kind: 'fault', code: 'BAD_REPLY', message: `${name} answered a wrong shape at "${where}"` });
  };
}
