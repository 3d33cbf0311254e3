import { hostname } from 'node:os';
import type { EnrolmentChoice, EnrolmentQuestion } from '../../src/contracts/desk-api.ts';
import type { MembershipsReply } from '../../src/contracts/wire.ts';
import type { RemotePort, RemoteSession } from '../../src/contracts/ports.ts';
import { PLATFORM_SCOPE } from '../../src/domain/tables.ts';
import type { DeskInit } from '../../src/contracts/main-api.ts';
import { CallRefused, refusedByCloud } from './call-failure.ts';

export type Membership = MembershipsReply['memberships'][number];

const MAY_ENROL: ReadonlySet<string> = new Set(['owner', 'manager', 'support', 'operations']);
const MANAGES: ReadonlySet<string> = new Set(['owner', 'manager']);

/** What other desks read in "taken by Ana at …", unless the person who enrols this PC says otherwise. */
function suggestedName(init: Pick<DeskInit, 'demo' | 'profile'>): string {
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

/** Whoever enrols a PC of a business says what it may hold; nobody is asked in the demo, nor for the platform. */
export const asksBeforeEnrolment = (init: Pick<DeskInit, 'demo'>, { role }: Membership): boolean =>
  init.demo === null && MANAGES.has(role);

/** What the person is asked: this PC holds nothing yet, so the cloud names the branches. */
export async function enrolmentQuestion(
  remote: RemotePort,
  init: Pick<DeskInit, 'demo' | 'profile'>,
  session: RemoteSession,
  membership: Membership,
): Promise<EnrolmentQuestion> {
  const reply = await remote.deviceChoices(session, membership.scope);
  if (!reply.ok) throw refusedByCloud(reply.error);
  return {
    scopeName: membership.scope_name,
    personName: membership.member_name,
    suggestedName: suggestedName(init),
    takenNames: reply.value.names,
    locations: reply.value.locations,
  };
}

/**
 * Enrols this PC, for all of the business unless `choice` says less. A person who may not do so is refused with
 * NOT_ENROLLED, except in the demo, where its owner's sign-in does it: nobody should have to learn about enrolment to
 * look at a demo.
 */
export async function enrol(
  remote: RemotePort,
  init: Pick<DeskInit, 'demo' | 'profile'>,
  session: RemoteSession,
  membership: Membership,
  choice: EnrolmentChoice | null,
): Promise<{ readonly deviceId: string; readonly deviceSecret: string; readonly name: string }> {
  const name = choice?.name ?? suggestedName(init);
  const enroller = MAY_ENROL.has(membership.role)
    ? session
    : await demoOwner(remote, init.demo, membership.scope);
  if (!enroller) throw new CallRefused('NOT_ENROLLED', 'an owner or manager has to sign in on this PC first');
  const platform = membership.scope === PLATFORM_SCOPE;
  const reply = await remote.enrol(enroller, {
    scope: membership.scope,
    name,
    locations: choice?.locationIds ? [...choice.locationIds] : null,
    classes: platform ? ['platform'] : ['diary', ...(choice?.classes ?? (['ledger', 'special'] as const))],
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
