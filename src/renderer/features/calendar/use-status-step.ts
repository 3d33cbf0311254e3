import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { newId } from '../../data/clock.ts';
import { useExecute } from '../../data/use-execute.ts';
import { offerUndo } from '../../ui/undo-notice.tsx';

export type StepTarget = {
  readonly appointmentId: string;
  readonly status: AppointmentStatus;
  readonly clientName: string | null;
};

/** Takes an appointment one step along its chain; the undo is a step back, a command like any other. */
export function useStatusStep(): (
  target: StepTarget,
  to: Exclude<AppointmentStatus, 'cancelled'>,
) => Promise<boolean> {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const execute = useExecute();
  return useCallback(
    async ({ appointmentId, status, clientName }, to) => {
      const step = (next: AppointmentStatus) =>
        execute([
          {
            name: 'appointment.status',
            args: { id: appointmentId, eventId: newId(), to: next, reason: null },
          },
        ]);
      const answer = await step(to);
      if (!answer.ok) return false;
      offerUndo({
        text: t('step.told', {
          client: clientName ?? common('walkIn'),
          status: common(`appointmentStatus.${to}`),
        }),
        undo: async () => void (await step(status)),
      });
      return true;
    },
    [execute, t, common],
  );
}
