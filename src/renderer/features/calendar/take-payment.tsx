import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppointmentDetail } from '../../../contracts/queries.ts';
import type { Tender } from '../../../domain/money/payment-commands.ts';
import { now } from '../../data/clock.ts';
import { dayOf, parseMoney } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useTakePayment } from '../payments/use-take-payment.ts';
import css from './appointment-panel.module.css';

/**
 * Money for a visit: what was taken, what is due, and a button for each way to pay. What only this desk knows is
 * hatched and says so; it becomes "paid" by the cloud's word alone.
 */
export function TakePayment({ appointment }: { readonly appointment: AppointmentDetail }) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const { tenders, busy, take } = useTakePayment();
  const [typed, setTyped] = useState<string | null>(null);
  const due = Math.max(0, appointment.priceCents - appointment.paidCents);
  const amount = typed === null ? due : parseMoney(typed);
  const payable = appointment.status !== 'cancelled' && appointment.status !== 'no_show';
  const uncertain = appointment.payments.some((entry) => entry.pending);

  const takeWith = async (tender: Tender): Promise<void> => {
    if (amount === null || amount <= 0 || busy) return;
    const taken = await take({
      appointmentId: appointment.id,
      tender,
      amountCents: amount,
      tradingDay: dayOf(now(), appointment.timeZone),
    });
    if (taken) setTyped(null);
  };

  // Nobody owes for a visit that did not take place; what was taken for it still shows.
  if (!payable && appointment.payments.length === 0) return null;
  return (
    <section className={css.money} aria-label={t('pay.title')}>
      <dl className={css.sums}>
        <div>
          <dt>{t('panel.total')}</dt>
          <dd className="number">{format.money(appointment.priceCents)}</dd>
        </div>
        {appointment.payments.map((entry) => (
          <div key={entry.id} className={entry.pending ? `${css.pending ?? ''} hatch` : ''}>
            <dt>
              {entry.kind === 'reversal' ? `${t('pay.reversal')}, ` : ''}
              {common(`tender.${entry.tender as 'cash'}`, { defaultValue: entry.tender })}{' '}
              {format.time(entry.at, appointment.timeZone)}
              {entry.pending ? <span className={css.quiet}> {t('pay.pending')}</span> : null}
              {entry.reversed ? <span className={css.quiet}> {t('pay.reversed')}</span> : null}
            </dt>
            <dd className="number">{format.money(-entry.amountCents)}</dd>
          </div>
        ))}
        {payable ? (
          <div className={css.due}>
            <dt>{due > 0 ? t('panel.due') : t(uncertain ? 'panel.settledPending' : 'panel.settled')}</dt>
            <dd className="number">{format.money(due)}</dd>
          </div>
        ) : null}
      </dl>
      {payable && due > 0 ? (
        <div className={css.take}>
          <TextInput
            label={t('pay.amount')}
            value={typed ?? format.money(due)}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onFocus={(event) => event.currentTarget.select()}
            error={amount === null ? t('pay.amountWrong') : null}
            description={
              amount !== null && amount > due ? t('pay.more', { amount: format.money(amount - due) }) : null
            }
          />
          {tenders.map((tender) => (
            <Button
              key={tender}
              variant="default"
              disabled={amount === null || amount <= 0 || busy}
              onClick={() => void takeWith(tender)}
            >
              {common(`tender.${tender}`)}
            </Button>
          ))}
        </div>
      ) : null}
    </section>
  );
}
