import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFailure, ImportKind, ImportOptions, ImportPreview } from '../../../contracts/desk-api.ts';
import { useDeskLink } from '../../data/link-context.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { useTell } from '../../ui/tell.tsx';
import { useBoardPlace } from '../frame/board-place.tsx';
import { ChooseFile, type ChosenFile } from './choose-file.tsx';
import { DiaryOptions } from './diary-options.tsx';
import css from './import-screen.module.css';
import { PastImports } from './past-imports.tsx';
import { Preview } from './preview.tsx';

const KINDS: readonly ImportKind[] = ['clients_csv', 'diary_ics'];
const NO_OPTIONS: ImportOptions = { locationId: null, staffId: null, serviceId: null };

/** Kind, file, preview, and only then the import; below it every import so far, each to be taken back whole. */
export function ImportScreen() {
  const { t } = useTranslation('imports');
  const link = useDeskLink();
  const tell = useTell();
  const { location } = useBoardPlace();
  const [kind, setKind] = useState<ImportKind>('clients_csv');
  const [options, setOptions] = useState<ImportOptions>(NO_OPTIONS);
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [busy, setBusy] = useState<'reading' | 'importing' | null>(null);
  const shownOptions = { ...options, locationId: options.locationId ?? location?.id ?? null };
  const isReady =
    kind === 'clients_csv' ||
    (shownOptions.locationId !== null && shownOptions.staffId !== null && shownOptions.serviceId !== null);

  const read = async (
    chosen: ChosenFile,
    nextKind: ImportKind,
    nextOptions: ImportOptions,
  ): Promise<void> => {
    setBusy('reading');
    setFailure(null);
    setPreview(null);
    const answer = await link.call('import.preview', {
      kind: nextKind,
      fileName: chosen.name,
      text: chosen.text,
      options: nextKind === 'diary_ics' ? nextOptions : NO_OPTIONS,
    });
    setBusy(null);
    if (answer.ok) setPreview(answer.value);
    else setFailure(answer.error);
  };
  const choose = (chosen: ChosenFile): void => {
    // A diary is known by its name, whatever was chosen above.
    const nextKind: ImportKind = /\.ics$/i.test(chosen.name) ? 'diary_ics' : kind;
    setKind(nextKind);
    setFile(chosen);
    const complete =
      nextKind === 'clients_csv' || (shownOptions.staffId !== null && shownOptions.serviceId !== null);
    if (complete) void read(chosen, nextKind, shownOptions);
  };
  const setOption = (next: ImportOptions): void => {
    setOptions(next);
    const complete = next.locationId !== null && next.staffId !== null && next.serviceId !== null;
    if (file && complete) void read(file, kind, next);
  };
  const clear = (): void => {
    setFile(null);
    setPreview(null);
    setFailure(null);
  };
  const commit = async (): Promise<void> => {
    if (!preview) return;
    setBusy('importing');
    const answer = await link.call('import.commit', preview.id);
    setBusy(null);
    if (!answer.ok) {
      setFailure(answer.error);
      return;
    }
    tell(t('preview.done', { count: answer.value.rows, file: preview.fileName }));
    clear();
  };

  return (
    <div className={css.page}>
      <header>
        <h1>{t('title')}</h1>
        <p className={css.sentence}>{t('sentence')}</p>
      </header>
      <fieldset className={css.kinds}>
        <legend className="visually-hidden">{t('kind.label')}</legend>
        {KINDS.map((one) => (
          <label key={one} data-chosen={one === kind}>
            <input
              type="radio"
              name="kind"
              checked={one === kind}
              onChange={() => {
                setKind(one);
                clear();
              }}
            />
            <span>
              {t(`kind.${one}`)}
              <small>{t(`kind.${one}Hint`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {kind === 'diary_ics' ? <DiaryOptions options={shownOptions} onChange={setOption} /> : null}
      {!isReady && file ? <p className={css.hint}>{t('options.needed')}</p> : null}
      {preview ? (
        <Preview
          preview={preview}
          busy={busy === 'importing'}
          onCommit={() => void commit()}
          onDiscard={clear}
        />
      ) : (
        <ChooseFile kind={kind} reading={busy === 'reading' ? (file?.name ?? null) : null} onFile={choose} />
      )}
      {failure ? (
        <div className={css.failure}>
          <FailureText failure={failure} />
        </div>
      ) : null}
      <PastImports />
    </div>
  );
}
