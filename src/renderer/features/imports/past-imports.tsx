import { Button, Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { ImportItem } from '../../../contracts/queries.ts';
import { useNow } from '../../data/clock.ts';
import { failureOf } from '../../data/desk-failure.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { useDeskQuery } from '../../data/use-desk-query.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { groupThousands } from '../../ui/format.ts';
import { PendingMark } from '../../ui/pending-mark.tsx';
import { RowButton } from '../../ui/row-button.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './import-screen.module.css';

/** Every import of the business, newest first; each can be taken back as one step. */
export function PastImports({ onWritten }: { readonly onWritten: () => void }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const now = useNow(60_000);
  const { data, isError, error } = useDeskQuery('imports', {});
  const [undoing, setUndoing] = useState<ImportItem | null>(null);
  const columns = useMemo(
    (): readonly DataColumn<ImportItem>[] => [
      {
        id: 'file',
        header: t('past.file'),
        value: ({ fileName }) => fileName,
        renderCell: ({ fileName, pending }) => (
          <>
            {pending ? <PendingMark label={t('past.pending')} /> : null} {fileName}
          </>
        ),
      },
      {
        id: 'kind',
        header: t('past.kind'),
        value: ({ kind }) => t(kind === 'diary_ics' ? 'past.kinds.diary_ics' : 'past.kinds.clients_csv'),
      },
      {
        id: 'rows',
        header: t('past.rows'),
        numeric: true,
        value: ({ rowCount }) => rowCount,
        renderCell: ({ rowCount }) => groupThousands(rowCount),
      },
      {
        id: 'when',
        header: t('past.when'),
        value: ({ importedAt }) => importedAt,
        renderCell: ({ importedAt }) => format.ago(importedAt, now),
      },
      { id: 'who', header: t('past.who'), value: ({ actor }) => actor ?? '' },
      {
        id: 'undo',
        header: '',
        fixed: true,
        numeric: true,
        value: () => '',
        renderCell: (item) =>
          item.undoneAt === null ? (
            <RowButton onClick={() => setUndoing(item)}>{t('past.undo')}</RowButton>
          ) : (
            <span className={css.hint}>{t('past.undone', { when: format.ago(item.undoneAt, now) })}</span>
          ),
      },
    ],
    [t, format, now],
  );
  return (
    <section className={css.past}>
      <h2>{t('past.title')}</h2>
      {isError ? <FailureText failure={failureOf(error)} /> : null}
      {data?.length === 0 ? <p className={css.hint}>{t('past.none')}</p> : null}
      {data && data.length > 0 ? (
        <DataTable
          label={t('past.title')}
          columns={columns}
          rows={data}
          rowId={({ id }) => id}
          sortBy={{ id: 'when', desc: true }}
          dimmed={({ undoneAt }) => undoneAt !== null}
        />
      ) : null}
      {undoing ? <TakeBack item={undoing} onWritten={onWritten} onClose={() => setUndoing(null)} /> : null}
    </section>
  );
}

function TakeBack({
  item,
  onWritten,
  onClose,
}: {
  readonly item: ImportItem;
  readonly onWritten: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['imports', 'common']);
  const link = useDeskLink();
  const tell = useTell();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const undo = async (): Promise<void> => {
    setBusy(true);
    const answer = await link.call('import.undo', item.id);
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer.error);
      return;
    }
    onWritten();
    tell(t('past.undoDone', { file: item.fileName }));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('past.undoTitle', { file: item.fileName })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <p>{t('past.undoText', { count: item.rowCount, rows: groupThousands(item.rowCount) })}</p>
      {failure ? <FailureText failure={failure} /> : null}
      <div className={css.actions}>
        <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
          {t('common:cancel')}
        </Button>
        <Button color="danger" onClick={() => void undo()} disabled={busy}>
          {busy ? t('past.undoBusy') : t('past.undoSubmit')}
        </Button>
      </div>
    </Modal>
  );
}
