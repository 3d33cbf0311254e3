import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../../../contracts/transfer.ts';
import { IMPORT_PROBLEM_CODES } from '../../../domain/imports/import-problem.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { dayOf, groupThousands } from '../../ui/format.ts';
import { useTellFailure } from '../../ui/tell-failure.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';
import css from './import-screen.module.css';
import { useSaveFile } from './use-save-file.ts';

type Row = ImportPreview['rows'][number];
type Problem = ImportPreview['problems'][number];
const ACTIONS = ['create', 'fill', 'book', 'block'] as const;

/** What a file would bring, line by line, and what is left out and why. Nothing has been written yet. */
export function Preview({
  preview,
  busy,
  onCommit,
}: {
  readonly preview: ImportPreview;
  readonly busy: 'planning' | 'writing' | null;
  readonly onCommit: () => void;
}) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const { today } = useBoardPlace();
  const { total, rows, counts, problems, problemCount, window, kind } = preview;
  const parts = ACTIONS.filter((action) => counts[action] > 0).map((action) =>
    t(`preview.${action}`, { count: counts[action], rows: groupThousands(counts[action]) }),
  );
  return (
    <section className={css.preview} aria-label={t('preview.title')} aria-busy={busy !== null} data-in-hand>
      <header className={css.previewHead}>
        <div>
          <h3>{t('preview.title')}</h3>
          <p>
            {total === 0
              ? t('preview.nothing')
              : t('preview.sentence', {
                  rows: parts.join(', '),
                  problems:
                    problemCount === 0
                      ? t('preview.noneLeftOut')
                      : t('preview.leftOut', { count: problemCount, lines: groupThousands(problemCount) }),
                })}{' '}
            {window === null
              ? null
              : t('preview.window', {
                  from: format.day(window.from, today),
                  to: format.day(window.to, today),
                })}{' '}
            {window !== null && window.before + window.after > 0
              ? t('preview.outside', {
                  before: groupThousands(window.before),
                  after: groupThousands(window.after),
                })
              : null}{' '}
            {rows.length < total
              ? t('preview.firstRows', { shown: rows.length, total: groupThousands(total) })
              : null}
          </p>
        </div>
        <Button onClick={onCommit} disabled={busy !== null || total === 0}>
          {busy === 'writing'
            ? t('preview.busy')
            : t('preview.commit', { count: total, rows: groupThousands(total) })}
        </Button>
      </header>
      {problemCount === 0 ? null : <Problems id={preview.id} problems={problems} count={problemCount} />}
      {rows.length === 0 ? null : (
        <div className={css.rows}>
          <Rows rows={rows} isDiary={kind === 'diary_ics'} />
        </div>
      )}
    </section>
  );
}

function Rows({ rows, isDiary }: { readonly rows: readonly Row[]; readonly isDiary: boolean }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const { today, timeZone } = useBoardPlace();
  const staff = useDeskQuery('staff', { locationId: null }).data;
  const numbered = useMemo(() => rows.map((row, index) => ({ ...row, index })), [rows]);
  const columns = useMemo((): readonly DataColumn<Row & { readonly index: number }>[] => {
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
      renderCell: (row) => {
        if (row.action === 'block') return <span className={css.hint}>{t('preview.noClient')}</span>;
        if (row.action === 'fill') {
          return t('preview.fills', {
            fields: row.fills.map((field) => t(`csv.fields.${field}`)).join(', '),
          });
        }
        return row.matchedClient === null ? (
          <span className={css.hint}>{t('preview.new')}</span>
        ) : (
          t('preview.known', { name: row.matchedClient })
        );
      },
    };
    if (!isDiary) return [line, title, phone, client];
    return [
      line,
      {
        id: 'when',
        header: t('preview.when'),
        value: (row) => row.startsAt ?? 0,
        renderCell: (row) => {
          if (row.startsAt === null || row.endsAt === null) return null;
          const day = format.day(dayOf(row.startsAt, timeZone), today);
          if (row.action !== 'block') return `${day} ${format.timeRange(row.startsAt, row.endsAt, timeZone)}`;
          const last = dayOf(row.endsAt - 1, timeZone);
          return last === dayOf(row.startsAt, timeZone) ? day : `${day} – ${format.day(last, today)}`;
        },
      },
      title,
      client,
      {
        id: 'person',
        header: t('preview.person'),
        value: (row) => staff?.find(({ id }) => id === row.staffId)?.name ?? '',
      },
      {
        id: 'service',
        header: t('preview.service'),
        value: (row) => row.matchedService ?? '',
        renderCell: (row) => (
          <>
            {row.action === 'block'
              ? t('preview.blocked')
              : (row.matchedService ?? <span className={css.hint}>{t('preview.usesDefault')}</span>)}
            {row.room === null ? null : <span className={css.hint}> · {row.room}</span>}
          </>
        ),
      },
    ];
  }, [t, format, isDiary, today, timeZone, staff]);
  return (
    <DataTable
      label={t('preview.title')}
      columns={columns}
      rows={numbered}
      rowId={({ index }) => String(index)}
    />
  );
}

function Problems({
  id,
  problems,
  count,
}: {
  readonly id: string;
  readonly problems: readonly Problem[];
  readonly count: number;
}) {
  const { t } = useTranslation('imports');
  const link = useDeskLink();
  const save = useSaveFile();
  const tellFailure = useTellFailure();
  const numbered = useMemo(() => problems.map((problem, index) => ({ ...problem, index })), [problems]);
  const columns = useMemo(
    (): readonly DataColumn<Problem & { readonly index: number }>[] => [
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
  const saveList = async (): Promise<void> => {
    const codes = Object.fromEntries(IMPORT_PROBLEM_CODES.map((code) => [code, t(`problem.${code}`)]));
    const words = { line: t('preview.line'), why: t('problem.title'), codes };
    const answer = await link.call('import.problems', id, words);
    if (answer.ok) await save(answer.value);
    else tellFailure(answer.error);
  };
  return (
    <div className={css.problems}>
      <div className={css.problemsHead}>
        <h4>{t('problem.heading', { count, lines: groupThousands(count) })}</h4>
        <Button variant="default" size="xs" onClick={() => void saveList()}>
          {t('problem.save')}
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also by keyboard */}
      <div className={css.problemList} role="region" aria-label={t('problem.title')} tabIndex={0}>
        <DataTable
          label={t('problem.title')}
          columns={columns}
          rows={numbered}
          rowId={({ index }) => String(index)}
        />
      </div>
      {problems.length < count ? (
        <p className={css.hint}>
          {t('problem.first', { shown: problems.length, count, lines: groupThousands(count) })}
        </p>
      ) : null}
    </div>
  );
}
