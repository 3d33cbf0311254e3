import { useTranslation } from 'react-i18next';
import type { RosterCell } from '../../../contracts/queries/roster.ts';
import type { WorkedShift } from '../../../domain/scheduling/roster.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import css from './roster-screen.module.css';
import { stretchText } from './week-totals.ts';

/** One person's day in the week: hours, leave in words, or nothing; a day of its own is marked. */
export function CellContent({
  cell,
  usual,
  shiftInWords,
}: {
  readonly cell: RosterCell;
  /** The weekly pattern of that day in words, for days that differ from it. */
  readonly usual: string;
  readonly shiftInWords: (shift: WorkedShift) => string;
}) {
  const { t } = useTranslation('roster');
  const { shifts, leave, isException, pending } = cell;
  return (
    <div
      className={css.content}
      data-exception={isException}
      title={isException ? t('cell.onlyThisDayPlain', { pattern: usual }) : undefined}
    >
      {leave !== null ? (
        <span className={css.leave}>
          {leave === '' ? t('cell.leave') : t('cell.leaveWhy', { reason: leave })}
        </span>
      ) : shifts.length === 0 ? (
        <span className={css.nothing}>{isException ? t('cell.off') : <NotWorking />}</span>
      ) : (
        shifts.map((shift) => (
          <span key={`${shift.locationId} ${String(shift.startMinute)}`} className={css.shift}>
            {shiftInWords(shift)}
            {shift.breaks.map(([from, to]) => (
              <small key={from}>
                <span className="visually-hidden">{t('cell.break')} </span>
                {t('cell.breakTimes', { times: stretchText(from, to) })}
              </small>
            ))}
          </span>
        ))
      )}
      {isException ? <span className="visually-hidden">{t('cell.onlyThisDay')}</span> : null}
      {pending ? <PendingMark label={t('cell.waiting')} /> : null}
    </div>
  );
}

/** A dash for the eye, words for the ear. */
function NotWorking() {
  const { t } = useTranslation('roster');
  return (
    <>
      <span aria-hidden>{DASH}</span>
      <span className="visually-hidden">{t('cell.notWorking')}</span>
    </>
  );
}

const DASH = '–';
