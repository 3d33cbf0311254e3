import { useQuery } from '@tanstack/react-query';
import type { InvitationItem } from '../../../contracts/desk-api.ts';
import { DeskFailure } from '../../data/desk-failure.ts';
import { useDeskLink } from '../../data/link-context.tsx';

/** The open invitations, asked of the cloud each time the list is shown or `changes` with what is known of people. */
export function useInvitations(changes: number) {
  const link = useDeskLink();
  return useQuery<readonly InvitationItem[]>({
    queryKey: ['invitations', changes],
    queryFn: async () => {
      const answer = await link.call('invitation.list');
      if (!answer.ok) throw new DeskFailure(answer.error);
      return answer.value;
    },
    staleTime: 0,
    // Names and addresses of people are not kept when the screen is left.
    gcTime: 0,
  });
}
