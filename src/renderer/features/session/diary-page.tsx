import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../data/clock.ts';
import { dayOf, formatTime, minuteOfDay, HOME_ZONE } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './diary-page.module.css';

const FIRST_HOUR = 7;
const LAST_HOUR = 19;
const HOURS = Array.from({ length: LAST_HOUR - FIRST_HOUR + 1 }, (_, index) => FIRST_HOUR + index);

/** A page of the diary without a single name: beside it people sign in, unlock, or open the file. */
export function DiaryPage({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation(['session', 'common']);
  const format = useFormat();
  const zone = HOME_ZONE;
  const at = useNow(60_000);
  const minute = minuteOfDay(at, zone);
  const share = (minute / 60 - FIRST_HOUR) / (LAST_HOUR - FIRST_HOUR);
  const isOnPage = share >= 0 && share <= 1;
  return (
    <div className={css.page}>
      <section className={css.diary} aria-label={t('page')}>
        <p className={css.app}>{t('common:appName')}</p>
        <h1 className={css.day}>{format.dayLong(dayOf(at, zone))}</h1>
        <div className={css.ruled} aria-hidden>
          {HOURS.map((hour) => (
            <div key={hour} className={css.hour}>
              {Math.abs(minute - hour * 60) < 25 ? null : (
                <span>{`${String(hour).padStart(2, '0')}:00`}</span>
              )}
            </div>
          ))}
          {isOnPage ? (
            <div className={css.now} style={{ top: `${share * 100}%` }}>
              <span className={css.pill}>{formatTime(at, zone)}</span>
            </div>
          ) : null}
        </div>
      </section>
      <main className={css.form}>{children}</main>
    </div>
  );
}
