import { Button, Progress } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure } from '../../../contracts/desk-api.ts';
import type { CsvForm, ImportChoices, ImportPreview, ImportSource } from '../../../contracts/transfer.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { groupThousands } from '../../ui/format.ts';
import { useTell } from '../../ui/tell.tsx';
import { useBoardPlace } from '../frame/board-place.tsx';
import { ChooseFile, type ChosenFile } from './choose-file.tsx';
import { ClientChoices } from './client-choices.tsx';
import { DiaryChoicesForm } from './diary-choices.tsx';
import { firstChoices, isComplete } from './first-choices.ts';
import css from './import-screen.module.css';
import { Preview } from './preview.tsx';
import { useWorkProgress } from './use-work-progress.ts';

/** A file, what its columns or events are, what would come of it, and only then the import. */
export function BringIn({ onWritten }: { readonly onWritten: () => void }) {
  const { t } = useTranslation('imports');
  const link = useDeskLink();
  const tell = useTell();
  const { location } = useBoardPlace();
  const [looking, setLooking] = useState(false);
  const [reading, setReading] = useState<string | null>(null);
  const [source, setSource] = useState<ImportSource | null>(null);
  const [choices, setChoices] = useState<ImportChoices | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [busy, setBusy] = useState<'planning' | 'writing' | null>(null);
  /** Answers to a file or to choices that are no longer the ones on the screen are dropped. */
  const turn = useRef(0);

  const clear = (): void => {
    turn.current += 1;
    if (source) void link.call('import.cancel', source.id);
    setReading(null);
    setSource(null);
    setChoices(null);
    setPreview(null);
    setBusy(null);
  };
  const plan = async (id: string, next: ImportChoices): Promise<void> => {
    setChoices(next);
    setFailure(null);
    turn.current += 1;
    const mine = turn.current;
    if (!isComplete(next)) {
      setPreview(null);
      return;
    }
    setBusy('planning');
    const answer = await link.call('import.preview', id, next);
    if (turn.current !== mine) return;
    setBusy(null);
    if (answer.ok) setPreview(answer.value);
    else setFailure(answer.error);
  };
  const read = async (file: ChosenFile): Promise<void> => {
    clear();
    setFailure(null);
    setReading(file.name);
    const mine = turn.current;
    const answer = await link.call('import.read', { fileName: file.name, bytes: file.bytes });
    if (turn.current !== mine) return;
    setReading(null);
    if (!answer.ok) {
      setFailure(answer.error);
      return;
    }
    setSource(answer.value);
    await plan(answer.value.id, firstChoices(answer.value, location?.id ?? null));
  };
  /** Read in another encoding or cut otherwise, the columns are other ones: none is chosen until they are here. */
  const reform = async (form: CsvForm): Promise<void> => {
    if (source?.kind !== 'clients_csv' || choices?.kind !== 'clients_csv') return;
    setLooking(true);
    const answer = await link.call('import.look', source.id, form);
    setLooking(false);
    if (!answer.ok) {
      setFailure(answer.error);
      return;
    }
    setSource({ ...source, csv: answer.value });
    const columns = answer.value.columns.map(({ guess }) => guess);
    await plan(source.id, { ...choices, form: answer.value.form, columns });
  };
  const commit = async (): Promise<void> => {
    if (!preview) return;
    setBusy('writing');
    const answer = await link.call('import.commit', preview.id);
    setBusy(null);
    if (!answer.ok) {
      setFailure(answer.error);
      return;
    }
    onWritten();
    tell(t('preview.done', { count: answer.value.rows, file: preview.fileName }));
    turn.current += 1;
    setSource(null);
    setChoices(null);
    setPreview(null);
  };

  return (
    <section className={css.bringIn} aria-label={t('in.title')}>
      <h2>{t('in.title')}</h2>
      {source === null || choices === null ? (
        <>
          <p className={css.sentence}>{t('in.sentence')}</p>
          <ChooseFile reading={reading} onFile={(file) => void read(file)} onStop={clear} />
        </>
      ) : (
        <>
          <SourceLine source={source} disabled={busy === 'writing'} onDiscard={clear} />
          {source.kind === 'clients_csv' && choices.kind === 'clients_csv' ? (
            <fieldset className={css.plain} disabled={looking}>
              <ClientChoices
                csv={source.csv}
                choices={choices}
                onForm={(form) => void reform(form)}
                onChange={(next) => void plan(source.id, next)}
              />
            </fieldset>
          ) : null}
          {source.kind === 'diary_ics' && choices.kind === 'diary_ics' ? (
            <DiaryChoicesForm
              diary={source.diary}
              choices={choices}
              onChange={(next) => void plan(source.id, next)}
            />
          ) : null}
          {isComplete(choices) ? null : <p className={css.hint}>{t('choices.incomplete')}</p>}
        </>
      )}
      {busy === null ? null : <Working step={busy} />}
      {preview && choices && isComplete(choices) ? (
        <Preview preview={preview} busy={busy} onCommit={() => void commit()} />
      ) : null}
      {failure ? (
        <div className={css.failure}>
          <FailureText failure={failure} />
        </div>
      ) : null}
    </section>
  );
}

function SourceLine({
  source,
  disabled,
  onDiscard,
}: {
  readonly source: ImportSource;
  readonly disabled: boolean;
  readonly onDiscard: () => void;
}) {
  const { t } = useTranslation('imports');
  return (
    <div className={css.sourceLine}>
      <p>
        <strong>{source.fileName}</strong>{' '}
        {source.kind === 'clients_csv'
          ? t('source.clients', { count: source.csv.rows, rows: groupThousands(source.csv.rows) })
          : t('source.events', {
              count: source.diary.events,
              events: groupThousands(source.diary.events),
              repeating: groupThousands(source.diary.repeating),
            })}
      </p>
      <Button variant="default" size="xs" onClick={onDiscard} disabled={disabled}>
        {t('preview.discard')}
      </Button>
    </div>
  );
}

function Working({ step }: { readonly step: 'planning' | 'writing' }) {
  const { t } = useTranslation('imports');
  const progress = useWorkProgress(step);
  const known = progress !== null && progress.of !== null && progress.of > 0;
  return (
    <div className={css.working} role="status">
      <span>
        {t(`working.${step}`)}{' '}
        {known && progress.done > 0
          ? t('working.of', { done: groupThousands(progress.done), of: groupThousands(progress.of ?? 0) })
          : null}
      </span>
      <Progress
        value={known && progress.done > 0 ? (progress.done / (progress.of ?? 1)) * 100 : 100}
        animated={!(known && progress.done > 0)}
        size="sm"
        aria-label={t(`working.${step}`)}
      />
    </div>
  );
}
