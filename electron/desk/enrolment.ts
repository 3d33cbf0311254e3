import { hostname } from 'node:os';
import type { MembershipsReply } from '../../src/contracts/wire.ts';
import type { RemotePort, RemoteSession } from '../../src/contracts/ports.ts';
import { PLATFORM_SCOPE } from '../../src/domain/tables.ts';
import type { DeskInit } from '../../src/contracts/main-api.ts';
import { CallRefused, refusedByCloud } from './call-failure.ts';

export type Membership = MembershipsReply['memberships'][number];

const MAY_ENROL: ReadonlySet<string> = new Set(['owner', 'manager', 'support', 'operations']);

/** What other desks read in "taken by Ana at …". */
export function deviceName(init: Pick<DeskInit, 'demo' | 'profile'>): string {
  if (init.profile !== 'main') return init.profile.slice(0, 60);
  return init.demo ? 'Desk 1' : hostname().slice(0, 60) || 'Desk';
}

export async function membershipsOf(
  remote: RemotePort,
  session: RemoteSession,
): Promise<readonly Membership[]> {
  const reply = await remote.memberships(session);
  if (!reply.ok) throw refusedByCloud(reply.error);
  return reply.value.memberships;
}

/**
 * Enrols this PC. A person who may not do so is refused with NOT_ENROLLED, except in the demo, where its owner's
 * sign-in does it: nobody should have to learn about enrolment to look at a demo.
 */
export async function enrol(
  remote: RemotePort,
  init: Pick<DeskInit, 'demo' | 'profile'>,
  session: RemoteSession,
  membership: Membership,
): Promise<{ readonly deviceId: string; readonly deviceSecret: string; readonly name: string }> {
  const name = deviceName(init);
  const enroller = MAY_ENROL.has(membership.role)
    ? session
    : await demoOwner(remote, init.demo, membership.scope);
  if (!enroller) throw new CallRefused('NOT_ENROLLED', 'an owner or manager has to sign in on this PC first');
  const platform = membership.scope === PLATFORM_SCOPE;
  const reply = await remote.enrol(enroller, {
    scope: membership.scope,
    name,
    locations: null,
    classes: platform ? ['platform'] : ['diary', 'ledger', 'special'],
  });
  if (!reply.ok) throw refusedByCloud(reply.error);
  return { deviceId: reply.value.device_id, deviceSecret: reply.value.device_secret, name };
}

async function demoOwner(
  remote: RemotePort,
  demo: DeskInit['demo'],
  scope: string,
): Promise<RemoteSession | null> {
  const owner = demo?.signIns.find(({ role }) => role === 'owner');
  if (!owner) return null;
  const session = await remote.signIn(owner.email, owner.password);
  if (!session.ok) throw refusedByCloud(session.error);
  const theirs = await membershipsOf(remote, session.value);
  return theirs.some((membership) => membership.scope === scope) ? session.value : null;
}
