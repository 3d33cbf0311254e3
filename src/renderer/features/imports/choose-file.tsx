import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportKind } from '../../../contracts/desk-api.ts';
import css from './import-screen.module.css';

export type ChosenFile = { readonly name: string; readonly text: string };

/** As the contract between page and desk has it. */
const LARGEST_BYTES = 20_000_000;

/** A file by button or by dropping it; read here as text, because the page alone may touch it. */
export function ChooseFile({
  kind,
  reading,
  onFile,
}: {
  readonly kind: ImportKind;
  /** Name of the file that the desk is reading. */
  readonly reading: string | null;
  readonly onFile: (file: ChosenFile) => void;
}) {
  const { t } = useTranslation('imports');
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [problem, setProblem] = useState<'tooLarge' | 'unreadable' | null>(null);

  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setProblem(null);
    if (file.size > LARGEST_BYTES) {
      setProblem('tooLarge');
      return;
    }
    try {
      onFile({ name: file.name, text: decode(await file.arrayBuffer()) });
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
        accept={kind === 'clients_csv' ? '.csv,.txt,text/csv' : '.ics,text/calendar'}
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      {reading === null ? (
        <>
          <Button onClick={() => input.current?.click()}>{t('file.choose')}</Button>
          <span className={css.hint}>{t('file.drop')}</span>
        </>
      ) : (
        <span role="status">{t('file.reading', { file: reading })}</span>
      )}
      {problem ? (
        <p role="alert" className={css.problem}>
          {t(`file.${problem}`)}
        </p>
      ) : null}
    </div>
  );
}

/** UTF-8, or what Windows and Excel still write when it is not. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
