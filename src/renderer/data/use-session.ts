import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SessionState } from '../../contracts/desk-api.ts';
import { DeskFailure } from './desk-failure.ts';
import { useDeskLink } from './link-context.tsx';

const KEY = ['session'];

/** What is shown before the desk has said who sits here. */
export const OPENING: SessionState = {
  phase: 'opening',
  scope: null,
  person: null,
  people: [],
  deviceName: null,
  demo: null,
  unprotectedKey: false,
  clockOffsetMs: 0,
  readOnly: null,
};

/** Who is signed in, locked or asked for a PIN; follows the desk. */
export function useSession(): SessionState {
  const link = useDeskLink();
  const queries = useQueryClient();
  useEffect(() => link.on('sessionState', (state) => queries.setQueryData(KEY, state)), [link, queries]);
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async () => {
      const answer = await link.call('session.state');
      if (!answer.ok) throw new DeskFailure(answer.error);
      return answer.value;
    },
    retry: 3,
  });
  return data ?? OPENING;
}
