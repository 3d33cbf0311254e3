import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Takings } from '../../../contracts/queries.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { RowButton } from '../../ui/row-button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './payments-screen.module.css';
import { type LedgerRow, tenderKey } from './takings.ts';

/** Every entry of the day's ledger, newest first; a payment that stands can be reversed. */
export function EntriesTable({
  takings,
  timeZone,
  onReverse,
}: {
  readonly takings: Takings;
  readonly timeZone: string;
  readonly onReverse: (entry: LedgerRow) => void;
}) {
  const { t } = useTranslation(['payments', 'common']);
  const format = useFormat();
  const columns = useMemo(
    (): readonly DataColumn<LedgerRow>[] => [
      {
        id: 'time',
        header: t('table.time'),
        width: '60px',
        value: ({ at }) => at,
        renderCell: ({ at }) => format.time(at, timeZone),
      },
      {
        id: 'client',
        header: t('table.client'),
        value: ({ clientName }) => clientName ?? '',
        renderCell: (entry) => (
          <>
            {entry.clientName ?? t('common:walkIn')}
            {entry.kind === 'reversal' ? (
              <span className={css.detail}>{t('table.reversal', { reason: entry.reason ?? '' })}</span>
            ) : null}
          </>
        ),
      },
      { id: 'person', header: t('table.person'), value: ({ staffName }) => staffName ?? '' },
      {
        id: 'tender',
        header: t('table.tender'),
        width: '112px',
        value: ({ tender }) => t(`common:tender.${tenderKey(tender)}`),
      },
      {
        id: 'amount',
        header: t('table.amount'),
        numeric: true,
        width: '124px',
        value: ({ amountCents }) => amountCents,
        renderCell: ({ amountCents, pending }) => (
          <>
            {pending ? <PendingMark label={t('table.pending')} /> : null} {format.money(amountCents)}
          </>
        ),
      },
      {
        id: 'reverse',
        header: '',
        fixed: true,
        numeric: true,
        width: '84px',
        value: () => '',
        renderCell: (entry) =>
          entry.kind === 'reversal' ? null : entry.reversed ? (
            <span className={css.quiet}>{t('table.reversed')}</span>
          ) : (
            <RowButton onClick={() => onReverse(entry)}>{t('table.reverse')}</RowButton>
          ),
      },
    ],
    [t, format, timeZone, onReverse],
  );
  return (
    <section className={css.entries}>
      <h2>{t('table.entries')}</h2>
      <DataTable
        label={t('table.entries')}
        columns={columns}
        rows={takings.entries}
        rowId={({ id }) => id}
        sortBy={{ id: 'time', desc: true }}
        dimmed={({ reversed }) => reversed}
      />
    </section>
  );
}
