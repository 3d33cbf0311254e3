import { useTranslation } from 'react-i18next';
import { APPOINTMENT_STATUSES, type AppointmentStatus } from '../../../domain/scheduling/status.ts';
import { setColourBy, useColourBy } from './board-view.ts';
import { setDensity, useDensity } from './density.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import css from './status-legend.module.css';
import { StatusGlyph } from '../../ui/status-glyph.tsx';

/** What the signs mean, how many there are, and each alone by a click; the height of the day at the end. */
export function StatusLegend({
  counts,
  filter,
  onFilter,
  isScaled,
}: {
  readonly counts: Readonly<Record<AppointmentStatus, number>>;
  readonly filter: AppointmentStatus | null;
  readonly onFilter: (filter: AppointmentStatus | null) => void;
  /** The view has a time axis, which can be drawn higher, and cards in colours. */
  readonly isScaled: boolean;
}) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const shownStatuses = APPOINTMENT_STATUSES.filter((status) => counts[status] > 0 || status === filter);
  useShortcuts([
    {
      keys: FILTER_KEY,
      label: t('legend.next'),
      group: 'views',
      // After the last one everything is shown again.
      run: () => onFilter(shownStatuses[filter === null ? 0 : shownStatuses.indexOf(filter) + 1] ?? null),
    },
  ]);
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
      {isScaled ? <DrawnHow /> : null}
    </div>
  );
}

const FILTER_KEY = 'F';

function DrawnHow() {
  const { t } = useTranslation('calendar');
  const density = useDensity();
  const colourBy = useColourBy();
  return (
    <>
      <div className={css.density} role="group" aria-label={t('legend.colour')}>
        {(['service', 'person'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={colourBy === one} onClick={() => setColourBy(one)}>
            {t(`legend.by.${one}`)}
          </button>
        ))}
      </div>
      <div className={css.group} role="group" aria-label={t('legend.density')}>
        {(['compact', 'touch'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={density === one} onClick={() => setDensity(one)}>
            {t(`legend.${one}`)}
          </button>
        ))}
      </div>
    </>
  );
}
