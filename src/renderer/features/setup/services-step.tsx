import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../contracts/queries/business.ts';
import { TRADES } from '../../../domain/business/kinds.ts';
import { STARTER_SERVICES } from '../../../domain/business/starter-services.ts';
import { formatRand } from '../../../domain/money/rand.ts';
import { newId } from '../../data/clock.ts';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { type Command, useExecute } from '../../data/use-execute.ts';
import { createCommand, readDraft } from '../business/service-draft.ts';
import css from './setup-guide.module.css';

type Trade = (typeof TRADES)[number];
type ServiceRow = {
  readonly key: string;
  readonly taken: boolean;
  readonly name: string;
  readonly category: string;
  readonly minutes: string;
  readonly after: number;
  readonly price: string;
};

const OWN_ROWS = 1;

/** A starter set of the trade to take as it is or to change; and services that nobody does yet. */
export function ServicesStep({ setup }: { readonly setup: SetupState }) {
  const { t } = useTranslation(['setup', 'business']);
  const execute = useExecute();
  const startRows = useStarterRows();
  const [trade, setTrade] = useState<Trade>(() => TRADES.find((one) => one === setup.trade) ?? 'salon');
  const [rows, setRows] = useState<readonly ServiceRow[]>(() => startRows(trade));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const existing = (useDeskQuery('serviceList', {}).data ?? []).filter(({ active }) => active);
  const staffIds = setup.people.map(({ id }) => id);
  const taken = rows.filter(({ taken: isTaken, name }) => isTaken && name.trim() !== '');
  const unreadable = taken.find((row) => !readRow(row, []));

  const set = (key: string, change: Partial<ServiceRow>): void =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const give = async (commands: readonly Command[]): Promise<void> => {
    setBusy(true);
    await execute(commands);
    setBusy(false);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (busy || taken.length === 0 || unreadable) return;
    await give(
      taken.flatMap((row, index) => {
        const values = readRow(row, staffIds);
        if (!values) return [];
        const place = existing.length + index;
        return [createCommand(newId(), { ...values, hue: place % 10 }, place, newId)];
      }),
    );
  };
  return (
    <form className={css.form} noValidate onSubmit={(event) => void save(event)}>
      <div>
        <h2>{t('services.title')}</h2>
        <p className={css.sentence}>{t('services.text')}</p>
      </div>
      {existing.length > 0 ? (
        <div className={css.foot}>
          <span>{t('services.existing', { count: existing.length })}</span>
          <Button
            variant="default"
            disabled={busy}
            onClick={() =>
              void give(
                existing.map(({ id, staffIds: doing }) => ({
                  name: 'service.staff',
                  args: {
                    serviceId: id,
                    add: staffIds
                      .filter((one) => !doing.includes(one))
                      .map((staffId) => ({ id: newId(), staffId })),
                    remove: [],
                  },
                })),
              )
            }
          >
            {t('services.everybody')}
          </Button>
        </div>
      ) : null}
      <p className={css.note}>{t('services.prices')}</p>
      <fieldset className={css.segments}>
        <legend className="visually-hidden">{t('services.set')}</legend>
        {TRADES.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="starter-set"
              checked={one === trade}
              onChange={() => {
                setTrade(one);
                setRows(startRows(one));
              }}
            />
            {t(`business:facts.trades.${one}`)}
          </label>
        ))}
      </fieldset>
      <table className={css.services}>
        <thead>
          <tr>
            <th>
              <span className="visually-hidden">{t('services.takeHead')}</span>
            </th>
            <th>{t('services.name')}</th>
            <th>{t('services.minutes')}</th>
            <th>{t('services.suggested')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const label = row.name.trim() === '' ? t('services.own') : row.name;
            return (
              <tr key={row.key} data-taken={row.taken}>
                <td>
                  <Checkbox
                    aria-label={t('services.take', { name: label })}
                    checked={row.taken}
                    onChange={({ currentTarget }) => set(row.key, { taken: currentTarget.checked })}
                  />
                </td>
                <td>
                  <TextInput
                    aria-label={t('services.name')}
                    placeholder={t('services.own')}
                    value={row.name}
                    maxLength={120}
                    onChange={({ currentTarget }) =>
                      set(row.key, { name: currentTarget.value, taken: currentTarget.value.trim() !== '' })
                    }
                  />
                </td>
                <td>
                  <TextInput
                    className={css.figure ?? ''}
                    aria-label={t('services.minutes')}
                    value={row.minutes}
                    onChange={({ currentTarget }) => set(row.key, { minutes: currentTarget.value })}
                  />
                </td>
                <td>
                  <TextInput
                    className={css.figure ?? ''}
                    aria-label={t('services.price')}
                    value={row.price}
                    onChange={({ currentTarget }) => set(row.key, { price: currentTarget.value })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className={css.foot}>
        <Button type="submit" disabled={busy || taken.length === 0}>
          {t('services.next', { count: taken.length })}
        </Button>
        {tried && unreadable ? (
          <span className={css.problem} role="alert">
            {t('services.problem', { name: unreadable.name })}
          </span>
        ) : null}
        {taken.length === 0 ? <span className={css.hint}>{t('services.needed')}</span> : null}
      </div>
    </form>
  );
}

/** The values of a row; null while its figures cannot be read. */
function readRow(row: ServiceRow, staffIds: readonly string[]) {
  const read = readDraft({
    name: row.name,
    category: row.category,
    duration: row.minutes,
    before: '0',
    after: String(row.after),
    price: row.price,
    hue: 0,
    requires: '',
    staffIds,
  });
  return read.ok ? read.values : null;
}

function useStarterRows(): (trade: Trade) => readonly ServiceRow[] {
  const { t } = useTranslation('setup');
  return (trade) => [
    ...STARTER_SERVICES[trade].map((service) => ({
      key: service.key,
      taken: true,
      name: t(`starter.${service.key}`),
      category: t(`category.${service.category}`),
      minutes: String(service.minutes),
      after: service.after,
      price: formatRand(service.cents).replaceAll(/[^\d,]/g, ''),
    })),
    ...Array.from({ length: OWN_ROWS }, (_, index) => ({
      key: `own ${String(index)}`,
      taken: false,
      name: '',
      category: '',
      minutes: '45',
      after: 0,
      price: '',
    })),
  ];
}
