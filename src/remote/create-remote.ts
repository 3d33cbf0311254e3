import { z } from 'zod';
import type { RemotePort } from '../contracts/ports.ts';
import {
  bootstrapReplySchema,
  bucketsReplySchema,
  deviceChoicesReplySchema,
  deviceContactsReplySchema,
  digestReplySchema,
  enrolReplySchema,
  healthReplySchema,
  helloReplySchema,
  membershipsReplySchema,
  pullReplySchema,
  pushReplySchema,
} from '../contracts/wire.ts';
import { authCalls } from './auth-calls.ts';
import { createCable } from './guarded-fetch.ts';
import { nudges } from './nudges.ts';
import { rpcCalls } from './rpc-calls.ts';
import type { CloudAddress } from './supabase-client.ts';

export type RemoteOptions = CloudAddress & {
  /** For tests: what carries the requests. */
  readonly fetch?: typeof fetch;
};

/** For functions whose answer says no more than that it was done. */
const doneSchema = z.unknown().transform(() => null);

/** The only place that knows Supabase. Nothing is thrown: every failure is a RemoteFailure. */
export function createRemote(options: RemoteOptions): RemotePort {
  const cable = createCable();
  const { fetch: underlying, ...address } = options;
  const rpc = rpcCalls(address, cable, underlying);
  return {
    ...authCalls(address, cable, underlying),
    memberships: (session) => rpc(session, 'my_memberships', {}, membershipsReplySchema),
    enrol: (session, request) => rpc(session, 'device_enrol', request, enrolReplySchema),
    deviceChoices: (session, scope) => rpc(session, 'device_choices', { scope }, deviceChoicesReplySchema),
    deviceContacts: (session, scope) => rpc(session, 'device_contacts', { scope }, deviceContactsReplySchema),
    deviceRename: (session, request) => rpc(session, 'device_rename', request, doneSchema),
    deviceScope: (session, request) => rpc(session, 'device_scope', request, doneSchema),
    deviceRevoke: (session, request) => rpc(session, 'device_revoke', request, doneSchema),
    hello: (session, request) => rpc(session, 'sync_hello', request, helloReplySchema),
    push: (session, request) => rpc(session, 'sync_push', request, pushReplySchema),
    pull: (session, request) => rpc(session, 'sync_pull', request, pullReplySchema),
    buckets: (session, request) => rpc(session, 'sync_buckets', request, bucketsReplySchema),
    bootstrap: (session, request) => rpc(session, 'sync_bootstrap', request, bootstrapReplySchema),
    digest: (session, request) => rpc(session, 'sync_digest', request, digestReplySchema),
    flagSet: (session, request) => rpc(session, 'flag_set', request, doneSchema),
    health: (session) => rpc(session, 'ops_health', {}, healthReplySchema),
    subscribe: nudges(address, cable),
    setCable: cable.set,
  };
}
