import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../../../contracts/desk-api.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { dayOf } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import css from './import-screen.module.css';

type Row = ImportPreview['rows'][number];
type Problem = ImportPreview['problems'][number];

/** What a file would bring, line by line, and what is left out and why. Nothing has been written yet. */
export function Preview({
  preview,
  busy,
  onCommit,
  onDiscard,
}: {
  readonly preview: ImportPreview;
  readonly busy: boolean;
  readonly onCommit: () => void;
  readonly onDiscard: () => void;
}) {
  const { t } = useTranslation('imports');
  const { total, rows, problems, fileName, kind } = preview;
  const isDiary = kind === 'diary_ics';
  return (
    <section className={css.preview}>
      <header className={css.previewHead}>
        <div>
          <h2>{t('preview.title')}</h2>
          <p>
            {total === 0
              ? t('preview.nothing')
              : t('preview.sentence', {
                  rows: t(isDiary ? 'preview.bookings' : 'preview.clients', { count: total }),
                  file: fileName,
                  problems:
                    problems.length === 0
                      ? t('preview.noneLeftOut')
                      : t('preview.leftOut', { count: problems.length }),
                })}{' '}
            {rows.length < total ? t('preview.firstRows', { shown: rows.length, total }) : null}
          </p>
        </div>
        <Button variant="default" onClick={onDiscard} disabled={busy}>
          {t('preview.discard')}
        </Button>
        <Button onClick={onCommit} disabled={busy || total === 0} autoFocus>
          {busy ? t('preview.busy') : t('preview.commit', { count: total })}
        </Button>
      </header>
      {problems.length === 0 ? null : <Problems problems={problems} />}
      {rows.length === 0 ? null : (
        <div className={css.rows}>
          <Rows rows={rows} isDiary={isDiary} />
        </div>
      )}
    </section>
  );
}

function Rows({ rows, isDiary }: { readonly rows: readonly Row[]; readonly isDiary: boolean }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const { today, timeZone } = useBoardPlace();
  const columns = useMemo((): readonly DataColumn<Row>[] => {
    const line: DataColumn<Row> = {
      id: 'line',
      header: t('preview.line'),
      numeric: true,
      width: '56px',
      value: (row) => row.line,
    };
    const title: DataColumn<Row> = {
      id: 'title',
      header: isDiary ? t('preview.event') : t('preview.name'),
      value: (row) => row.title,
    };
    const phone: DataColumn<Row> = {
      id: 'phone',
      header: t('preview.phone'),
      value: (row) => row.phone ?? '',
      renderCell: (row) => (row.phone === null ? null : format.phone(row.phone)),
    };
    const client: DataColumn<Row> = {
      id: 'client',
      header: t('preview.client'),
      value: (row) => row.matchedClient ?? '',
      renderCell: (row) =>
        row.matchedClient === null ? (
          <span className={css.hint}>{t('preview.new')}</span>
        ) : (
          t('preview.known', { name: row.matchedClient })
        ),
    };
    if (!isDiary) return [line, title, phone, client];
    return [
      line,
      {
        id: 'when',
        header: t('preview.when'),
        value: (row) => row.startsAt ?? 0,
        renderCell: (row) =>
          row.startsAt === null || row.endsAt === null
            ? null
            : `${format.day(dayOf(row.startsAt, timeZone), today)} ${format.timeRange(row.startsAt, row.endsAt, timeZone)}`,
      },
      title,
      client,
      {
        id: 'service',
        header: t('preview.service'),
        value: (row) => row.matchedService ?? '',
        renderCell: (row) =>
          row.matchedService ?? <span className={css.hint}>{t('preview.usesDefault')}</span>,
      },
    ];
  }, [t, format, isDiary, today, timeZone]);
  return (
    <DataTable label={t('preview.title')} columns={columns} rows={rows} rowId={({ line }) => String(line)} />
  );
}

function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation('imports');
  const columns = useMemo(
    (): readonly DataColumn<Problem>[] => [
      { id: 'line', header: t('preview.line'), numeric: true, width: '56px', value: ({ line }) => line },
      {
        id: 'why',
        header: t('problem.why'),
        width: '220px',
        value: ({ code }) => t(`problem.${code}`),
        renderCell: ({ code }) => <span className={css.problem}>{t(`problem.${code}`)}</span>,
      },
      { id: 'text', header: t('problem.content'), value: ({ text }) => text },
    ],
    [t],
  );
  return (
    <div className={css.problems}>
      <h3>{t('problem.title')}</h3>
      <DataTable
        label={t('problem.title')}
        columns={columns}
        rows={problems}
        rowId={({ line, code }) => `${line} ${code}`}
      />
    </div>
  );
}
