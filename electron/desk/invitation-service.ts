import type { Instant } from '../../src/base/time.ts';
import type { AccountPort } from '../../src/contracts/account-port.ts';
import type { InvitationItem, InviteArgs } from '../../src/contracts/desk-api.ts';
import { invitationLink } from '../../src/domain/access/invitation-link.ts';
import { CallRefused, refusedByCloud } from './call-failure.ts';
import type { CloudLink } from './cloud-link.ts';
import type { DeskClock } from './desk-clock.ts';
import type { SessionService } from './session-service.ts';

/** Invitations of the business at which somebody works, under their own session; nothing of them is kept on this PC. */
export type InvitationService = {
  readonly list: () => Promise<readonly InvitationItem[]>;
  /** Invites a person, or renews an invitation; the link is answered once and cannot be had again. */
  readonly create: (whom: InviteArgs) => Promise<{ readonly link: string; readonly expiresAt: Instant }>;
  readonly withdraw: (id: string) => Promise<void>;
};

export function createInvitationService(
  cloud: CloudLink,
  sessions: SessionService,
  clock: Pick<DeskClock, 'onScreen'>,
): InvitationService {
  const need = (): AccountPort => {
    const accounts = cloud.accounts();
    if (!accounts) throw new CallRefused('OFFLINE', 'no cloud is configured');
    return accounts;
  };
  const scope = (): string => sessions.atWork().workspace.home;
  return {
    list: async () => {
      const at = scope();
      const answer = await need().listInvitations(await sessions.ownSession(), at);
      if (!answer.ok) throw refusedByCloud(answer.error);
      return answer.value.invitations.map(({ id, name, email, role, invited_by, expires_at }) => ({
        id,
        name,
        email,
        role,
        invitedBy: invited_by,
        expiresAt: clock.onScreen(expires_at),
      }));
    },
    create: async (whom) => {
      const at = scope();
      const answer = await need().createInvitation(await sessions.ownSession(), at, whom);
      if (!answer.ok) throw refusedByCloud(answer.error);
      const place = cloud.place();
      if (!place) throw new CallRefused('OFFLINE', 'no cloud is configured');
      return {
        link: invitationLink({ ...place, token: answer.value.token }),
        expiresAt: clock.onScreen(answer.value.expires_at),
      };
    },
    withdraw: async (id) => {
      const at = scope();
      const answer = await need().withdrawInvitation(await sessions.ownSession(), at, id);
      if (!answer.ok) throw refusedByCloud(answer.error);
    },
  };
}
