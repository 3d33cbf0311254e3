import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { UpdateAction, UpdateState } from '../../../contracts/updates.ts';
import { useMain } from '../../data/main-context.tsx';
import { tellHand } from './hand.ts';

const KEY = ['updates'];

/** Takes a step, and answers how things stand afterwards. */
export type ActOnUpdate = (action: UpdateAction) => Promise<UpdateState | null>;

/** How updates stand, and the next step; null until main has answered (and outside Electron). */
export function useUpdates(): {
  readonly state: UpdateState | null;
  readonly act: ActOnUpdate;
} {
  const { verbs } = useMain();
  const queries = useQueryClient();
  useEffect(() => verbs?.onUpdate((state) => queries.setQueryData(KEY, state)), [verbs, queries]);
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await verbs?.update('look')) ?? null,
  });
  const act = useCallback(
    async (action: UpdateAction): Promise<UpdateState | null> => {
      if (!verbs) return null;
      tellHand(verbs, queries);
      const after = await verbs.update(action);
      queries.setQueryData(KEY, after);
      return after;
    },
    [verbs, queries],
  );
  return { state: data ?? null, act };
}
