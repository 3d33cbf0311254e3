import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { HealthReply } from '../../../contracts/wire.ts';
import { DeskFailure } from '../../data/desk-failure.ts';
import { useDeskLink } from '../../data/link-context.tsx';

const EVERY_MS = 15_000;

/** The platform's figures, asked again every quarter of a minute; the last answer stays when one fails. */
export function useHealth(): UseQueryResult<HealthReply> {
  const link = useDeskLink();
  return useQuery({
    queryKey: ['desk-health'],
    queryFn: async () => {
      const answer = await link.call('health.read');
      if (!answer.ok) throw new DeskFailure(answer.error);
      return answer.value;
    },
    refetchInterval: EVERY_MS,
  });
}
