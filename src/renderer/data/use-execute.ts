import { useCallback } from 'react';
import type { CallFailure, CallResult } from '../../contracts/desk-api.ts';
import type { ChangeNotice } from '../../contracts/ports.ts';
import type { CommandArgs, CommandName } from '../../domain/registry.ts';
import { useDeskLink } from './link-context.tsx';
import { useTellFailure } from '../ui/tell-failure.tsx';

/** A command with its arguments checked by name. `resolves` names the conflict that it answers. */
export type Command = {
  readonly [N in CommandName]: {
    readonly name: N;
    readonly args: CommandArgs<N>;
    readonly resolves?: string | null;
  };
}[CommandName];

export type Execute = (
  commands: readonly Command[],
  options?: {
    /** The caller shows refusals of its own kind (an overlap beside the form); return true when shown. */
    readonly onFailure?: (failure: CallFailure) => boolean;
  },
) => Promise<CallResult<ChangeNotice>>;

/**
 * Gives commands to the desk, all in one transaction. Answers after the durable commit; a failure that the caller
 * does not show itself is told in a notice, so none is swallowed.
 */
export function useExecute(): Execute {
  const link = useDeskLink();
  const tellFailure = useTellFailure();
  return useCallback(
    async (commands, options = {}) => {
      const answer = await link.call(
        'execute',
        commands.map(({ name, args, resolves }) => ({ name, args, resolves: resolves ?? null })),
      );
      if (!answer.ok && options.onFailure?.(answer.error) !== true) tellFailure(answer.error);
      return answer;
    },
    [link, tellFailure],
  );
}
