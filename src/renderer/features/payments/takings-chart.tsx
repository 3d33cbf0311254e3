import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar, BarChart, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Takings } from '../../../contracts/queries.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { groupThousands } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './takings-chart.module.css';
import { type PersonRow, takingsByPerson, tenderKey } from './takings.ts';

const BAR = 26;

/** Takings by person as bars with their amounts, or the same as a table by person and tender. */
export function TakingsChart({ takings }: { readonly takings: Takings }) {
  const { t } = useTranslation('payments');
  const [asTable, setAsTable] = useState(false);
  const rows = useMemo(() => takingsByPerson(takings), [takings]);
  return (
    <section className={css.section}>
      <header className={css.head}>
        <h2>{t('chart.title')}</h2>
        <button type="button" onClick={() => setAsTable(!asTable)}>
          {asTable ? t('chart.asChart') : t('chart.asTable')}
        </button>
      </header>
      {asTable ? <ByTender takings={takings} rows={rows} /> : <Bars rows={rows} />}
      {takings.pendingCents === 0 || asTable ? null : <p className={css.legend}>{t('chart.waiting')}</p>}
    </section>
  );
}

function Bars({ rows }: { readonly rows: readonly PersonRow[] }) {
  const { t } = useTranslation('payments');
  const format = useFormat();
  // A stack's last bar carries the label; it must have a width, however small, to be drawn at all.
  const end = Math.max(...rows.map(({ cents }) => cents)) / 100_000;
  const data = rows.map((row) => ({
    end,
    name: row.name,
    settled: Math.max(0, row.cents - row.pendingCents) / 100,
    pending: Math.max(0, row.pendingCents) / 100,
    label: format.money(row.cents),
  }));
  return (
    <div role="img" aria-label={t('chart.label')}>
      <ResponsiveContainer width="100%" height={rows.length * BAR + 26}>
        <BarChart
          data={data}
          layout="vertical"
          margin={{ top: 0, right: 92, bottom: 0, left: 0 }}
          barCategoryGap={7}
          accessibilityLayer={false}
        >
          <defs>
            <pattern
              id="pending-hatch"
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="1.6" height="5" className={css.hatch} />
            </pattern>
          </defs>
          <XAxis
            type="number"
            domain={[0, 'auto']}
            axisLine={false}
            tickLine={false}
            tickCount={5}
            // In a narrow window every second one, never a gap in the row.
            interval="equidistantPreserveStart"
            height={24}
            tickFormatter={(value: number) => (value === 0 ? '0' : `R\u00a0${groupThousands(value)}`)}
          />
          <YAxis type="category" dataKey="name" width={172} axisLine={false} tickLine={false} interval={0} />
          <Bar dataKey="settled" stackId="money" isAnimationActive={false} className={css.bar ?? ''} />
          <Bar
            dataKey="pending"
            stackId="money"
            isAnimationActive={false}
            fill="url(#pending-hatch)"
            className={css.pending ?? ''}
          />
          <Bar dataKey="end" stackId="money" isAnimationActive={false} fill="none">
            <LabelList dataKey="label" position="right" />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

function ByTender({ takings, rows }: { readonly takings: Takings; readonly rows: readonly PersonRow[] }) {
  const { t } = useTranslation(['payments', 'common']);
  const format = useFormat();
  const columns = useMemo((): readonly DataColumn<PersonRow>[] => {
    const tenders = takings.byTender.toSorted((a, b) => b.cents - a.cents);
    const amount = (cents: number | undefined): string => (cents === undefined ? '' : format.money(cents));
    return [
      { id: 'name', header: t('table.person'), value: ({ name }) => name, foot: t('table.total') },
      ...tenders.map(({ tender, cents }): DataColumn<PersonRow> => ({
        id: tender,
        header: t(`common:tender.${tenderKey(tender)}`),
        numeric: true,
        value: (row) => row.byTender[tender] ?? 0,
        renderCell: (row) => amount(row.byTender[tender]),
        foot: format.money(cents),
      })),
      {
        id: 'total',
        header: t('table.total'),
        numeric: true,
        value: ({ cents }) => cents,
        renderCell: ({ cents }) => <strong>{format.money(cents)}</strong>,
        foot: format.money(takings.totalCents),
      },
    ];
  }, [takings, t, format]);
  return (
    <DataTable
      label={t('chart.byTender')}
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      sortBy={{ id: 'total', desc: true }}
    />
  );
}
