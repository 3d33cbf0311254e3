import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { Takings } from '../../../contracts/queries.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './payments-screen.module.css';

/** The newest count of the till in one line: what is missing stands first. */
export function TillLine({
  count,
  today,
  timeZone,
}: {
  readonly count: Takings['tillCount'];
  readonly today: PlainDate;
  readonly timeZone: string;
}) {
  const { t } = useTranslation(['payments', 'common']);
  const format = useFormat();
  if (!count) {
    return (
      <p className={css.till}>
        {t('till.label')}: {t('till.none')}
      </p>
    );
  }
  const difference = count.countedCents - count.expectedCents;
  const verdict =
    difference === 0
      ? t('till.exact')
      : t(difference < 0 ? 'till.short' : 'till.over', { amount: format.money(Math.abs(difference)) });
  return (
    <p className={css.till}>
      {t('till.label')}: <strong data-off={difference !== 0}>{verdict}</strong>{' '}
      <span className={css.tillDetail}>
        {t('till.line', {
          counted: format.money(count.countedCents),
          expected: format.money(count.expectedCents),
          day: format.day(count.tradingDay, today),
          time: format.time(count.at, timeZone),
          actor: count.actor ?? t('common:nobody'),
        })}
        {count.note ? ` · ${count.note}` : null}
      </span>
    </p>
  );
}
