import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SessionState } from '../../contracts/desk-api.ts';
import { setClockOffset } from './clock-offset.ts';
import { DeskFailure } from './desk-failure.ts';
import { useDeskLink } from './link-context.tsx';

const KEY = ['session'];

/** What is shown before the desk has said who sits here. */
export const OPENING: SessionState = {
  phase: 'opening',
  enrolment: null,
  scope: null,
  cloud: null,
  person: null,
  people: [],
  deviceName: null,
  demo: null,
  unprotectedKey: false,
  clockOffsetMs: 0,
  readOnly: null,
};

/** Takes what the desk says of the session, its clock before anything is drawn with it. */
export function acceptSession(queries: QueryClient, state: SessionState): void {
  setClockOffset(state.clockOffsetMs);
  queries.setQueryData(KEY, state);
}

/** Who is signed in, locked or asked for a PIN; follows the desk. */
export function useSession(): SessionState {
  const link = useDeskLink();
  const queries = useQueryClient();
  useEffect(() => link.on('sessionState', (state) => acceptSession(queries, state)), [link, queries]);
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async () => {
      const answer = await link.call('session.state');
      if (!answer.ok) throw new DeskFailure(answer.error);
      setClockOffset(answer.value.clockOffsetMs);
      return answer.value;
    },
    retry: 3,
  });
  return data ?? OPENING;
}
