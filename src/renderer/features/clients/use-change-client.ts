import type { ClientDetail } from '../../../contracts/queries/clients.ts';
import type { CommandArgs } from '../../../domain/registry.ts';
import { useExecute } from '../../data/use-execute.ts';
import { useFailureWords } from '../../ui/failure-text.tsx';
import { offerUndo } from '../../ui/undo-notice.tsx';

type Changes = CommandArgs<'client.update'>['changes'];

/** Changes single fields of a client, with ten seconds to take it back; answers what was wrong, or null. */
export function useChangeClient(
  client: ClientDetail,
): (changes: Changes, before: Changes, told: string) => Promise<string | null> {
  const execute = useExecute();
  const wordsOf = useFailureWords();
  const { id } = client;
  return async (changes, before, told) => {
    const refused: { words: string | null } = { words: null };
    const answer = await execute([{ name: 'client.update', args: { id, changes } }], {
      onFailure: (failure) => {
        const { what, action } = wordsOf(failure);
        refused.words = `${what} ${action}`;
        return true;
      },
    });
    if (!answer.ok) return refused.words;
    offerUndo({
      text: told,
      undo: () => void execute([{ name: 'client.update', args: { id, changes: before } }]),
    });
    return null;
  };
}
