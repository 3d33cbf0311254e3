import { useTranslation } from 'react-i18next';
import type { AppointmentStatus } from '../../domain/scheduling/status.ts';
import { StatusGlyph } from './status-glyph.tsx';

/** A status in a line of text: its sign and its word, so that neither colour nor sign stands alone. */
export function StatusMark({ status }: { readonly status: AppointmentStatus }) {
  const { t } = useTranslation('common');
  return (
    <span>
      <StatusGlyph status={status} size={10} /> {t(`appointmentStatus.${status}`)}
    </span>
  );
}
