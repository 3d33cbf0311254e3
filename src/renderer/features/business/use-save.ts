import { useCallback } from 'react';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import { forgetUndo, offerUndo } from '../../ui/undo-notice.tsx';

export type Save = (
  commands: readonly Command[],
  /** What was done, and what takes it back; none: it cannot be taken back by a command. */
  undo?: { readonly text: string; readonly commands: readonly Command[] },
  /** Returns true when it showed the refusal itself. */
  onFailure?: (failure: CallFailure) => boolean,
) => Promise<boolean>;

/** Gives commands of the settings and offers ten seconds to take them back. True: it is done. */
export function useSave(): Save {
  const execute = useExecute();
  return useCallback(
    async (commands, undo, onFailure) => {
      // An older offer would take back what is changed anew.
      forgetUndo();
      const answer = await execute(commands, onFailure ? { onFailure } : {});
      if (answer.ok && undo) {
        offerUndo({
          text: undo.text,
          undo: async () => {
            await execute(undo.commands);
          },
        });
      }
      return answer.ok;
    },
    [execute],
  );
}
