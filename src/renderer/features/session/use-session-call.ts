import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { CallFailure, DeskCalls, SessionState } from '../../../contracts/desk-api.ts';
import type { DeskErrorCode } from '../../../contracts/desk-errors.ts';
import { acceptSession } from '../../data/use-session.ts';
import { useDeskLink } from '../../data/link-context.tsx';

type SessionCall = Exclude<Extract<keyof DeskCalls, `session.${string}`>, 'session.state'>;

/** Gives a session call and keeps what came of it: busy, or the failure to show beside the field. */
export function useSessionCall(): {
  readonly busy: boolean;
  readonly failure: CallFailure | null;
  readonly call: <N extends SessionCall>(
    name: N,
    ...args: Parameters<DeskCalls[N]>
  ) => Promise<{ readonly ok: boolean; readonly code: DeskErrorCode | null }>;
} {
  const link = useDeskLink();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const call = useCallback(
    async (name: SessionCall, ...args: readonly unknown[]) => {
      setBusy(true);
      setFailure(null);
      const answer = await link.call(name, ...(args as never));
      setBusy(false);
      if (answer.ok) acceptSession(queries, answer.value as SessionState);
      else setFailure(answer.error);
      return { ok: answer.ok, code: answer.ok ? null : answer.error.code };
    },
    [link, queries],
  );
  return { busy, failure, call: call as never };
}
