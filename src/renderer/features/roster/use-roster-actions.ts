import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useExecute } from '../../data/use-execute.ts';
import { useTell } from '../../ui/tell.tsx';
import { offerUndo } from '../../ui/undo-notice.tsx';
import type { Change } from './roster-changes.ts';

/** Gives a change to the desk and offers ten seconds to take it back. Answers whether it was made. */
export function useRosterActions(onChanged: () => void): (change: Change, text: string) => Promise<boolean> {
  const { t } = useTranslation('roster');
  const execute = useExecute();
  const tell = useTell();
  return useCallback(
    async (change, text) => {
      if (change.commands.length === 0) {
        tell(t('done.same'));
        return true;
      }
      const answer = await execute(change.commands);
      if (!answer.ok) return false;
      onChanged();
      offerUndo({
        text,
        undo: async () => {
          await execute(change.undo());
        },
      });
      return true;
    },
    [execute, tell, t, onChanged],
  );
}
