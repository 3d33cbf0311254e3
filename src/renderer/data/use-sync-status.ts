import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SyncStatus } from '../../contracts/desk-api.ts';
import { DeskFailure } from './desk-failure.ts';
import { useDeskLink } from './link-context.tsx';

const KEY = ['sync-status'];

/** State of the exchange with the cloud; null until the desk has said. */
export function useSyncStatus(): SyncStatus | null {
  const link = useDeskLink();
  const queries = useQueryClient();
  useEffect(() => link.on('syncStatus', (status) => queries.setQueryData(KEY, status)), [link, queries]);
  const { data } = useQuery({
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
