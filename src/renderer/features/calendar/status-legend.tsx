import { useTranslation } from 'react-i18next';
import { APPOINTMENT_STATUSES, type AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { type Density, setDensity } from './density.ts';
import css from './status-legend.module.css';
import { StatusGlyph } from '../../ui/status-glyph.tsx';

/** What the signs mean, how many there are, and each alone by a click; the height of the day at the end. */
export function StatusLegend({
  counts,
  filter,
  onFilter,
  density,
}: {
  readonly counts: Readonly<Record<AppointmentStatus, number>>;
  readonly filter: AppointmentStatus | null;
  readonly onFilter: (filter: AppointmentStatus | null) => void;
  readonly density: Density;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  return (
    <div className={css.bar}>
      <div className={css.statuses} role="group" aria-label={t('legend.label')}>
        {APPOINTMENT_STATUSES.map((status) => (
          <button
            key={status}
            type="button"
            className={css.status}
            data-status={status}
            data-none={counts[status] === 0 || undefined}
            aria-pressed={filter === status}
            onClick={() => onFilter(filter === status ? null : status)}
          >
            <StatusGlyph status={status} />
            <span className={css.word}>{common(`appointmentStatus.${status}`)}</span>
            <span className={css.count}>{counts[status]}</span>
          </button>
        ))}
      </div>
      <div className={css.density} role="group" aria-label={t('legend.density')}>
        {(['compact', 'touch'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={density === one} onClick={() => setDensity(one)}>
            {t(`legend.${one}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
