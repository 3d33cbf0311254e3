import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppointmentDetail } from '../../../contracts/queries.ts';
import { BETA_TENDERS, type Tender, TENDERS } from '../../../domain/money/payment-commands.ts';
import { newId, now } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { useExecute } from '../../data/use-execute.ts';
import { dayOf, parseMoney } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './appointment-panel.module.css';

/**
 * Money for a visit: what was taken, what is due, and a button for each way to pay. What only this desk knows is
 * hatched and says so; it becomes "paid" by the cloud's word alone.
 */
export function TakePayment({ appointment }: { readonly appointment: AppointmentDetail }) {
  const { t } = useTranslation('calendar');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const execute = useExecute();
  const flags = useDeskQuery('flagValues', {}).data;
  const [typed, setTyped] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const due = Math.max(0, appointment.priceCents - appointment.paidCents);
  const amount = typed === null ? due : parseMoney(typed);
  const payable = appointment.status !== 'cancelled' && appointment.status !== 'no_show';
  const uncertain = appointment.payments.some((entry) => entry.pending);

  const take = async (tender: Tender): Promise<void> => {
    if (amount === null || amount <= 0 || sending) return;
    setSending(true);
    const answer = await execute([
      {
        name: 'payment.take',
        args: {
          id: newId(),
          appointmentId: appointment.id,
          tender,
          amountCents: amount,
          tradingDay: dayOf(now(), appointment.timeZone),
        },
      },
    ]);
    setSending(false);
    if (answer.ok) setTyped(null);
  };
  const tenders: readonly Tender[] = [...TENDERS, ...(flags?.betaPayments === true ? BETA_TENDERS : [])];

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
              disabled={amount === null || amount <= 0 || sending}
              onClick={() => void take(tender)}
            >
              {common(`tender.${tender}`)}
            </Button>
          ))}
        </div>
      ) : null}
    </section>
  );
}
