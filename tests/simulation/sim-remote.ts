import type { z } from 'zod';
import { err, ok } from '../../src/base/result.ts';
import type { RemotePort, RemoteResult, RemoteSession } from '../../src/contracts/ports.ts';
import {
  bootstrapReplySchema,
  bucketsReplySchema,
  digestReplySchema,
  helloReplySchema,
  pullReplySchema,
  pushReplySchema,
} from '../../src/contracts/wire.ts';
import type { SimPerson } from './business.ts';
import type { Network } from './network.ts';
import type { SimCloud } from './sim-cloud.ts';

export const sessionOf = ({ userId, name }: SimPerson): RemoteSession => ({
  userId,
  email: `${name}@example.co.za`,
  accessToken: userId,
  refreshToken: userId,
  expiresAt: 8e15,
});

type Listener = Parameters<RemotePort['subscribe']>[2];

/** Who listens on the business's channel: a push at one desk is a hint to the others. */
export type Channel = {
  readonly listen: (label: string, on: Listener) => () => void;
  readonly nudge: (version: number) => void;
};

export function createChannel(network: Network, scope: string): Channel {
  const listeners = new Map<Listener, string>();
  return {
    listen: (label, on) => {
      listeners.set(on, label);
      network.nudge(`${label} ← joined`, () => listeners.has(on) && on.joined(scope));
      return () => listeners.delete(on);
    },
    nudge: (version) => {
      for (const [on, label] of listeners) {
        network.nudge(`${label} ← nudge`, () => listeners.has(on) && on.nudge(scope, version));
      }
    },
  };
}

/** One desk's way to the cloud: the calls that sync makes, over the simulated network. */
export function createSimRemote(way: {
  readonly label: string;
  readonly cloud: SimCloud;
  readonly network: Network;
  readonly channel: Channel;
  /** The cloud's clock. */
  readonly now: () => number;
  readonly connected: () => boolean;
  readonly onCable: (connected: boolean) => void;
  /** Runs what a message of the channel sets off, if the desk is there to hear it. */
  readonly hear: (run: () => void) => void;
}): RemotePort {
  const call = async <Schema extends z.ZodType>(
    fn: string,
    session: RemoteSession,
    req: Readonly<Record<string, unknown>>,
    schema: Schema,
    writes = false,
  ): RemoteResult<z.infer<Schema>> => {
    const answer = await way.network.exchange({
      label: `${way.label} ${fn.replace('sync_', '')}`,
      writes,
      connected: way.connected,
      perform: async () => {
        const said = await way.cloud.rpc(session.userId, way.now(), fn, req);
        if (said.ok && writes) way.channel.nudge((JSON.parse(said.text) as { version: number }).version);
        return said;
      },
    });
    if (!answer.ok) return answer;
    const parsed = schema.safeParse(JSON.parse(answer.value));
    return parsed.success
      ? ok(parsed.data)
      : err({ kind: 'fault', code: 'BAD_REPLY', message: `${fn} answered a wrong shape` });
  };
  const unused = () => Promise.resolve(err({ kind: 'refused', code: 'UNUSED', message: 'unused' } as const));
  return {
    hello: (session, req) => call('sync_hello', session, req, helloReplySchema),
    push: (session, req) => call('sync_push', session, req, pushReplySchema, true),
    pull: (session, req) => call('sync_pull', session, req, pullReplySchema),
    buckets: (session, req) => call('sync_buckets', session, req, bucketsReplySchema),
    bootstrap: (session, req) => call('sync_bootstrap', session, req, bootstrapReplySchema),
    digest: (session, req) => call('sync_digest', session, req, digestReplySchema),
    subscribe: (_, __, on) =>
      way.channel.listen(way.label, {
        nudge: (scope, version) => way.hear(() => on.nudge(scope, version)),
        joined: (scope) => way.hear(() => on.joined(scope)),
        lost: (scope) => way.hear(() => on.lost(scope)),
      }),
    setCable: way.onCable,
    signIn: unused,
    refresh: unused,
    signOut: unused,
    memberships: unused,
    enrol: unused,
    deviceChoices: unused,
    deviceContacts: unused,
    deviceRename: unused,
    deviceScope: unused,
    deviceRevoke: unused,
    flagSet: unused,
    health: unused,
  };
}
