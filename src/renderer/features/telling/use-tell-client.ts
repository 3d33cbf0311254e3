import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { TellingChannel } from '../../../domain/clients/telling-commands.ts';
import type { KnownVisit } from '../../../domain/scheduling/client-knows.ts';
import { newId } from '../../data/clock.ts';
import { useExecute } from '../../data/use-execute.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';

/** Writes down that a client was told, or did not answer; ten seconds to take it back. */
export function useTellClient(): (
  visit: { readonly appointmentId: string; readonly clientName: string; readonly stands: KnownVisit },
  channel: TellingChannel,
  outcome: 'told' | 'no_answer',
) => Promise<boolean> {
  const { t } = useTranslation('telling');
  const execute = useExecute();
  return useCallback(
    async ({ appointmentId, clientName, stands }, channel, outcome) => {
      const id = newId();
      const { status, staffIds, startsAt } = stands;
      const told = { status, staffIds: [...staffIds], startsAt };
      const answer = await execute([
        { name: 'telling.record', args: { id, appointmentId, channel, outcome, told } },
      ]);
      if (!answer.ok) return false;
      offerUndo({
        text:
          outcome === 'told'
            ? t('done', { name: clientName, channel: t(`channel.${channel}`) })
            : t('doneNoAnswer', { name: clientName }),
        undo: async () => void (await execute([{ name: 'telling.undo', args: { id } }])),
      });
      return true;
    },
    [execute, t],
  );
}
