import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainDate } from '../../../base/time.ts';
import type { Tender } from '../../../domain/money/payment-commands.ts';
import { formatMoney, parseMoney } from '../../ui/format.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './take-payment.module.css';
import type { OpenVisit } from './takings.ts';
import { useTakePayment } from './use-take-payment.ts';

/** Takes money for a visit into the ledger. Money has no undo: a mistake is reversed, with a reason. */
export function TakePayment({
  visit,
  timeZone,
  tradingDay,
  onClose,
}: {
  readonly visit: OpenVisit;
  readonly timeZone: string;
  readonly tradingDay: PlainDate;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['payments', 'common']);
  const format = useFormat();
  const { tenders, busy, take } = useTakePayment();
  const tell = useTell();
  const [tender, setTender] = useState<Tender>('card');
  const [amount, setAmount] = useState(() => formatMoney(visit.dueCents).slice(2));
  const [given, setGiven] = useState('');
  const cents = parseMoney(amount);
  const isValid = cents !== null && cents > 0;
  const givenCents = parseMoney(given);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isValid || busy) return;
    const taken = await take({
      appointmentId: visit.appointmentId,
      tender,
      amountCents: cents,
      tradingDay,
    });
    if (!taken) return;
    tell(t('take.done', { amount: format.money(cents), tender: t(`common:tender.${tender}`) }));
    onClose();
  };

  return (
    <SidePanel title={t('take.title')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className={css.form}>
        <div>
          <p className={css.client}>{visit.clientName ?? t('common:walkIn')}</p>
          <p className={css.visit}>
            {t('take.visit', {
              service: visit.serviceName,
              person: visit.staffName,
              time: format.time(visit.startsAt, timeZone),
            })}
          </p>
        </div>
        <p className={css.due}>
          <span>{t('take.due')}</span>
          <strong>{format.money(visit.dueCents)}</strong>
        </p>
        <fieldset className={css.tenders}>
          <legend>{t('take.tender')}</legend>
          {tenders.map((one) => (
            <label key={one} data-chosen={one === tender}>
              <input
                type="radio"
                name="tender"
                value={one}
                checked={one === tender}
                onChange={() => setTender(one)}
                autoFocus={one === tender}
              />
              {t(`common:tender.${one}`)}
              {one === 'payshap' ? <small>{t('take.beta')}</small> : null}
            </label>
          ))}
        </fieldset>
        <TextInput
          label={t('take.amount')}
          description={t('take.amountHint')}
          inputMode="decimal"
          leftSection={<span className={css.rand}>R</span>}
          value={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          error={isValid ? null : t('take.badAmount')}
        />
        {isValid && cents > visit.dueCents ? (
          <p className={css.note}>{t('take.tooMuch', { amount: format.money(cents - visit.dueCents) })}</p>
        ) : null}
        {tender === 'cash' ? (
          <div className={css.cash}>
            <TextInput
              label={t('take.given')}
              inputMode="decimal"
              leftSection={<span className={css.rand}>R</span>}
              value={given}
              onChange={(event) => setGiven(event.currentTarget.value)}
            />
            <p className={css.change} aria-live="polite">
              {givenCents === null || !isValid
                ? null
                : givenCents >= cents
                  ? t('take.change', { amount: format.money(givenCents - cents) })
                  : t('take.notEnough', { amount: format.money(cents - givenCents) })}
            </p>
          </div>
        ) : null}
        <Button type="submit" disabled={!isValid || busy}>
          {busy ? t('take.busy') : t('take.submit', { amount: format.money(cents ?? 0) })}
        </Button>
      </form>
    </SidePanel>
  );
}
