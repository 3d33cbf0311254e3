import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LARGEST_IMPORT_BYTES } from '../../../contracts/transfer.ts';
import css from './import-screen.module.css';

export type ChosenFile = { readonly name: string; readonly bytes: Uint8Array };

/** A file by button or by dropping it. Its bytes go to the desk as they are: what they say is decided there. */
export function ChooseFile({
  reading,
  onFile,
  onStop,
}: {
  /** Name of the file that the desk is reading. */
  readonly reading: string | null;
  readonly onFile: (file: ChosenFile) => void;
  readonly onStop: () => void;
}) {
  const { t } = useTranslation(['imports', 'common']);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [problem, setProblem] = useState<'tooLarge' | 'unreadable' | null>(null);

  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setProblem(null);
    if (file.size > LARGEST_IMPORT_BYTES) {
      setProblem('tooLarge');
      return;
    }
    try {
      onFile({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      setProblem('unreadable');
    }
  };
  return (
    <div
      className={css.drop}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.txt,.tsv,.ics,text/csv,text/calendar"
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      {reading === null ? (
        <>
          <Button onClick={() => input.current?.click()}>{t('file.choose')}</Button>
          <span className={css.hint}>{t('file.drop')}</span>
          <p className={css.kinds}>{t('file.kinds')}</p>
        </>
      ) : (
        <>
          <span role="status">{t('file.reading', { file: reading })}</span>
          <Button variant="default" onClick={onStop}>
            {t('common:cancel')}
          </Button>
        </>
      )}
      {problem ? (
        <p role="alert" className={css.problem}>
          {t(`file.${problem}`)}
        </p>
      ) : null}
    </div>
  );
}
