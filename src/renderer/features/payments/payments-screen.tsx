import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { Figure } from '../../ui/figure.tsx';
import { ScreenSkeleton } from '../../ui/screen-skeleton.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import { EntriesTable } from './entries-table.tsx';
import { OpenVisits } from './open-visits.tsx';
import css from './payments-screen.module.css';
import { ReversePayment } from './reverse-payment.tsx';
import { TakePayment } from './take-payment.tsx';
import { TakingsChart } from './takings-chart.tsx';
import type { LedgerRow, OpenVisit } from './takings.ts';
import { TillLine } from './till-line.tsx';

/** One sentence, one large figure, one chart, one table; beside them what is still to pay. */
export function PaymentsScreen() {
  const { t } = useTranslation('payments');
  const format = useFormat();
  const { location, day, today, timeZone } = useBoardPlace();
  const query = useDeskQuery(
    'takings',
    { locationId: location?.id ?? '', day },
    { enabled: location !== null },
  );
  const [taking, setTaking] = useState<OpenVisit | null>(null);
  const [reversing, setReversing] = useState<LedgerRow | null>(null);

  if (query.isError) {
    return (
      <div className={css.problem}>
        <FailureText failure={failureOf(query.error)} />
      </div>
    );
  }
  if (!query.data || !location) return <ScreenSkeleton />;
  const takings = query.data;
  if (takings.cover === 'not_loaded') {
    return <EmptyState title={t('notLoaded.title')} text={t('notLoaded.text')} />;
  }
  if (takings.cover === 'not_here') {
    return <EmptyState title={t('notHere.title')} text={t('notHere.text')} />;
  }
  const where = { location: location.name, day: format.day(day, today) };
  const count = takings.entries.filter(({ kind }) => kind === 'payment').length;
  const openCents = takings.open.reduce((sum, { dueCents }) => sum + dueCents, 0);
  const sentence =
    count === 0
      ? t(day === today ? 'sentence.none' : 'sentence.noneOther', where)
      : t(day === today ? 'sentence.today' : 'sentence.other', {
          ...where,
          payments: t('sentence.payments', { count }),
        });
  return (
    <div className={css.screen}>
      <div className={css.page}>
        <section className={css.front} aria-label={t('title')}>
          <Figure cents={takings.totalCents} />
          <p className={css.sentence}>
            {sentence}{' '}
            {takings.pendingCents === 0
              ? null
              : t('sentence.pending', { amount: format.money(takings.pendingCents) })}{' '}
            {takings.open.length === 0
              ? null
              : t('sentence.open', { count: takings.open.length, amount: format.money(openCents) })}
          </p>
          <TillLine count={takings.tillCount} today={today} timeZone={timeZone} />
          {takings.entries.length === 0 ? (
            <p className={css.how}>{takings.open.length === 0 ? null : t('sentence.how')}</p>
          ) : (
            <TakingsChart takings={takings} />
          )}
          {takings.entries.length === 0 ? null : (
            <EntriesTable takings={takings} timeZone={timeZone} onReverse={setReversing} />
          )}
        </section>
        <OpenVisits visits={takings.open} timeZone={timeZone} chosen={taking} onTake={setTaking} />
      </div>
      {taking ? (
        <TakePayment
          key={taking.appointmentId}
          visit={taking}
          timeZone={timeZone}
          tradingDay={today}
          onClose={() => setTaking(null)}
        />
      ) : null}
      {reversing ? (
        <ReversePayment entry={reversing} tradingDay={today} onClose={() => setReversing(null)} />
      ) : null}
    </div>
  );
}
