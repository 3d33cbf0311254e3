import { useTranslation } from 'react-i18next';
import type { AppointmentStatus } from '../../domain/scheduling/status.ts';

/** The sign of each status; always beside its word, so that neither colour nor sign stands alone. */
export const STATUS_SIGNS: Readonly<Record<AppointmentStatus, string>> = {
  requested: '◌',
  confirmed: '○',
  arrived: '◐',
  in_service: '●',
  done: '✓',
  no_show: '✕',
  cancelled: '–',
};

export function StatusMark({ status }: { readonly status: AppointmentStatus }) {
  const { t } = useTranslation('common');
  return (
    <span>
      <span aria-hidden>{STATUS_SIGNS[status]}</span> {t(`appointmentStatus.${status}`)}
    </span>
  );
}
