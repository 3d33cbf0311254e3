import { Checkbox, NativeSelect, Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type CsvChoices, type CsvForm, type CsvSource, ENCODINGS } from '../../../contracts/transfer.ts';
import { CLIENT_FIELDS, type ClientField } from '../../../domain/imports/client-columns.ts';
import { DELIMITERS } from '../../../domain/imports/csv-table.ts';
import css from './import-screen.module.css';

const DELIMITER_NAMES = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;

/** What each column of a list is, with its first rows to tell by; how it is written; what happens to known clients. */
export function ClientChoices({
  csv,
  choices,
  onForm,
  onChange,
}: {
  readonly csv: CsvSource;
  readonly choices: CsvChoices;
  readonly onForm: (form: CsvForm) => void;
  readonly onChange: (choices: CsvChoices) => void;
}) {
  const { t } = useTranslation('imports');
  const { form } = csv;
  const setColumn = (index: number, field: ClientField): void => {
    onChange({ ...choices, columns: choices.columns.map((known, at) => (at === index ? field : known)) });
  };
  return (
    <>
      <fieldset className={css.options}>
        <legend className="visually-hidden">{t('csv.written')}</legend>
        <NativeSelect
          label={t('csv.encoding')}
          value={form.encoding}
          data={ENCODINGS.map((value) => ({ value, label: t(`csv.encodings.${value}`) }))}
          onChange={(event) =>
            onForm({ ...form, encoding: event.currentTarget.value as CsvForm['encoding'] })
          }
        />
        <NativeSelect
          label={t('csv.delimiter')}
          value={form.delimiter}
          data={DELIMITERS.map((value) => ({ value, label: t(`csv.delimiters.${DELIMITER_NAMES[value]}`) }))}
          onChange={(event) =>
            onForm({ ...form, delimiter: event.currentTarget.value as CsvForm['delimiter'] })
          }
        />
        <Checkbox
          className={css.check ?? ''}
          label={t('csv.hasHeader')}
          checked={form.hasHeader}
          onChange={(event) => onForm({ ...form, hasHeader: event.currentTarget.checked })}
        />
      </fieldset>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also by keyboard */}
      <div className={css.columnsBox} role="region" aria-label={t('csv.columns')} tabIndex={0}>
        <table className={css.columns}>
          <thead>
            <tr>
              {csv.columns.map(({ header }, index) => (
                <th key={String(index)} scope="col">
                  <span>
                    {header === null || header === '' ? t('csv.column', { number: index + 1 }) : header}
                  </span>
                  <NativeSelect
                    size="xs"
                    aria-label={t('csv.holds', {
                      column: header === null || header === '' ? String(index + 1) : header,
                    })}
                    value={choices.columns[index] ?? 'ignore'}
                    data={CLIENT_FIELDS.map((value) => ({ value, label: t(`csv.fields.${value}`) }))}
                    data-ignored={(choices.columns[index] ?? 'ignore') === 'ignore'}
                    onChange={(event) => setColumn(index, event.currentTarget.value as ClientField)}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: csv.columns[0]?.samples.length ?? 0 }, (_, row) => (
              <tr key={String(row)}>
                {csv.columns.map(({ samples }, index) => (
                  <td
                    key={String(index)}
                    data-ignored={['ignore', 'birthday'].includes(choices.columns[index] ?? 'ignore')}
                  >
                    {samples[row]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {choices.columns.includes('birthday') ? <p className={css.hint}>{t('csv.birthdays')}</p> : null}
      <Radio.Group
        className={css.known ?? ''}
        label={t('csv.known')}
        value={choices.onKnown}
        onChange={(value) => onChange({ ...choices, onKnown: value === 'fill' ? 'fill' : 'skip' })}
      >
        <Radio value="skip" label={t('csv.skip')} />
        <Radio value="fill" label={t('csv.fill')} />
      </Radio.Group>
    </>
  );
}
