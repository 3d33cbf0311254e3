import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { SyncStatus } from '../../contracts/desk-api.ts';
import { DeskFailure } from './desk-failure.ts';
import type { DeskLink } from './desk-link.ts';
import { useDeskLink } from './link-context.tsx';

const KEY = ['sync-status'];

/**
 * Keeps the state current for as long as the page lives: the desk goes on sending while it is locked, when no screen
 * that shows the state is there to hear of it.
 */
export const followSyncStatus = (link: DeskLink, queries: QueryClient): (() => void) =>
  link.on('syncStatus', (status) => queries.setQueryData<SyncStatus>(KEY, status));

/** State of the exchange with the cloud; null until the desk has said. */
export function useSyncStatus(): SyncStatus | null {
  const link = useDeskLink();
  const { data } = useQuery<SyncStatus>({
    queryKey: KEY,
    queryFn: async () => {
      const answer = await link.call('sync.status');
      if (!answer.ok) throw new DeskFailure(answer.error);
      return answer.value;
    },
    retry: 3,
  });
  return data ?? null;
}
