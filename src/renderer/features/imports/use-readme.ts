import { useTranslation } from 'react-i18next';
import { type ExportSummary, ORDINARY_EXPORT_FILES } from '../../../contracts/transfer.ts';
import { EXPORT_FILE_NAMES, EXPORT_FILES } from '../../../domain/exports/export-files.ts';
import { groupThousands } from '../../ui/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useBoardPlace } from '../frame/board-place.tsx';

/** Writes the README of an archive: what it is, what is not in it, and what every column means. */
export function useReadme(): (summary: ExportSummary, business: string, special: boolean) => string {
  const { t } = useTranslation('exports');
  const format = useFormat();
  const { today } = useBoardPlace();
  return ({ counts, completeFrom, onlyLocations, holdsLedger }, business, special) => {
    const files = special ? EXPORT_FILE_NAMES : ORDINARY_EXPORT_FILES;
    return [
      t('readme.title', { business, day: today }),
      '',
      t('readme.made'),
      completeFrom === null ? t('holds.nothing') : t('holds.from', { month: format.month(completeFrom) }),
      ...(onlyLocations === null ? [] : [t('holds.only', { places: onlyLocations.join(', ') })]),
      ...(holdsLedger ? [] : [t('holds.noLedger')]),
      t('readme.guard'),
      '',
      t('readme.files'),
      ...files.flatMap((name) => [
        '',
        t('readme.file', { name, rows: groupThousands(counts[name]) }),
        t(`files.${name}`),
        ...EXPORT_FILES[name].map((column) =>
          t('readme.column', { name: column, what: t(`columns.${column}`) }),
        ),
      ]),
      '',
    ].join('\n');
  };
}
